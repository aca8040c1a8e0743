import * as z from 'zod';
import { invokableBy } from '../lambda/permission.ts';
import { Refusal } from '../refusal.ts';
import type { Resolver } from '../template/resolve.ts';
import { type EventPattern, eventPattern } from './pattern.ts';

/** A function that a rule runs for every event that fits. */
export type EventRule = {
  readonly name: string;
  readonly pattern: EventPattern;
  readonly functionArn: string;
  /** How often a delivery is tried again before it is set aside. */
  readonly retriesMax: number;
};

const isFunction = (arn: string) => arn.includes(':function:');

const ruleSchema = z.looseObject({
  EventPattern: z.unknown().optional(),
  State: z.string().default('ENABLED'),
  Targets: z
    .array(
      z.looseObject({
        Arn: z.string(),
        RetryPolicy: z.looseObject({ MaximumRetryAttempts: z.coerce.number().default(185) }).optional(),
      }),
    )
    .default([]),
});

/** The enabled rules by which an event runs a function. Refuses a pattern beyond those understood here. */
export function readEventRules(resolver: Resolver): EventRule[] {
  const permits = invokableBy(resolver, 'events.amazonaws.com');
  return resolver.ofType('AWS::Events::Rule').flatMap((resource) => {
    const { EventPattern, State, Targets } = ruleSchema.parse(resource.properties);
    const functions = Targets.filter(({ Arn }) => isFunction(Arn));
    if (EventPattern === undefined || State !== 'ENABLED' || functions.length === 0) return [];
    const pattern = eventPattern.safeParse(EventPattern);
    if (!pattern.success)
      throw new Refusal(`Rule ${resource.name} has a pattern that the local cloud does not understand.`);
    return functions.map(({ Arn, RetryPolicy }) => {
      if (!permits(Arn, resource.arn))
        throw new Refusal(`Rule ${resource.name} has no permission to invoke ${Arn}.`);
      const retriesMax = RetryPolicy?.MaximumRetryAttempts ?? 185;
      return { name: resource.name, pattern: pattern.data, functionArn: Arn, retriesMax };
    });
  });
}
