import { expiryDate } from '../../../../register/term.ts';
import { announcement461 } from '../../../source.ts';
import type { ContractItem } from '../form.ts';
import { contractItemTexts } from '../texts.ts';
import { eachTitle, type PledgeGround, since } from './ground.ts';

/** A4.g6, art. 11(6): 债务人履行债务的期限超过专利权有效期. */
export const debtOutlivesPatent: PledgeGround = {
  id: 'A4.g6',
  source: announcement461(11, 6),
  ...since,
  severity: 'refusal',
  heading: { zh: '债务履行期限超过专利权有效期', en: 'Debt period exceeds the patent term' },
  text: {
    zh: '债务履行期限届满日{until}晚于专利{patent}的期限届满日{expiry}',
    en: 'The debt is due on {until}, after {patent} expires on {expiry}',
  },
  check: (facts) =>
    eachTitle(facts, (title) => {
      const until = facts.form.claim.performanceUntil;
      const expiry = expiryDate(title.particulars) ?? until;
      return until > expiry ? { pointer: '/claim/performanceUntil', params: { until, expiry } } : undefined;
    }),
};

/** A4.g7, art. 11(7): 质押合同不符合第八条规定, judged on what the applicant declares the contract to state. */
export const contractLacksItem: PledgeGround = {
  id: 'A4.g7',
  source: announcement461(11, 7),
  ...since,
  severity: 'refusal',
  heading: { zh: '质押合同缺少应载事项', en: 'Contract lacks a required item' },
  text: { zh: '质押合同未载明{item}', en: 'The pledge contract does not state {itemEn}' },
  check: ({ form }) =>
    Object.entries(contractItemTexts).flatMap(([item, text]) =>
      form.contractItems[item as ContractItem]
        ? []
        : [{ pointer: `/contractItems/${item}`, params: { item: text.zh, itemEn: text.en } }],
    ),
};
