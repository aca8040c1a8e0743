import type { Ports } from './clock.ts';
import type { Openings } from './opening.ts';
import type { Store } from './store/store.ts';

/** What the stack before every handler needs. */
export type StackDeps = {
  readonly ports: Ports;
  /** Whether everything this environment issues is marked as a demonstration. */
  readonly demonstration: boolean;
  /** Absent in functions that read no table. */
  readonly openings: Openings | undefined;
};

/** What a function that reads tables is composed of. */
export type Deps = Omit<StackDeps, 'openings'> & { readonly store: Store };
