import { type Head, headItem } from '../../_platform/store/journal.ts';
import { absent, atVersion, commit, put } from '../../_platform/transaction.ts';
import type { SequencerDeps } from './deps.ts';

/** Moves the head on; undefined where another sequencer was quicker, or may have been: the head is then read again. */
export async function swapHead(
  { store, ports }: SequencerDeps,
  from: Head | undefined,
  to: Omit<Head, 'version'>,
): Promise<Head | undefined> {
  const next: Head = { ...to, version: (from?.version ?? 0) + 1 };
  const condition = from ? atVersion(from.version) : absent;
  const done = await commit(store.client, ports, [
    put('head', store.tables.journal, headItem(next), condition),
  ]);
  return done.kind === 'done' ? next : undefined;
}
