import type { PartyId } from '../../../kernel/id.ts';
import type { DocumentFacts, RequiredDocument } from '../../../register/required-documents.ts';
import { announcement461 } from '../../source.ts';
import type { PledgeForm } from './form.ts';

const required = (kind: RequiredDocument['kind'], article: number, item?: number) => ({
  kind,
  source: announcement461(article, item),
});

/**
 * 申请文件 of a pledge registration (A2.1; Announcement 461 art. 7): the contract always; identity papers of each
 * party unless both committed themselves in writing (A9.1); a power of attorney of each party that an agent acts for;
 * the valuation report where the patents were valued; the co-owners' paper where it is relied on (art. 4).
 */
export function documents(form: PledgeForm, { represented }: DocumentFacts): readonly RequiredDocument[] {
  const parties: readonly PartyId[] = [...form.pledgors, ...form.pledgees].map((one) => one.party);
  const papers = form.commitment ? [] : parties;
  const powers = parties.filter((party) => represented.includes(party));
  return [
    required('pledgeContract', 7, 2),
    ...papers.map((party) => ({ ...required('identity', 7, 3), party })),
    ...powers.map((party) => ({ ...required('powerOfAttorney', 7, 4), party })),
    ...(form.valuation ? [required('valuationReport', 7)] : []),
    ...(form.coOwnersAgreedOtherwise ? [required('coOwnerConsent', 4)] : []),
  ];
}
