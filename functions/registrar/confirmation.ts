import type { Confirmation } from '../../shared/contracts/operations/registrar.ts';
import type { Language } from '../../shared/kernel/localised.ts';
import { type Proposal, standingProposal } from '../../shared/register/filing.ts';
import type { Finding } from '../../shared/register/finding.ts';
import { demandFit } from '../_platform/examiner.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { demandState } from '../_platform/own-filing.ts';
import { Problem } from '../_platform/problem.ts';
import { staffUnchanged } from '../_platform/store/staff.ts';
import type { Case, Judgement } from './case.ts';
import { demandAcceptable } from './decision.ts';
import type { RegistrarDeps } from './deps.ts';
import { settle } from './settle.ts';
import { filingNow, type Opened, openComplete, staffNow } from './take.ts';

/**
 * 复核 of a proposed decision by another examiner than the one who proposed it: confirms or sends back. It names the
 * version that it read; a filing that changed since has no proposal to confirm. Two at once come in one order.
 */
export function confirmFiling(deps: RegistrarDeps): Handlers<'registrar'>['office.filings.confirm'] {
  return async ({ params, body, staff, slot, filingItem, staffItem, today, language }) => {
    const take = async (opened?: Opened): Promise<Case> => {
      const filing = await filingNow(deps.store, params.filingId, opened?.filing);
      if (!filing) throw new Problem('not-found');
      demandState(filing, 'decide');
      const member = await staffNow(deps.store, staff.account, opened);
      demandFit(member, filing, today);
      if (filing.version !== body.version) throw new Problem('stale-version');
      const proposal = standingProposal(filing);
      if (!proposal) throw new Problem('wrong-state');
      if (proposal.account === staff.account) throw new Problem('same-person');
      const { procedure, open } = openComplete(filing, language);
      const judge = (findings: readonly Finding[]) =>
        confirmed(body, proposal, staff.account, findings, language);
      const beside = [staffUnchanged(deps.store, member)];
      return { filing, procedure, open, changed: {}, judge, beside };
    };
    const opened = { filing: filingItem, staff: staffItem };
    return settle(deps, slot, await take(opened), () => take());
  };
}

export function confirmed(
  body: Confirmation,
  proposal: Proposal,
  account: string,
  findings: readonly Finding[],
  language: Language,
): Judgement {
  if (body.outcome === 'sendBack') {
    const { reason } = body;
    return { outcome: 'sendBack', decision: { by: 'examiner', account, findings: [], reason } };
  }
  const by = { by: 'examiner', account: proposal.account, second: account } as const;
  const reason = proposal.reason && { reason: proposal.reason };
  if (proposal.outcome === 'refused') {
    return { outcome: 'refuse', decision: { ...by, findings: proposal.findings, ...reason } };
  }
  // The register is looked at again: what it refuses by now, two persons cannot accept away either.
  demandAcceptable(findings, language);
  return { outcome: 'register', decision: { ...by, findings: [...findings], ...reason } };
}
