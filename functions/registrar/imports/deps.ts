import type { Bodies } from '../../_platform/bodies.ts';
import type { Ports } from '../../_platform/clock.ts';
import type { Store } from '../../_platform/store/store.ts';

/** What the imports are composed of. */
export type ImportsDeps = {
  readonly store: Store;
  readonly bodies: Bodies;
  readonly ports: Ports;
  readonly demonstration: boolean;
};
