import type * as z from 'zod';
import { fill } from '../kernel/localised.ts';
import { type Finding, severities } from './finding.ts';
import type { ExaminationFacts, Ground, GroundHit, Procedure } from './procedure.ts';

/**
 * A filing is told at most this many findings, the gravest first: twenty pledgors who own none of twenty patents
 * would be four hundred, and the findings of a decision are kept with the filing, in an item of 400 KB at most.
 */
export const findingsMax = 40;

/** The grounds in force on the day of examination: rules are dated data. */
export function groundsOn<Form>(grounds: readonly Ground<Form>[], day: string): readonly Ground<Form>[] {
  return grounds.filter((ground) => ground.validFrom <= day && (!ground.validTo || day <= ground.validTo));
}

/**
 * 审查: every ground in force against the facts. Pure, so that the portal examines a draft with the same code
 * as the registrar examines the filing; an empty list means that nothing stands in the way.
 */
export function examine<Schema extends z.ZodObject>(
  procedure: Procedure<Schema>,
  facts: ExaminationFacts<z.output<Schema>>,
): readonly Finding[] {
  const found = groundsOn(procedure.grounds, facts.today).flatMap((ground) =>
    ground
      .check(facts)
      .map((hit) => toFinding(ground, hit))
      .filter((one) => !(one.severity === 'declaration' && facts.declared.includes(one.ground))),
  );
  if (found.length <= findingsMax) return found;
  const rank = (one: Finding) => severities.indexOf(one.severity);
  return found.sort((a, b) => rank(a) - rank(b)).slice(0, findingsMax);
}

function toFinding<Form>(ground: Ground<Form>, hit: GroundHit): Finding {
  return {
    ground: ground.id,
    severity: hit.severity ?? ground.severity,
    text: fill(ground.text, hit.params ?? {}),
    ...(hit.right && { right: hit.right }),
    ...(hit.pointer && { pointer: hit.pointer }),
  };
}
