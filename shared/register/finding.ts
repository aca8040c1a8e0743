import * as z from 'zod';
import { rightId } from '../kernel/right.ts';

/**
 * What a finding leads to. `refusal` decides by itself; `deficiency` asks for correction within a limit;
 * `declaration` is cured when the parties, once told, declare that they continue; `waiting` goes
 * away by itself when a day has come, and until then nobody may register; `examiner` needs a person's judgement;
 * `note` informs and stops nothing. From the gravest to the lightest, as `decide` weighs them.
 */
export const severities = ['refusal', 'deficiency', 'declaration', 'waiting', 'examiner', 'note'] as const;
export type Severity = (typeof severities)[number];

/** The id of a rule, as `docs/rules.md` explains it. */
export const groundId = z
  .string()
  .max(20)
  .regex(/^[A-Z]\d+(\.\d+)*(\.g\d+)?$/);

const localised = z.strictObject({ zh: z.string(), en: z.string() });

/** 审查意见: one examined ground that did not pass, for one title or one field. */
export const finding = z.strictObject({
  ground: groundId,
  severity: z.enum(severities),
  right: rightId.optional(),
  pointer: z.string().optional(),
  text: localised,
});
export type Finding = z.output<typeof finding>;

/** Grounds with their severity and how often each was found, the gravest first: a line of a queue. */
export function inShort(
  findings: readonly Finding[],
): { ground: string; severity: Severity; count: number }[] {
  const counted = new Map<string, { ground: string; severity: Severity; count: number }>();
  for (const { ground, severity } of findings) {
    const key = `${ground} ${severity}`;
    counted.set(key, { ground, severity, count: (counted.get(key)?.count ?? 0) + 1 });
  }
  return [...counted.values()].sort(
    (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity),
  );
}
