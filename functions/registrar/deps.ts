import type { Ports } from '../_platform/clock.ts';
import type { Store } from '../_platform/store/store.ts';

/** What the registrar is composed of. */
export type RegistrarDeps = {
  readonly store: Store;
  readonly ports: Ports;
  readonly demonstration: boolean;
  /** Procedures that register without an examiner, by environment. */
  readonly automaticRegistration: readonly string[];
  /** How many of ten thousand automatic registrations are drawn for review, where it is not the rule's share. */
  readonly sampledPerTenThousand?: number | undefined;
};
