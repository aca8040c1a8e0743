import type { Ports } from './clock.ts';
import type { Store } from './store/store.ts';

/** What the platform needs of a function's composition. */
export type Deps = {
  /** Absent in functions that read no table. */
  readonly store: Store | undefined;
  readonly ports: Ports;
  /** Whether everything this environment issues is marked as a demonstration. */
  readonly demonstration: boolean;
};
