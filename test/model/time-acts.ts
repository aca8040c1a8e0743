import { addDays, type PlainDate, shanghaiDate } from '../../shared/kernel/plain-date.ts';
import { procedureOf } from '../../shared/procedures/index.ts';
import { objectionDays } from '../../shared/procedures/party/grounds/waiting.ts';
import { type Act, live } from './act.ts';
import { lapseOf } from './decision-steps.ts';
import { type State, viewOf } from './state.ts';
import { type Step, type Trail, walk } from './steps.ts';

/** The day on which the next limit has passed, and that the schedule runs. */
export function* time(state: State): Generator<Act> {
  const day = nextDay(state);
  if (day) {
    const run = (): Trail => ({ states: [later(state, day)], end: 'done', what: '' });
    yield { kind: 'time', of: 'time', name: 'days pass until the next limit is over', run };
  }
  for (const filing of viewOf(state).filings.values()) {
    if (!live(filing)) continue;
    const step: Step = () => (office) => lapseOf(office, filing);
    yield {
      ...{ kind: 'time', of: 'lapse', name: `the schedule looks at a ${filing.procedure}` },
      run: (from) => walk(from, [step]),
    };
  }
}

/** The state on the first day after the nearest limit of a filing that waits. */
function later(state: State, day: PlainDate): State {
  return { ...state, nowMs: Date.parse(`${day}T02:00:00.000Z`) };
}

function nextDay(state: State): PlainDate | undefined {
  const { filings, today } = viewOf(state);
  const limits = [...filings.values()]
    .filter(live)
    .flatMap((one) => [
      ...(one.deadline ? [one.deadline.date] : []),
      ...one.consents.map((given) => given.until),
      ...(one.receivedAt && procedureOf(one).tells
        ? [addDays(shanghaiDate(one.receivedAt), objectionDays)]
        : []),
    ]);
  const ahead = limits.filter((one) => one >= today).sort();
  return ahead[0] && addDays(ahead[0], 1);
}
