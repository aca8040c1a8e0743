import { afterEach, describe, expect, it, vi } from 'vitest';
import type { LambdaFunction } from '../../../local/lambda/function.ts';
import type { Outcome } from '../../../local/lambda/protocol.ts';
import { startSchedules } from '../../../local/schedule/schedules.ts';
import { rateMs, type ScheduledTarget } from '../../../local/schedule/targets.ts';

afterEach(() => vi.useRealTimers());

function functionOf(invoke: (event: unknown) => Promise<Outcome>): ReadonlyMap<string, LambdaFunction> {
  return new Map([['arn', { name: 'f', arn: 'arn', environment: {}, invoke, close: async () => {} }]]);
}

const target = (everyMs: number, functionArn = 'arn'): ScheduledTarget => ({
  name: 'rule',
  functionArn,
  everyMs,
  event: () => 'event',
});

const done: Outcome = { ok: true, payload: 'null' };

describe('a rate', () => {
  it.each([
    ['rate(1 minute)', 60_000],
    ['rate(15 minutes)', 900_000],
    ['rate(2 hours)', 7_200_000],
    ['rate(1 day)', 86_400_000],
  ])('%s is %d ms', (expression, ms) => {
    expect(rateMs(expression)).toBe(ms);
  });

  it.each([
    'cron(0 0 * * ? *)',
    'at(2026-01-01T00:00:00)',
    'rate(0 minutes)',
    'rate(1.5 hours)',
    'rate(5 weeks)',
    '',
  ])('%s is refused', (expression) => {
    expect(() => rateMs(expression)).toThrow('rate(15 minutes)');
  });
});

describe('schedules', () => {
  it('invoke their function at each interval, until they are closed', async () => {
    vi.useFakeTimers();
    const events: unknown[] = [];
    const schedules = startSchedules(
      [target(1000)],
      functionOf(async (event) => {
        events.push(event);
        return done;
      }),
      () => {},
    );
    await vi.advanceTimersByTimeAsync(3500);
    expect(events).toEqual(['event', 'event', 'event']);
    schedules.close();
    await vi.advanceTimersByTimeAsync(5000);
    expect(events).toHaveLength(3);
  });

  it('do not pile up behind a slow function', async () => {
    vi.useFakeTimers();
    let started = 0;
    const schedules = startSchedules(
      [target(1000)],
      functionOf(async () => {
        started += 1;
        await new Promise((end) => setTimeout(end, 2500));
        return done;
      }),
      () => {},
    );
    await vi.advanceTimersByTimeAsync(5000);
    expect(started).toBe(2);
    schedules.close();
  });

  it('tell of failures, and go on', async () => {
    const failures: string[] = [];
    const failed: Outcome = { ok: false, errorType: 'TypeError', errorMessage: 'x is not a function' };
    const schedules = startSchedules(
      [target(1e6), target(1e6, 'elsewhere')],
      functionOf(async () => failed),
      (line) => failures.push(line),
    );
    await schedules.runAll();
    await schedules.runAll();
    expect(failures).toEqual([
      'rule names elsewhere, which is not a function here',
      'rule failed: TypeError x is not a function',
      'rule names elsewhere, which is not a function here',
      'rule failed: TypeError x is not a function',
    ]);
    schedules.close();
  });
});
