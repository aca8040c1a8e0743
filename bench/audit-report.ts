import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { table, title } from './report.ts';

const audited = z.strictObject({ entries: z.int(), ms: z.number(), rebuiltMb: z.number() });
export type AuditTime = z.output<typeof audited>;

export type AuditResults = {
  readonly at: string;
  readonly few: AuditTime;
  readonly many: AuditTime;
  /** How much longer, and larger, an entry of the many is than one of the few. */
  readonly perEntry: { readonly time: number; readonly memory: number };
};

/** Time and memory may grow by no more than the number of entries does. */
const aims = { timeRatioMax: 1.25, memoryRatioMax: 1.25 } as const;

const plans = { full: { few: 10_000, many: 100_000 }, hasty: { few: 100, many: 300 } } as const;

/** Audits a small and a large register, each in a process of its own, all of it in memory. */
export function measureAudit(plan: keyof typeof plans, tell: (what: string) => void): AuditResults {
  const { few, many } = plans[plan];
  tell(`the audit of ${few} pledges`);
  const one = auditOf(few);
  tell(`the audit of ${many} pledges`);
  const other = auditOf(many);
  const ratio = (of: (time: AuditTime) => number) => of(other) / other.entries / (of(one) / one.entries);
  return {
    ...{ at: new Date().toISOString(), few: one, many: other },
    perEntry: { time: ratio(({ ms }) => ms), memory: ratio(({ rebuiltMb }) => rebuiltMb) },
  };
}

function auditOf(pledges: number): AuditTime {
  const script = fileURLToPath(new URL('./audit/run.ts', import.meta.url));
  // The made register lies in the same process beside what the audit makes; it alone needs more than is usual.
  const args = ['--max-old-space-size=12000', script, String(pledges)];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the audit of ${pledges} failed: ${stderr}`);
  return audited.parse(JSON.parse(stdout));
}

/** The results as a table for people. */
export function auditReport({ at, few, many, perEntry }: AuditResults): string {
  const held = (ratio: number, max: number) => `≤ ${max} ${ratio <= max ? 'held' : 'MISSED'}`;
  const line = (what: string, of: (time: AuditTime) => string, ratio: number, max: number) => [
    ...[what, of(few), of(many), ratio.toFixed(2), held(ratio, max)],
  ];
  return [
    at,
    title('Audit', 'of a log in memory; the ratio is that of one entry'),
    table([
      ['', `${few.entries} entries`, `${many.entries} entries`, 'ratio', 'aim'],
      line('time', ({ ms }) => `${(ms / 1000).toFixed(1)} s`, perEntry.time, aims.timeRatioMax),
      line('memory', ({ rebuiltMb }) => `${rebuiltMb.toFixed(0)} MB`, perEntry.memory, aims.memoryRatioMax),
    ]),
  ].join('\n');
}
