import * as z from 'zod';
import { instant } from '../../kernel/instant.ts';
import { type Difference, differences } from '../../kernel/json-diff.ts';
import { plainDate } from '../../kernel/plain-date.ts';
import { type Claim, staffAccount } from '../../register/claim.ts';
import { contentOf } from '../../register/correction-request.ts';
import { examined, type Filing, proposal, standingProposal } from '../../register/filing.ts';
import { filingLine } from './filing-view.ts';

export const claimed = z.strictObject({ by: staffAccount, until: plainDate });

/** One place of form or documents that differs from what stood there when correction was asked. */
const change = z.strictObject({ pointer: z.string(), from: z.json().optional(), to: z.json().optional() });
const changesMax = 500;

/** What the office sees of a filing beyond what its parties see. Accounts of staff stay here. */
export const officeFiling = {
  claim: claimed.optional(),
  /** What an examiner proposed, while nothing has changed the filing since. */
  proposal: proposal.omit({ version: true }).optional(),
  sentBack: z.strictObject({ account: staffAccount, at: instant, reason: z.string() }).optional(),
  /** What changed since correction was asked for, with the old and the new value. */
  changes: z.array(change).max(changesMax).optional(),
};
const officeView = z.strictObject(officeFiling);

export function officeViewOf(
  filing: Filing,
  claim: Claim | undefined,
  asked: Pick<Filing, 'form' | 'documents'> | undefined,
): z.output<typeof officeView> {
  const proposed = standingProposal(filing);
  return {
    ...(claim && { claim: shownClaim(claim) }),
    ...(proposed && { proposal: withoutVersion(proposed) }),
    ...(filing.sentBack && { sentBack: filing.sentBack }),
    ...(asked && { changes: changesSince(asked, filing) }),
  };
}

export const shownClaim = (claim: Claim) => ({ by: claim.account, until: claim.until });

function withoutVersion({ version: _version, ...shown }: NonNullable<Filing['proposal']>) {
  return shown;
}

function changesSince(asked: Pick<Filing, 'form' | 'documents'>, now: Filing): z.output<typeof change>[] {
  const found: readonly Difference[] = differences(contentOf(asked), contentOf(now));
  return found.slice(0, changesMax).map((one) => change.parse(one));
}

/** A line of the examiners' queue: the findings in short, whose it is, and by when. */
export const queueLine = filingLine.extend({
  findings: z.array(examined),
  claim: claimed.optional(),
  /** Whether a decision waits for a second examiner. */
  proposed: z.boolean(),
});
export type QueueLine = z.output<typeof queueLine>;
