import { checkpointPath } from '../../shared/journal/checkpoint.ts';
import { parseVerifierKey } from '../../shared/journal/note.ts';
import { isSealKeyName } from '../../shared/journal/seal.ts';
import { parseTilePath, TILE_WIDTH, tilePath } from '../../shared/journal/tile.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { findTile } from '../_platform/journal/log.ts';
import { Problem } from '../_platform/problem.ts';
import { readPublished } from '../_platform/store/journal.ts';
import type { JournalDeps } from './deps.ts';

/** Every operation that shows the log: its objects as they lie there, and the keys to check them by. */
export function journalHandlers(deps: JournalDeps): Handlers<'journal'> {
  return {
    'journal.checkpoint': async () => {
      const kept = await deps.shelf.get(checkpointPath);
      if (!kept) throw new Problem('not-found');
      return { body: new TextDecoder().decode(kept.bytes), etag: kept.etag };
    },
    'journal.tile': async ({ params }) => {
      const tile = parseTilePath(`tile/${params.path}`);
      const published = await readPublished(deps.store);
      // What is beyond the published size may lie there already, and is nobody's business yet.
      if (!tile || !published || !isIn(published.size, tile)) throw new Problem('not-found');
      const bytes = await findTile(deps.shelf, tile);
      if (!bytes) throw new Problem('not-found');
      return { bytes, etag: `"${tilePath(tile)}"`, lasting: true };
    },
    'journal.keys': async () => {
      const published = await readPublished(deps.store);
      if (!published) throw new Problem('not-found');
      const { checkpoints, certificates } = await deps.keys();
      return {
        body: {
          ...{ origin: deps.origin, size: published.size, instant: published.instant },
          keys: [
            { key: checkpoints, signs: 'checkpoints' as const, current: true },
            { key: certificates, signs: 'certificates' as const, current: true },
            ...deps.formerKeys.map((key) => ({ key, signs: signedBy(key), current: false })),
          ],
        },
      };
    },
  };
}

/** Whether a log of this size has the tile, filled so far or further. */
function isIn(size: number, { level, index, width }: NonNullable<ReturnType<typeof parseTilePath>>): boolean {
  const hashes = level === 'entries' ? size : Math.floor(size / TILE_WIDTH ** level);
  return index * TILE_WIDTH + width <= hashes;
}

function signedBy(key: string): 'checkpoints' | 'certificates' {
  return isSealKeyName(parseVerifierKey(key)?.name ?? '') ? 'certificates' : 'checkpoints';
}
