import type { Filing } from '../../shared/register/filing.ts';
import { mayFollow } from '../../shared/register/lifecycle.ts';
import type { State } from './state.ts';
import type { Trail } from './steps.ts';

export const actKinds = ['whole', 'step', 'appeal', 'office', 'time'] as const;

/**
 * An act: what it is called in a counterexample, of which kind it is, and what becomes of the state. Kinds choose what a run explores:
 * `whole` is a filing from draft to decision in one act, `step` one step of a filing, `appeal` that one is reopened, `office` an act of the office,
 * `time` the passing of days.
 */
export type Act = {
  readonly name: string;
  readonly kind: (typeof actKinds)[number];
  /** The procedure or office act that it is about, for what a run covers. */
  readonly of: string;
  readonly run: (state: State) => Trail;
};

/** Whether the filing is still on its way. */
export const live = (filing: Filing) => mayFollow(filing.status, 'withdraw');
