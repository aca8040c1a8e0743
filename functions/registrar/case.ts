import type { MachineDecision } from '../../shared/register/decide.ts';
import type { Filing, FilingDecision } from '../../shared/register/filing.ts';
import { type Finding, severities } from '../../shared/register/finding.ts';
import type { AnyProcedure, OpenForm } from '../../shared/register/open-form.ts';

/** One filing on its way to a decision: as read, its parsed form, and who decides how. */
export type Case = {
  readonly filing: Filing;
  readonly procedure: AnyProcedure;
  readonly open: OpenForm;
  /** Changes to the filing that come with the act itself: a submission's day, a declaration. */
  readonly changed: Partial<Filing>;
  readonly judge: (findings: readonly Finding[]) => Judgement;
};

/** What is to become of the filing, by whom, and why. */
export type Judgement = {
  readonly outcome: MachineDecision;
  readonly decision: Omit<FilingDecision, 'at' | 'outcome'>;
  /** Working days the party has to correct, where the examiner set them. */
  readonly limitWorkingDays?: number;
};

const decisionsKept = 20;

/** Adds a decision; older ones keep their outcome but not what they found, so that the filing stays bounded. */
export function withDecision(filing: Filing, made: FilingDecision): Filing {
  const older = filing.decisions
    .slice(1 - decisionsKept)
    .map(({ corrections: _answered, ...one }) => ({ ...one, findings: [] }));
  return { ...filing, decisions: [...older, made] };
}

/** What the findings of one decision, and the corrections that it asks for, may each weigh as JSON, in bytes. */
export const findingsBytesMax = 49_152;
export const correctionsBytesMax = 32_768;

/** The findings as far as they can be kept with the filing, the gravest first where some must be left out. */
export function storable(findings: readonly Finding[]): readonly Finding[] {
  if (weight(findings) <= findingsBytesMax) return findings;
  const rank = (one: Finding) => severities.indexOf(one.severity);
  const kept: Finding[] = [];
  let bytes = 2;
  for (const one of findings.toSorted((a, b) => rank(a) - rank(b))) {
    bytes += weight(one) + 1;
    if (bytes > findingsBytesMax) break;
    kept.push(one);
  }
  return kept;
}

/** The length of a value as JSON, in bytes: never less than what DynamoDB counts for it. */
export function weight(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
