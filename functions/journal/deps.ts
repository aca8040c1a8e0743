import type { Shelf } from '../_platform/journal/shelf.ts';
import type { Store } from '../_platform/store/store.ts';

/** What showing the log is composed of. */
export type JournalDeps = {
  readonly store: Store;
  readonly shelf: Shelf;
  readonly origin: string;
  /** Verifier keys that signed before. */
  readonly formerKeys: readonly string[];
  /** The public halves of the keys, asked for once. */
  readonly keys: () => Promise<{ readonly checkpoints: string; readonly certificates: string }>;
};
