import { describe, expect, it } from 'vitest';
import { filingId } from '../../../shared/kernel/id.ts';
import { plainDate } from '../../../shared/kernel/plain-date.ts';
import { addWorkingDays, workingDaysBetween } from '../../../shared/kernel/working-days.ts';
import {
  clock,
  clockStatistics,
  clockStatisticsOf,
  type DecidedLine,
  decidedLine,
  startedClock,
  stoppedClock,
} from '../../../shared/register/clock.ts';
import { isDrawn } from '../../../shared/register/review.ts';
import { expectShape } from './shape.ts';

const day = (text: string) => plainDate.parse(text);
const line = (used: number, more: Partial<DecidedLine> = {}): DecidedLine => ({
  ...{ filing: filingId.parse(`fil_${'0'.repeat(26)}`), outcome: 'accepted', by: 'examiner' },
  ...{ decided: day('2026-03-02'), used, lastRun: used, limit: 2, estimated: false, atOnce: false },
  ...more,
});

describe('working days that a span took (A5.2, J7)', () => {
  it.each([
    ['2026-02-13', '2026-02-13', 0],
    // The Spring Festival: two working days later is the 24th.
    ['2026-02-13', '2026-02-24', 2],
    ['2026-02-13', '2026-02-12', 0],
    ['2026-03-13', '2026-03-16', 1],
  ])('from %s to %s: %i', (from, to, count) => {
    expect(workingDaysBetween(day(from), day(to))).toEqual({ count, estimated: false });
  });

  it('agree with the deadlines: the n-th working day took n, and marks what is estimated', () => {
    for (let count = 0; count < 30; count += 1) {
      const from = day('2026-12-20');
      const { date, estimated } = addWorkingDays(from, count);
      expect(workingDaysBetween(from, date)).toEqual({ count, estimated });
    }
  });
});

describe('the office’s clock', () => {
  it('adds up what the office had, without what the party had; the last run is the legal one (A2.4)', () => {
    const first = stoppedClock(startedClock(undefined, day('2026-03-09')), day('2026-03-10'));
    expect(first).toEqual({ clock: { used: 1, estimated: false }, lastRun: 1 });
    const again = startedClock(first.clock, day('2026-03-23'));
    expect(stoppedClock(again, day('2026-03-25'))).toEqual({
      clock: { used: 3, estimated: false },
      lastRun: 2,
    });
  });

  it('that does not run takes no day: one never started, and one that stands', () => {
    const today = day('2026-03-25');
    expect(stoppedClock(undefined, today)).toEqual({ clock: { used: 0, estimated: false }, lastRun: 0 });
    const standing = { used: 3, estimated: true };
    expect(stoppedClock(standing, today)).toEqual({ clock: standing, lastRun: 0 });
  });

  it('J7: is an estimate once one of its runs was, and stays one', () => {
    const [from, to] = [day('2999-03-01'), day('2999-03-05')];
    const first = stoppedClock(startedClock(undefined, from), to);
    expect(first.clock.estimated).toBe(true);
    const again = startedClock(first.clock, day('2026-03-09'));
    expect(again).toEqual({ used: first.clock.used, since: '2026-03-09', estimated: true });
    expect(stoppedClock(again, day('2026-03-10')).clock.estimated).toBe(true);
    const exact = { used: 1, since: from, estimated: false };
    expect(stoppedClock(exact, to).clock.estimated).toBe(true);
  });

  it('is read as it was written, and nothing unknown with it', () => {
    expectShape(clock, {
      full: { used: 3, since: '2026-03-09', estimated: false },
      optional: ['/since'],
      taken: { '/used': [0] },
      refused: { '/used': [-1, 0.5] },
    });
  });
});

describe('statistics of a month are exact', () => {
  it('from lines that name no examiner, read as they were written', () => {
    expectShape(decidedLine, {
      full: line(3),
      optional: [],
      taken: {
        ...{ '/outcome': ['accepted', 'refused'], '/by': ['machine', 'examiner'] },
        ...{ '/used': [0], '/lastRun': [0], '/limit': [0] },
      },
      refused: {
        ...{ '/outcome': ['returned', ''], '/by': ['e1', ''] },
        ...{ '/used': [-1, 0.5], '/lastRun': [-1, 0.5], '/limit': [-1, 0.5] },
      },
    });
  });

  it('and are shown as they were counted', () => {
    const of = (name: string) => [`/${name}/medianWorkingDays`, `/${name}/p90WorkingDays`];
    expectShape(clockStatistics, {
      full: clockStatisticsOf(1, [line(3)]),
      optional: [...of('all'), ...of('byExaminers')],
    });
  });

  it('by nearest rank, in whole days; shares as counts', () => {
    const lines = [0, 1, 1, 2, 2, 2, 2, 3, 4, 9].map((used) => line(used));
    expect(
      clockStatisticsOf(3, [...lines, line(0, { by: 'machine', atOnce: true, outcome: 'refused' })]),
    ).toEqual({
      received: 4,
      all: {
        ...{ decided: 11, accepted: 10, refused: 1, medianWorkingDays: 2, p90WorkingDays: 4 },
        ...{ withinLimit: 8, estimated: 0 },
      },
      byExaminers: {
        ...{ decided: 10, accepted: 10, refused: 0, medianWorkingDays: 2, p90WorkingDays: 4 },
        ...{ withinLimit: 7, estimated: 0 },
      },
    });
  });

  it('a limit kept in the last run is kept, though the office had it longer; nothing is said of nothing', () => {
    const { byExaminers, all } = clockStatisticsOf(0, [line(5, { lastRun: 2, estimated: true })]);
    expect(byExaminers).toMatchObject({ medianWorkingDays: 5, withinLimit: 1, estimated: 1 });
    expect(all.decided).toBe(1);
    expect(clockStatisticsOf(0, []).all).toStrictEqual({
      decided: 0,
      accepted: 0,
      refused: 0,
      withinLimit: 0,
      estimated: 0,
    });
  });
});

describe('a draw by share (A9.1)', () => {
  const bytes = (drawn: number) => new Uint8Array([drawn >> 16, (drawn >> 8) & 255, drawn & 255]);

  it('draws exactly the share of all that chance can say', () => {
    const last = Math.ceil((200 * 16_777_216) / 10_000) - 1;
    expect([0, last, last + 1, 16_777_215].map((drawn) => isDrawn(200, bytes(drawn)))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(isDrawn(0, bytes(0))).toBe(false);
    expect(isDrawn(10_000, bytes(16_777_215))).toBe(true);
  });
});
