import { rmSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { LambdaFunction } from '../../../local/lambda/function.ts';
import type { Outcome } from '../../../local/lambda/protocol.ts';
import { startSchedules } from '../../../local/schedule/schedules.ts';
import { rateMs, readSchedules, type ScheduledTarget } from '../../../local/schedule/targets.ts';
import { readAssembly } from '../../../local/template/assembly.ts';
import { Resolver } from '../../../local/template/resolve.ts';
import { writeAssembly } from '../template/write-assembly.ts';

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

describe('a rule that waits for an event', () => {
  const waiting = (target: unknown) => {
    const rule = {
      Type: 'AWS::Events::Rule',
      Properties: { EventPattern: { source: ['aws.kms'] }, Targets: [{ Id: 'one', Arn: target }] },
    };
    const folder = writeAssembly({ One: { Resources: { Rule: rule, Topic: { Type: 'AWS::SNS::Topic' } } } });
    try {
      return readSchedules(
        new Resolver(readAssembly(folder), { origin: 'http://127.0.0.1:1', issuerOf: () => '' }),
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  it('is read over when it tells operators alone, whom nobody wakes here', () => {
    expect(waiting({ Ref: 'Topic' })).toEqual([]);
  });

  it('is left to the bus when it runs a function, and refused for anything else', () => {
    expect(waiting('arn:aws:lambda:local-1:000000000000:function:f')).toEqual([]);
    expect(() => waiting('arn:aws:sqs:local-1:000000000000:q')).toThrow('never come here');
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
