import {
  type Committed,
  type SearchCertificate,
  searchCertificateOf,
} from '../../shared/certificates/search-certificate.ts';
import type { AskedAsOf } from '../../shared/contracts/views/as-of-view.ts';
import { parseCheckpoint } from '../../shared/journal/checkpoint.ts';
import { mapRootHash } from '../../shared/journal/map/map.ts';
import { hashTextOf, mapKeyOf, mapLeafOf } from '../../shared/journal/map/map-leaf.ts';
import { parseNote } from '../../shared/journal/note.ts';
import { verifyInclusion } from '../../shared/journal/proof.ts';
import { digestOf } from '../../shared/kernel/digest.ts';
import type { PatentNumber } from '../../shared/kernel/patent-number.ts';
import { type RightId, rightOf } from '../../shared/kernel/right.ts';
import { shownHolds } from '../../shared/register/encumbrance.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { resolveAsOf } from '../_platform/journal/as-of.ts';
import type { Log } from '../_platform/journal/log.ts';
import { titlesAsOf } from '../_platform/journal/versions-as-of.ts';
import { Problem } from '../_platform/problem.ts';
import {
  type Checkpointed,
  readCheckpointAt,
  readCheckpointOf,
  readPublished,
} from '../_platform/store/journal.ts';
import type { Store } from '../_platform/store/store.ts';

export type SearchDeps = { readonly store: Store; readonly log: Log };

/**
 * 查询证明: which announced holds lie on some rights at a size of the journal, proved to whoever believes the log's key.
 * It rests on the journal and on titles as of that size, and on no index: what is not there is proved not to be there.
 */
export function getSearchCertificate(deps: SearchDeps): Handlers<'certificates'>['searchCertificates.get'] {
  return async ({ query }) => {
    const rights = [...new Set(query.patentNumber)].map(rightOf);
    const checkpoint = await checkpointAsked(deps.store, query.asOf);
    const body = await certified(deps, rights, query.patentNumber, checkpoint);
    const answer = { body, etag: `"${digestOf(body)}"` };
    // What is asked as of a size or an instant is answered alike for ever; the newest is another one soon.
    return query.asOf ? { ...answer, lasting: true } : answer;
  };
}

/** The newest published size; or the first published one of at least the size asked, or the one of the instant. */
async function checkpointAsked(store: Store, asked: AskedAsOf | undefined): Promise<Checkpointed> {
  const found = await (asked ? checkpointAsOf(store, asked) : newestCheckpoint(store));
  if (found) return found;
  // Before the journal's first leaf nothing was committed, and there is nothing to prove by.
  throw asked ? new Problem('not-found') : new Problem('not-sequenced', { headers: { 'retry-after': '2' } });
}

async function checkpointAsOf(store: Store, asked: AskedAsOf): Promise<Checkpointed | undefined> {
  const { size } = await resolveAsOf(store, asked);
  return size > 0 ? readCheckpointOf(store, size) : undefined;
}

/** The head's own instant moves on while nothing happens; the leaf bears that of the first checkpoint of its size. */
async function newestCheckpoint(store: Store): Promise<Checkpointed | undefined> {
  const published = await readPublished(store);
  return published && published.size > 0 ? readCheckpointAt(store, published.instant) : undefined;
}

async function certified(
  { store, log }: SearchDeps,
  rights: readonly RightId[],
  asked: readonly PatentNumber[],
  checkpoint: Checkpointed,
): Promise<SearchCertificate> {
  const { size, map } = checkpoint;
  const [titles, proofs, path] = await Promise.all([
    titlesAsOf(store, rights, size),
    Promise.all(rights.map((right) => log.mapProof(map, mapKeyOf(right)))),
    log.inclusion(size - 1, size),
  ]);
  const holds = new Map(titles.map(({ title }) => [title.right, shownHolds(title)]));
  demandKnown(asked, holds);
  const searched = rights.flatMap((right, at) => {
    const proof = proofs[at];
    return proof ? [{ right, proof, holds: holds.get(right) }] : [];
  });
  return searchCertificateOf(searched, committed(checkpoint, path));
}

/** The last leaf of that size. It is made again rather than read, and held against the root that was signed. */
function committed({ size, instant, map, note }: Checkpointed, path: Committed['path']): Committed {
  const root = mapRootHash(map);
  const signed = parseCheckpoint(parseNote(note)?.text ?? '');
  const leaf = mapLeafOf(size - 1, instant, root);
  if (!signed || !verifyInclusion(leaf, size - 1, size, path, signed.root))
    throw new Error(`the map of size ${size} is not the one that the log committed`);
  return {
    leaf: { schema: 'map-1', before: size - 1, instant, root: hashTextOf(root) },
    path,
    checkpoint: note,
  };
}

/** A patent that the register did not know then would look free, which would mislead: it is refused by its place. */
function demandKnown(asked: readonly PatentNumber[], known: ReadonlyMap<RightId, unknown>): void {
  const errors = asked.flatMap((number, at) =>
    known.has(rightOf(number))
      ? []
      : [
          {
            in: 'query' as const,
            pointer: `/patentNumber/${at}`,
            code: 'unknown-right',
            detail: unknownRight,
          },
        ],
  );
  if (errors.length > 0) throw new Problem('not-found', { errors });
}

const unknownRight = {
  zh: '登记簿当时没有该专利的档案，不能证明其有无权利负担',
  en: 'The register had no title of this patent then, and cannot prove whether it is encumbered.',
};
