import type { Ports } from '../../_platform/clock.ts';
import type { Log } from '../../_platform/journal/log.ts';
import type { Shelf } from '../../_platform/journal/shelf.ts';
import type { Signer } from '../../_platform/signer.ts';
import type { Store } from '../../_platform/store/store.ts';

/** What the sequencer is composed of. */
export type SequencerDeps = {
  readonly store: Store;
  readonly shelf: Shelf;
  readonly log: Log;
  readonly signer: Signer;
  /** Verifier keys that signed before, of whatever use: after a rotation the newest checkpoint is still one of theirs. */
  readonly formerKeys?: readonly string[];
  readonly ports: Ports;
};
