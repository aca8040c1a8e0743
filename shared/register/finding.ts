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
