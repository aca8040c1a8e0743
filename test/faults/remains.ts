import type { Bodies } from '../../functions/_platform/bodies.ts';
import type { Log } from '../../functions/_platform/journal/log.ts';
import type { Shelf } from '../../functions/_platform/journal/shelf.ts';
import type { Store } from '../../functions/_platform/store/store.ts';
import type { Archive } from '../../functions/certificates/archive.ts';
import type { Vault } from '../../functions/documents/vault.ts';
import type { Verifier } from '../../shared/journal/note.ts';
import type { Ask, Caller, Reply } from '../functions/world.ts';

/** A checkpoint as somebody was shown it during the run. */
export type Shown = { readonly step: number; readonly note: string };

/** What stands when a run is over: faults off, and everything tended until it is quiet. */
export type Remains = {
  readonly store: Store;
  readonly shelf: Shelf;
  readonly log: Log;
  /** Checks the signatures of checkpoints. */
  readonly verifier: Verifier;
  /** Checks the seals of certificates; without it they are checked but for who sealed them. */
  readonly seal?: Verifier;
  readonly archive: Archive;
  readonly vault: Vault;
  /** The keys of everything in the vault; without it nothing is said of objects that no filing knows. */
  readonly kept?: () => Promise<readonly string[]>;
  /** The bodies of imports; without it their titles are taken as they stand. */
  readonly bodies?: Bodies;
  /** The real handlers, without faults. */
  readonly call: (operation: string, caller: Caller | undefined, ask?: Ask) => Promise<Reply>;
  readonly shown: readonly Shown[];
};
