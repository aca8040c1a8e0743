import type { Certificate } from '../../shared/certificates/certificate.ts';
import { certificateOf, namesPerson } from '../../shared/certificates/certify.ts';
import { digestOf, sha256Hex } from '../../shared/kernel/digest.ts';
import { principalsIn } from '../../shared/register/authority.ts';
import type { RegisterRecord } from '../../shared/register/record.ts';
import { withMandates } from '../_platform/caller.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { log } from '../_platform/logger.ts';
import { Problem } from '../_platform/problem.ts';
import { readEntry, readRecords } from '../_platform/store/records.ts';
import type { CertificatesDeps } from './deps.ts';
import { renderCertificate } from './drawing/render.ts';

/**
 * 专利权质押登记通知书 (A5.3) and its re-issue 补发 (A6.9): for the parties of the pledge and their agents; to others it
 * does not exist here. JSON and PDF say the same, and each carries the digest of its own bytes as its tag.
 */
export function getCertificate(deps: CertificatesDeps): Handlers<'certificates'>['pledges.certificate'] {
  return async ({ params, caller, today, mediaType }) => {
    const [record] = await readRecords(deps.store, [params.registrationNumber]);
    if (!record) throw new Problem('not-found');
    const acting = await withMandates(deps.store, caller, record.parties);
    if (principalsIn(acting, record, today).length === 0) throw new Problem('not-found');
    const shown = await certificateFor(deps, record);
    if (mediaType === 'application/json') return { body: shown, etag: `"${digestOf(shown)}"` };
    const bytes = await pdfOf(deps, shown);
    return { bytes, fileName: `${record.number}.pdf`, etag: `"sha256:${sha256Hex(bytes)}"` };
  };
}

async function certificateFor(deps: CertificatesDeps, record: RegisterRecord): Promise<Certificate> {
  const found = await readEntry(deps.store, record.entry);
  const shown =
    found &&
    certificateOf(found.entry, found.openings, {
      verificationAddress: `${deps.publicOrigin}/v1/entries/${record.entry}`,
      demonstration: deps.demonstration,
    });
  // A record and the entry that registered it are committed together, so this would be a bug.
  if (!shown) throw new Error(`no certificate can be made of ${record.entry}`);
  return shown;
}

/**
 * The bytes first issued, or the first ones now. One that names a natural person is drawn anew each time and kept
 * nowhere: what is kept is locked for decades, and a name that must be forgotten could not be.
 */
async function pdfOf(deps: CertificatesDeps, shown: Certificate): Promise<Uint8Array> {
  const draw = () => renderCertificate(shown, deps.fonts());
  if (namesPerson(shown)) return draw();
  const kept = await deps.archive.get(shown.entry);
  if (kept) return issued('CERTIFICATE_REISSUED', shown, kept);
  const bytes = await draw();
  if (await deps.archive.keep(shown.entry, bytes)) return issued('CERTIFICATE_ISSUED', shown, bytes);
  // The quicker one's bytes are the same unless it ran another release; the first issued are the ones that count.
  return issued('CERTIFICATE_REISSUED', shown, (await deps.archive.get(shown.entry)) ?? bytes);
}

/** A re-issue has no mark of its own: the same bytes are the proof that nothing changed. That it was made is logged. */
function issued(
  code: 'CERTIFICATE_ISSUED' | 'CERTIFICATE_REISSUED',
  shown: Certificate,
  bytes: Uint8Array,
): Uint8Array {
  log.info(code, { entry: shown.entry, sha256: sha256Hex(bytes) });
  return bytes;
}
