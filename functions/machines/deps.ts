import type { Deps } from '../_platform/deps.ts';
import type { Clients } from './clients.ts';

export type MachinesDeps = Deps & {
  readonly clients: Clients;
  /** Every slot there is, by the id of its client. */
  readonly slots: readonly string[];
};
