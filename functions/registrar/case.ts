import type { MachineDecision } from '../../shared/register/decide.ts';
import type { Filing, FilingDecision } from '../../shared/register/filing.ts';
import type { Finding } from '../../shared/register/finding.ts';
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

/** Adds a decision; older ones keep their outcome but not their findings, so that the filing stays bounded. */
export function withDecision(filing: Filing, made: FilingDecision): Filing {
  const older = filing.decisions.slice(1 - decisionsKept).map((one) => ({ ...one, findings: [] }));
  return { ...filing, decisions: [...older, made] };
}
