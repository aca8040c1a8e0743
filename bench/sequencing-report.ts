import { loadavg } from 'node:os';
import { table, title } from './report.ts';
import { type SequencingTime, timeSequencing } from './sequencing-time.ts';

/** At twenty entries a second each is in a published checkpoint within so many milliseconds. */
const aims = { delayMs: 1000 } as const;

const plans = {
  full: { backlog: 2000, rate: 20, seconds: 30 },
  hasty: { backlog: 20, rate: 5, seconds: 1 },
} as const;

export type SequencingResults = SequencingTime & {
  readonly at: string;
  readonly plan: keyof typeof plans;
  readonly load: readonly [number, number];
};

/** Measures the sequencer over a real engine and the local S3 server, with a key in memory. */
export async function measureSequencing(
  plan: keyof typeof plans,
  tell: (what: string) => void,
): Promise<SequencingResults> {
  const [before = 0] = loadavg();
  tell('the sequencer over a backlog, and at a steady rate');
  const found = await timeSequencing(plans[plan]);
  const [after = 0] = loadavg();
  return { at: new Date().toISOString(), plan, load: [before, after], ...found };
}

export function sequencingReport({ at, load, backlog, perEntry, steady }: SequencingResults): string {
  const { delay } = steady;
  const ms = (value: number) => value.toFixed(0);
  return [
    `${at}  load ${load.map((one) => one.toFixed(1)).join(' before, ')} after`,
    title(
      'Sequencing',
      'entries that each encumber a title of their own; engine and S3 server on this machine',
    ),
    table([
      ['', 'entries', 'batches', 'per second'],
      ['backlog', String(backlog.entries), String(backlog.batches), backlog.perSecond.toFixed(0)],
    ]),
    `Each costs ${perEntry.calls.toFixed(2)} calls of DynamoDB, and ${perEntry.objects.toFixed(1)} objects of together ${ms(perEntry.bytes)} bytes.`,
    table([
      ['entry to published checkpoint, ms', 'p50', 'p99', 'max', 'count', 'batches', 'aim p99'],
      [
        `${steady.rate} a second`,
        ...[delay.median, delay.p99, delay.max].map(ms),
        ...[String(delay.count), String(steady.batches)],
        `${aims.delayMs} ${delay.p99 <= aims.delayMs ? 'held' : 'MISSED'}`,
      ],
    ]),
  ].join('\n');
}
