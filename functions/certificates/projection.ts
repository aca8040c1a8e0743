import { gazette } from '../../shared/procedures/pledge/registration/gazette.ts';
import { pledgeRegistration } from '../../shared/procedures/pledge/registration/procedure.ts';
import type { Entry } from '../../shared/register/entry.ts';
import type { Projection } from '../_platform/projection/projection.ts';
import type { CertificatesDeps } from './deps.ts';
import { issueCertificate } from './issue.ts';

/**
 * 登记通知书 as a projection: the certificate of each pledge is in the archive before anyone asks for it. What is kept
 * is never written again, so a rebuild makes what is missing and nothing else.
 */
export function pledgeCertificates(deps: CertificatesDeps): Projection {
  return {
    name: 'certificates',
    // Each is drawn and sealed in a tenth of a second; the first of a run waits for the fonts besides.
    together: 8,
    concerns: ({ act }) => act === pledgeRegistration.id,
    handle: async (entries) => {
      for (const { entry } of entries) {
        // One that names a natural person is kept nowhere, and so it is made only for who asks.
        if (partiesIn(entry).some(({ kind }) => kind === 'person')) continue;
        const issued = await issueCertificate(deps, entry.id);
        if (typeof issued === 'string') throw new Error(`${entry.id}: ${issued}`);
      }
    },
  };
}

function partiesIn({ public: said }: Entry) {
  const { pledgors, pledgees } = gazette.parse(said);
  return [...pledgors, ...pledgees];
}
