import type { Localised } from '../../../kernel/localised.ts';
import type { ContractItem } from './form.ts';

export const procedureTitle: Localised = { zh: '专利权质押登记', en: 'Registration of a patent pledge' };

/** A4.g12 has no check: it is the examiner's own, and the reason says what is unfit. */
export const otherUnfit: Localised = {
  zh: '其他不符合出质条件的情形',
  en: 'Another case unfit for a pledge',
};

/** Announcement 461 art. 8, item by item. */
export const contractItemTexts: Readonly<Record<ContractItem, Localised>> = {
  partiesAndAddresses: { zh: '当事人名称及地址', en: "the parties' names and addresses" },
  claimKindAndAmount: { zh: '被担保债权的种类和数额', en: 'kind and amount of the secured claim' },
  performancePeriod: { zh: '债务履行期限', en: 'the period for performing the debt' },
  patentsWithNumbersAndDates: {
    zh: '专利权项数及各项专利的名称、专利号、申请日、授权公告日',
    en: 'the patents with name, number, filing date and grant date',
  },
  scopeOfSecurity: { zh: '质押担保的范围', en: 'scope of the security' },
};
