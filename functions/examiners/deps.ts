import type { Ports } from '../_platform/clock.ts';
import type { Store } from '../_platform/store/store.ts';

/** What the examiners' function is composed of. */
export type ExaminersDeps = {
  readonly store: Store;
  readonly ports: Ports;
  readonly demonstration: boolean;
};
