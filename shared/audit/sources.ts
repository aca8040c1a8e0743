import type { Verifier } from '../journal/note.ts';
import type { DigestText } from '../kernel/digest.ts';
import type { EntryId } from '../kernel/id.ts';
import type { Opening } from '../register/entry.ts';
import type { Party } from '../register/party.ts';
import type { Met, Place } from './place.ts';
import type { LogObjects } from './read-log.ts';

/** Everything an audit reads, and how. It writes nothing. */
export type Sources = {
  readonly objects: LogObjects;
  /** The newest published checkpoint, a signed note. */
  readonly checkpoint: () => Promise<string | undefined>;
  readonly origin: string;
  readonly verifiers: readonly Verifier[];
  /** What is kept to open the commitments of these entries. */
  readonly openings: (ids: readonly EntryId[]) => Promise<ReadonlyMap<EntryId, readonly Opening[]>>;
  /** A body by its digest, whatever bytes lie there; undefined where nothing does. */
  readonly body: (digest: DigestText) => Promise<Uint8Array | undefined>;
  /** What lies at a place now, unparsed. */
  readonly read: (place: Place) => Promise<unknown>;
  /** Everything in the tables of titles, records, entries, parties and of the journal, in any order. */
  readonly all: () => AsyncIterable<Met>;
  /** Where the log has these entries, by the register's own index. */
  readonly indices: (ids: readonly EntryId[]) => Promise<ReadonlyMap<EntryId, number>>;
  /** Which of these entries wait for the log. */
  readonly waiting: () => AsyncIterable<{ readonly entry: EntryId; readonly since: string }>;
  /** Parties that were put there without an entry, where the register is one of a demonstration; otherwise none. */
  readonly given: () => AsyncIterable<Party>;
  readonly now: () => number;
};
