import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../local/lambda/protocol.ts';
import type { Batch } from '../../../local/streams/delivery.ts';
import type { StreamRecord } from '../../../local/streams/record.ts';
import { type SettleRules, settle } from '../../../local/streams/settle.ts';

const minute = 60_000;
const nowMs = 1_000 * minute;

const record = (name: string, createdMs = nowMs): StreamRecord => ({
  eventId: `event-${name}`,
  sequenceNumber: name,
  createdMs,
  event: {},
  bytes: 2,
});

const done: Outcome = { ok: true, payload: 'null' };
const threw: Outcome = { ok: false, errorType: 'Error', errorMessage: 'no' };
const report = (...names: string[]): Outcome => ({
  ok: true,
  payload: JSON.stringify({ batchItemFailures: names.map((itemIdentifier) => ({ itemIdentifier })) }),
});

const rules: SettleRules = {
  retriesMax: undefined,
  recordAgeMsMax: 24 * 60 * minute,
  bisects: false,
  reportsItemFailures: false,
  backoff: { firstMs: 100, maxMs: 1_000 },
};

/** Settles a batch against a function that answers as told; time passes only in pauses. */
async function run(
  batch: Batch,
  more: Partial<SettleRules>,
  answer: (names: string[], call: number) => Outcome,
) {
  const seen = {
    sent: [] as string[],
    settled: [] as string[],
    gaveUp: [] as string[],
    pauses: [] as number[],
  };
  const stop = new AbortController();
  let now = nowMs;
  const names = (part: Batch) => part.map(({ sequenceNumber }) => sequenceNumber);
  await settle(
    batch,
    { ...rules, ...more },
    {
      signal: stop.signal,
      now: () => now,
      pause: async (ms) => {
        seen.pauses.push(ms);
        now += ms;
        if (seen.pauses.length > 500) stop.abort();
      },
      send: async (part) => {
        seen.sent.push(names(part).join(' '));
        const outcome = answer(names(part), seen.sent.length);
        if (outcome === stopping) stop.abort();
        return outcome;
      },
      settled: async ({ sequenceNumber }) => void seen.settled.push(sequenceNumber),
      failed: () => {},
      gaveUp: (part, reason, attempts) => seen.gaveUp.push(`${names(part).join(' ')} ${reason} ${attempts}`),
    },
  );
  return seen;
}

const stopping: Outcome = { ok: false, errorType: 'Runtime.Closed', errorMessage: 'closing' };
const batchOf = (...names: string[]) => names.map((name) => record(name));

describe('a batch', () => {
  it('that is processed is settled once', async () => {
    const { sent, settled, pauses } = await run(batchOf('1', '2'), {}, () => done);
    expect({ sent, settled, pauses }).toEqual({ sent: ['1 2'], settled: ['2'], pauses: [] });
  });

  it('that fails is sent again after growing pauses that never reach past their limit', async () => {
    const { sent, pauses, gaveUp } = await run(batchOf('1'), {}, (_, call) => (call < 9 ? threw : done));
    expect(sent).toHaveLength(9);
    expect(gaveUp).toEqual([]);
    pauses.forEach((ms, at) => {
      const whole = Math.min(1_000, 100 * 2 ** at);
      expect(ms).toBeGreaterThanOrEqual(whole / 2);
      expect(ms).toBeLessThanOrEqual(whole);
    });
  });

  it('is given up after its retries, with no retry at all where there are none', async () => {
    const twice = await run(batchOf('1', '2'), { retriesMax: 2 }, () => threw);
    expect(twice.sent).toHaveLength(3);
    expect(twice.gaveUp).toEqual(['1 2 RetryAttemptsExhausted 3']);
    expect(twice.settled).toEqual(['2']);
    expect((await run(batchOf('1'), { retriesMax: 0 }, () => threw)).sent).toHaveLength(1);
  });

  it('loses no retry to a function that has no room', async () => {
    const busy: Outcome = {
      ok: false,
      errorType: 'TooManyRequestsException',
      errorMessage: 'Rate Exceeded.',
    };
    const { sent, gaveUp } = await run(batchOf('1'), { retriesMax: 0 }, (_, call) =>
      call < 6 ? busy : done,
    );
    expect(sent).toHaveLength(6);
    expect(gaveUp).toEqual([]);
  });

  it('gives up what is too old, and sends the rest', async () => {
    const batch = [record('old', nowMs - 5 * minute), record('new')];
    const { sent, gaveUp, settled } = await run(batch, { recordAgeMsMax: minute }, () => done);
    expect({ sent, gaveUp, settled }).toEqual({
      sent: ['new'],
      gaveUp: ['old RecordAgeExceeded 0'],
      settled: ['old', 'new'],
    });
  });

  it('that fails without end is given up when it has grown too old', async () => {
    const { gaveUp, settled } = await run(batchOf('1'), { recordAgeMsMax: minute }, () => threw);
    expect(gaveUp).toEqual([expect.stringMatching(/^1 RecordAgeExceeded \d+$/)]);
    expect(settled).toEqual(['1']);
  });

  it('is left alone when the cloud stops', async () => {
    const { sent, settled, gaveUp } = await run(batchOf('1', '2'), { bisects: true }, () => stopping);
    expect({ sent, settled, gaveUp }).toEqual({ sent: ['1 2'], settled: [], gaveUp: [] });
  });
});

