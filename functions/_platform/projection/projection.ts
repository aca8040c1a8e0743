import type { FunctionName } from '../../../shared/contracts/operation.ts';
import { mapLeaf } from '../../../shared/journal/map/map-leaf.ts';
import { type Entry, entry as entrySchema } from '../../../shared/register/entry.ts';
import type { Ports } from '../clock.ts';
import type { Store } from '../store/store.ts';

/** An entry with the index of its leaf in the journal. */
export type Placed = { readonly index: number; readonly entry: Entry };

/**
 * What is computed from the journal and kept by a cursor (docs/adr/0022-projections.md). Its effect must be the same in
 * whatever order its entries come and however often: entries come at least once, and the effect is there once.
 */
export type Projection = {
  /** The area that keeps it: its cursor lies under this name. */
  readonly name: FunctionName;
  /** How many entries are handed over at once: so many that calls are saved, so few that they are done in seconds. */
  readonly together: number;
  /** Whether the entry has any effect here. It follows from the entry alone, and what it answers no to is never handed over. */
  readonly concerns: (entry: Entry) => boolean;
  /**
   * Brings the effect of all these entries about, or throws; they then come one by one. `again` is true of a rebuild:
   * what is there already is to be made anew rather than trusted, and nothing leaves the house a second time.
   */
  readonly handle: (entries: readonly Placed[], how: { readonly again: boolean }) => Promise<void>;
};

/** What a projection reads: how far the journal is published, and its leaves, first included and last not. */
export type PublishedJournal = {
  readonly size: () => Promise<number>;
  readonly leaves: (begin: number, end: number, size: number) => Promise<readonly Uint8Array[]>;
};

export type ProjectionDeps = {
  readonly store: Store;
  readonly ports: Ports;
  readonly journal: PublishedJournal;
};

/** Whether there is time left in this run to begin another piece of work. */
export type MayBegin = () => boolean;

/** A leaf that a projection has to deal with; without an entry where it could not be read. */
export type Found = { readonly index: number; readonly entry: Entry | undefined };

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The leaf as it concerns the projection, if it does. A leaf of a schema that this release does not know concerns
 * every projection: it must not be passed over by a function that is merely older than whoever wrote it.
 */
export function foundIn(projection: Projection, index: number, leaf: Uint8Array): Found | undefined {
  const value = parsed(leaf);
  // The leaf that ends each batch says nothing of any entry.
  if (mapLeaf.safeParse(value).success) return undefined;
  const read = entrySchema.safeParse(value);
  if (!read.success) return { index, entry: undefined };
  return projection.concerns(read.data) ? { index, entry: read.data } : undefined;
}

function parsed(leaf: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(leaf));
  } catch {
    return undefined;
  }
}
