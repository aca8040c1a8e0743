import type { Instant } from '../../shared/kernel/instant.ts';
import { claimOf } from '../../shared/register/claim.ts';
import type { Filing } from '../../shared/register/filing.ts';
import type { AnyProcedure } from '../../shared/register/open-form.ts';
import { type Case, type Judgement, withExaminers } from './case.ts';

/** 双人复核: what cannot be undone, one examiner proposes and another confirms. Asking for correction can be undone. */
export function asProposal(procedure: AnyProcedure, judgement: Judgement): Judgement {
  if (!procedure.twoPersons) return judgement;
  const { decision } = judgement;
  switch (judgement.outcome) {
    case 'register':
      return { outcome: 'propose', proposes: 'accepted', decision };
    case 'refuse':
      return { outcome: 'propose', proposes: 'refused', decision };
    default:
      return judgement;
  }
}

/**
 * The filing after either of the two steps that decide nothing yet. Its deadline runs on, and its parties are told
 * nothing; it stays with the examiner who proposed.
 */
export function inTwoSteps({ filing, changed }: Case, judgement: Judgement, at: Instant): Filing {
  const { account, findings, reason } = judgement.decision;
  const { proposal, sentBack: _answered, ...rest } = { ...filing, ...changed };
  const version = filing.version + 1;
  if (judgement.outcome === 'propose' && judgement.proposes && account) {
    const made = { outcome: judgement.proposes, account, at, findings, ...(reason && { reason }), version };
    const claimed: Filing = { ...rest, version, claim: claimOf(account, at), proposal: made };
    return withExaminers(claimed, [account]);
  }
  if (!proposal || !account || !reason) throw new Error('nothing was proposed that could be sent back');
  const claim = claimOf(proposal.account, at);
  const returned: Filing = { ...rest, version, claim, sentBack: { account, at, reason } };
  return withExaminers(returned, [account]);
}
