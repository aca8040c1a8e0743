import { type Act, live } from './act.ts';
import { afterwards, drafts, endings, stepsOf, whole } from './filing-acts.ts';
import { officeActs } from './office-acts.ts';
import { type State, viewOf } from './state.ts';
import { time } from './time-acts.ts';
import { variants } from './variants.ts';

/** No more filings wait at a time: two that get in each other's way are what the model is about. */
export const filingsAtOnce = 2;

/** Every act that somebody could try on the state; most of what is tried is refused, as it should be. */
export function* actsOn(state: State): Generator<Act> {
  const view = viewOf(state);
  const open = [...view.filings.values()].filter(live);
  for (const variant of variants) {
    if (!variant.form(view)) continue;
    if (open.length >= filingsAtOnce) break;
    yield whole(variant);
    yield* drafts(variant);
  }
  for (const [at, filing] of open.entries()) yield* endings(filing, at + 1);
  for (const [at, filing] of open.entries()) yield* stepsOf(state, filing, at + 1);
  for (const filing of view.filings.values()) if (!live(filing)) yield* afterwards(filing);
  yield* officeActs(state);
  yield* time(state);
}
