import type { MachineDecision } from '../../shared/register/decide.ts';
import { examinersMax, type Filing, type FilingDecision } from '../../shared/register/filing.ts';
import { type Finding, severities } from '../../shared/register/finding.ts';
import type { AnyProcedure, OpenForm } from '../../shared/register/open-form.ts';
import type { Action } from '../_platform/transaction.ts';

/** One filing on its way to a decision: as read, its parsed form, and who decides how. */
export type Case = {
  readonly filing: Filing;
  readonly procedure: AnyProcedure;
  readonly open: OpenForm;
  /** Changes to the filing that come with the act itself: a submission's day, a declaration. */
  readonly changed: Partial<Filing>;
  readonly judge: (findings: readonly Finding[]) => Judgement;
  /** Further conditions and writes of the same transaction. */
  readonly beside?: readonly Action[];
  /** Acts of the parties need everybody's consent, whatever comes of them. A registration always does. */
  readonly jointly?: true;
};

/** The filing as the act itself leaves it. */
export function actedOn({ filing, changed }: Case): Filing {
  return { ...filing, ...changed };
}

/** What is to become of the filing, by whom, and why. */
export type Judgement = {
  readonly outcome: MachineDecision | 'propose' | 'sendBack';
  /** What is proposed, where a second person must confirm it. */
  readonly proposes?: 'accepted' | 'refused';
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
  // Whoever worked on it is done with it, and what was proposed is decided.
  const { claim: _claim, proposal: _proposal, sentBack: _sentBack, ...rest } = filing;
  return withExaminers({ ...rest, decisions: [...older, made] }, [made.account, made.second]);
}

/** Remembers who took part, since none of them decides on an appeal. */
export function withExaminers(filing: Filing, accounts: readonly (string | undefined)[]): Filing {
  const known = filing.examiners ?? [];
  const all = [...new Set([...known, ...accounts.flatMap((one) => one ?? [])])];
  return all.length === known.length ? filing : { ...filing, examiners: all.slice(0, examinersMax) };
}

/** What the findings of one decision, and the corrections that it asks for, may each weigh as JSON, in bytes. */
export const findingsBytesMax = 49_152;
export const correctionsBytesMax = 16_384;

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