describe('halving', () => {
  it('goes on in order and costs no retry', async () => {
    const bad = (names: string[]) => (names.includes('3') ? threw : done);
    const { sent, settled, gaveUp } = await run(
      batchOf('1', '2', '3', '4'),
      { bisects: true, retriesMax: 1 },
      bad,
    );
    expect(sent).toEqual(['1 2 3 4', '1 2', '3 4', '3', '3', '4']);
    expect(settled).toEqual(['2', '3', '4']);
    expect(gaveUp).toEqual(['3 RetryAttemptsExhausted 2']);
  });
});

describe('a report of failed items', () => {
  const reports = { reportsItemFailures: true, retriesMax: 3 };

  it('sends the first failed record and what follows again', async () => {
    const answer = (_: string[], call: number) => (call === 1 ? report('4', '2') : done);
    const { sent, settled } = await run(batchOf('1', '2', '3', '4'), reports, answer);
    expect(sent).toEqual(['1 2 3 4', '2 3 4']);
    expect(settled).toEqual(['1', '4']);
  });

  it.each(['null', '{}', '{"batchItemFailures":[]}', '{"batchItemFailures":null}', '""'])(
    'of nothing (%s) is success',
    async (payload) => {
      expect((await run(batchOf('1'), reports, () => ({ ok: true, payload }))).sent).toHaveLength(1);
    },
  );

  it.each([
    '{"batchItemFailures":[{"itemIdentifier":""}]}',
    '{"batchItemFailures":[{"itemIdentifier":null}]}',
    '{"batchItemFailures":[{}]}',
    '{"batchItemFailures":[{"itemIdentifier":"elsewhere"}]}',
    '{"batchItemFailures":"all"}',
    '[1]',
  ])('that cannot be read (%s) fails the whole batch', async (payload) => {
    const { sent, gaveUp } = await run(batchOf('1', '2'), reports, () => ({ ok: true, payload }));
    expect(sent).toEqual(['1 2', '1 2', '1 2', '1 2']);
    expect(gaveUp).toEqual(['1 2 RetryAttemptsExhausted 4']);
  });

  it('of a function that the mapping does not ask for one is not read', async () => {
    expect((await run(batchOf('1'), {}, () => report('1'))).sent).toHaveLength(1);
  });
});

describe('whatever fails', () => {
  it('each record is settled in order, and is either processed or given up', async () => {
    const shapes = fc.record({
      count: fc.integer({ min: 1, max: 12 }),
      poison: fc.array(fc.integer({ min: 0, max: 11 }), { maxLength: 4 }),
      bisects: fc.boolean(),
      reportsItemFailures: fc.boolean(),
      retriesMax: fc.integer({ min: 0, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(shapes, async ({ count, poison, ...more }) => {
        const names = Array.from({ length: count }, (_, at) => String(at));
        const bad = new Set(poison.map(String));
        const processed = new Set<string>();
        const { settled, gaveUp } = await run(batchOf(...names), more, (part) => {
          const first = part.findIndex((name) => bad.has(name));
          if (first === -1 || more.reportsItemFailures)
            for (const name of first === -1 ? part : part.slice(0, first)) processed.add(name);
          if (first === -1) return done;
          return more.reportsItemFailures ? report(part[first] ?? '') : threw;
        });
        const lost = new Set(gaveUp.flatMap((line) => line.split(' Retry')[0]?.split(' ') ?? []));
        expect(new Set([...processed, ...lost])).toEqual(new Set(names));
        expect(settled.map(Number)).toEqual(settled.map(Number).toSorted((a, b) => a - b));
        expect(settled.at(-1)).toBe(names.at(-1));
        if (more.bisects && !more.reportsItemFailures)
          expect(lost).toEqual(new Set(names.filter((name) => bad.has(name))));
      }),
      { numRuns: 300 },
    );
  });
});
