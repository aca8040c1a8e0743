import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { invokableBy } from '../lambda/permission.ts';
import { Refusal } from '../refusal.ts';
import { place } from '../template/names.ts';
import type { ResolvedResource, Resolver } from '../template/resolve.ts';

/** A function that a rule of the template invokes again and again. */
export type ScheduledTarget = {
  readonly name: string;
  readonly functionArn: string;
  readonly everyMs: number;
  /** A fixed input, or the standard event of a rule. */
  readonly event: (now: Date) => unknown;
};

const ruleSchema = z.looseObject({
  ScheduleExpression: z.string().optional(),
  State: z.string().default('ENABLED'),
  Targets: z.array(z.looseObject({ Arn: z.string(), Input: z.string().optional() })).default([]),
});

const scheduleSchema = z.looseObject({
  ScheduleExpression: z.string(),
  State: z.string().default('ENABLED'),
  Target: z.looseObject({ Arn: z.string(), Input: z.string().optional() }),
});

const unitMs = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** `rate(15 minutes)` in milliseconds. Refuses cron expressions: nothing here runs by the calendar. */
export function rateMs(expression: string): number {
  const parts = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  const value = Number(parts?.[1]);
  if (!parts || value < 1)
    throw new Refusal(`The local cloud keeps schedules of the form rate(15 minutes), and not ${expression}.`);
  return value * unitMs[parts[2] as keyof typeof unitMs];
}

/** Reads the enabled rules and schedules that name a function. */
export function readSchedules(resolver: Resolver): ScheduledTarget[] {
  const permits = invokableBy(resolver, 'events.amazonaws.com');
  const rules = resolver.ofType('AWS::Events::Rule').flatMap((resource) => {
    const { State, ScheduleExpression, Targets } = read(resource, ruleSchema);
    if (State !== 'ENABLED') return [];
    // A rule without a clock waits for an event: local/events has those that run functions.
    if (ScheduleExpression === undefined) return tellsOrRuns(resource, Targets);
    const missing = Targets.find(({ Arn }) => !permits(Arn, resource.arn));
    if (missing) throw new Refusal(`Rule ${resource.name} has no permission to invoke ${missing.Arn}.`);
    return Targets.map(({ Arn, Input }) => target(resource, Arn, ScheduleExpression, Input));
  });
  const schedules = resolver.ofType('AWS::Scheduler::Schedule').flatMap((resource) => {
    const { State, ScheduleExpression, Target } = read(resource, scheduleSchema);
    return State === 'ENABLED' ? [target(resource, Target.Arn, ScheduleExpression, Target.Input)] : [];
  });
  return [...rules, ...schedules];
}

/** Such a rule may run functions, or tell operators, whom nobody wakes here. Anything else would wait in vain. */
function tellsOrRuns(resource: ResolvedResource, targets: readonly { Arn: string }[]): [] {
  const other = targets.find(({ Arn }) => !/^arn:[^:]+:(sns|lambda):/.test(Arn));
  if (other)
    throw new Refusal(`Rule ${resource.name} waits for events that never come here, for ${other.Arn}.`);
  return [];
}

function target(
  resource: ResolvedResource,
  functionArn: string,
  rate: string,
  input: string | undefined,
): ScheduledTarget {
  const fixed: unknown = input === undefined ? undefined : JSON.parse(input);
  const event = (now: Date) => (fixed === undefined ? standardEvent(resource.arn, now) : fixed);
  return { name: resource.name, functionArn, everyMs: rateMs(rate), event };
}

/** The event that a rule sends to a target without an input of its own. */
function standardEvent(ruleArn: string, now: Date) {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: place.account,
    time: `${now.toISOString().slice(0, 19)}Z`,
    region: place.region,
    resources: [ruleArn],
    detail: {},
  };
}

function read<T extends z.ZodType>(resource: ResolvedResource, schema: T): z.output<T> {
  const parsed = schema.safeParse(resource.properties);
  if (parsed.success) return parsed.data;
  throw new Refusal(
    `${resource.type} ${resource.logicalId} in ${resource.stack} is not a schedule that runs here.`,
  );
}
