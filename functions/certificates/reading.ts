import { digestOf, sha256Hex } from '../../shared/kernel/digest.ts';
import { principalsIn } from '../../shared/register/authority.ts';
import { withMandates } from '../_platform/caller.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { Problem } from '../_platform/problem.ts';
import { readCheckpointOf } from '../_platform/store/journal.ts';
import { readEntry, readRecords } from '../_platform/store/records.ts';
import type { CertificatesDeps } from './deps.ts';
import { issueCertificate, paperOf, type Refusal } from './issue.ts';
import { awaitPlace, type Published, proofUnder, readPlace } from './place.ts';

/** When to ask again for what the journal has not published yet, in seconds. */
const retryAfter = '2';

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
    if (mediaType === 'application/json') {
      const { certificate } = granted(await paperOf(deps, record.entry), record.entry);
      return { body: certificate, etag: `"${digestOf(certificate)}"` };
    }
    const { bytes } = granted(await issueCertificate(deps, record.entry), record.entry);
    return { bytes, fileName: `${record.number}.pdf`, etag: `"sha256:${sha256Hex(bytes)}"` };
  };
}

function granted<T extends object>(answer: T | Refusal, entry: string): T {
  if (answer === 'not-sequenced') throw notSequenced();
  // A record and the entry that registered it are committed together, so this would be a bug.
  if (answer === 'no-certificate') throw new Error(`no certificate can be made of ${entry}`);
  return answer;
}

function notSequenced(): Problem {
  return new Problem('not-sequenced', { headers: { 'retry-after': retryAfter } });
}

/**
 * 条目证明: by what anyone checks offline that an entry stands in the journal (C2SP tlog-proof). Under the newest
 * checkpoint, or under the first published one of at least the size asked for.
 */
export function getProof(deps: CertificatesDeps): Handlers<'certificates'>['entries.proof'] {
  return async ({ params, query }) => {
    const { entryId } = params;
    // Only for an entry that there is somebody waits.
    const known = (await readPlace(deps.store, entryId)) ?? (await readEntry(deps.store, entryId));
    if (!known) throw new Problem('not-found');
    const place = 'published' in known ? known : await awaitPlace(deps, entryId);
    if (!place) throw notSequenced();
    const checkpoint = await checkpointAsked(
      deps,
      place,
      query.size === undefined ? undefined : Number(query.size),
    );
    const text = await proofUnder(deps.log, place.index, checkpoint);
    return { body: text, etag: `"${sha256Hex(text).slice(0, 32)}"` };
  };
}

async function checkpointAsked({ store }: CertificatesDeps, { index, published }: Published, size?: number) {
  if (size === undefined) return published;
  const found = size > index && size <= published.size ? await readCheckpointOf(store, size) : undefined;
  if (found) return found;
  throw new Problem('invalid-request', {
    errors: [
      {
        in: 'query',
        pointer: '/size',
        code: 'out-of-range',
        detail: {
          zh: `该条目可在日志大小 ${index + 1} 至 ${published.size} 之间证明`,
          en: `This entry can be proved at sizes ${index + 1} to ${published.size}.`,
        },
      },
    ],
  });
}
