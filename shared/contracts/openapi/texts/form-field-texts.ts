import { exampleParties, type Text } from './text.ts';

const text = (zh: string, en: string, example?: unknown): Text => ({
  zh,
  en,
  ...(example !== undefined && { example }),
});

const claim = 'PledgeRegistrationFormClaim';
const kindOfClaim = text(
  '被担保债权种类：loan 借款、counterGuarantee 反担保、trade 贸易、other 其他',
  'Kind of the secured claim',
  'loan',
);
const from = text('债务履行期限起始日', 'First day for performing the debt', '2026-12-01');
const until = text('债务履行期限届满日', 'Last day for performing the debt', '2029-11-30');

/** Fields of the procedures’ forms (A3, Announcement 461). */
export const formFieldTexts: Readonly<Record<string, Text>> = {
  'PledgeRegistrationForm.pledgors': text('出质人', 'Pledgors: the registered patentees', [
    { party: exampleParties.first, address: '北京市示例路1号' },
  ]),
  'PledgeRegistrationForm.pledgees': text('质权人', 'Pledgees', [
    { party: exampleParties.second, address: '上海市示例路2号' },
  ]),
  'PledgeRegistrationForm.debtor': text(
    '债务人，与出质人不同时填写',
    'The debtor, where it is not a pledgor',
  ),
  'PledgeRegistrationForm.rights': text('出质的专利号', 'Numbers of the patents pledged'),
  'PledgeRegistrationForm.mainContract': text('主合同', 'Main contract'),
  'PledgeRegistrationForm.pledgeContract': text('质押合同', 'Pledge contract'),
  'PledgeRegistrationForm.claim': text('被担保的债权', 'The secured claim'),
  'PledgeRegistrationForm.scope': text('质押担保范围', 'What the security covers', ['principal', 'interest']),
  'PledgeRegistrationForm.pledgeAmount': text('质押金额', 'Amount of the pledge'),
  'PledgeRegistrationForm.valuation': text('评估情况，已评估时填写', 'Valuation, where there was one'),
  'PledgeRegistrationForm.contractItems': text(
    '质押合同应载明的事项（第461号公告第八条）',
    'What the pledge contract states (Announcement 461 art. 8)',
  ),
  'PledgeRegistrationForm.coOwnersAgreedOtherwise': text(
    '有文件证明未参加的共有人同意或者另有约定',
    'A document shows that absent co-owners consent or agreed otherwise',
    false,
  ),
  'PledgeRegistrationForm.clauses': text('合同其他条款（第九条）', 'Further clauses (art. 9)'),
  'PledgeRegistrationForm.commitment': text(
    '以承诺书代替身份证明',
    'A signed commitment stands in for identity papers',
    true,
  ),
  'PledgeRegistrationFormParty.party': text('已登记的主体', 'The enrolled party'),
  'PledgeRegistrationFormParty.address': text('地址', 'Address', '北京市示例路1号'),
  'PledgeRegistrationFormParty.telephone': text('电话', 'Telephone'),
  'PledgeRegistrationFormParty.contact': text('联系人', 'Contact'),
  'PledgeRegistrationFormMainContract.name': text('合同名称', 'Name of the contract', '流动资金借款合同'),
  'PledgeRegistrationFormMainContract.number': text('合同编号', 'Number of the contract'),
  'PledgeRegistrationFormMainContract.signedOn': text('签订日', 'Day of signing', '2026-11-20'),
  'PledgeRegistrationFormPledgeContract.number': text('合同编号', 'Number of the contract'),
  'PledgeRegistrationFormPledgeContract.signedOn': text('签订日', 'Day of signing', '2026-11-20'),
  [`${claim}Ordinary.nature`]: text('一般质押', 'Ordinary pledge'),
  [`${claim}Ordinary.kind`]: kindOfClaim,
  [`${claim}Ordinary.performanceFrom`]: from,
  [`${claim}Ordinary.performanceUntil`]: until,
  [`${claim}Ordinary.amount`]: text('被担保债权数额', 'Amount of the claim'),
  [`${claim}MaximumAmount.nature`]: text('最高额质押', 'Maximum-amount pledge'),
  [`${claim}MaximumAmount.kind`]: kindOfClaim,
  [`${claim}MaximumAmount.performanceFrom`]: from,
  [`${claim}MaximumAmount.performanceUntil`]: until,
  [`${claim}MaximumAmount.maximumAmount`]: text('最高债权额', 'Maximum amount'),
  [`${claim}MaximumAmount.determinationFrom`]: text(
    '债权确定期间起始日',
    'First day of the determination period',
  ),
  [`${claim}MaximumAmount.determinationUntil`]: text(
    '债权确定期间届满日；没有约定的不填',
    'Last day of the determination period, where agreed',
  ),
  [`${claim}MaximumAmount.priorClaimsIncluded`]: text(
    '设立前已存在的债权转入担保范围',
    'Claims that arose before are brought in',
    false,
  ),
  'PledgeRegistrationFormContractItems.partiesAndAddresses': text(
    '当事人名称及地址',
    'Names and addresses of the parties',
  ),
  'PledgeRegistrationFormContractItems.claimKindAndAmount': text(
    '被担保债权的种类和数额',
    'Kind and amount of the claim',
  ),
  'PledgeRegistrationFormContractItems.performancePeriod': text(
    '债务履行期限',
    'Period for performing the debt',
  ),
  'PledgeRegistrationFormContractItems.patentsWithNumbersAndDates': text(
    '专利项数及各项专利的名称、专利号、申请日、授权公告日',
    'The patents with name, number, filing date and grant date',
  ),
  'PledgeRegistrationFormContractItems.scopeOfSecurity': text('质押担保的范围', 'Scope of the security'),
  'PledgeRegistrationFormClauses.annualFees': text('年费的缴纳', 'Payment of annual fees'),
  'PledgeRegistrationFormClauses.transferAndLicence': text('转让与许可', 'Transfer and licence'),
  'PledgeRegistrationFormClauses.invalidation': text('被宣告无效时的处理', 'What follows an invalidation'),
  'PledgeRegistrationFormClauses.technicalData': text('技术资料的交付', 'Handing over of technical data'),
  'PledgeRegistrationFormClauses.sameDayApplications': text(
    '同日申请的处理',
    'Applications filed the same day',
  ),
  'PledgeRegistrationFormValuation.valuer': text('评估单位', 'Valuer', '示例评估机构'),
  'PledgeRegistrationFormValuation.value': text('评估价值', 'Value found'),
  'PledgeRegistrationFormValuation.valuedOn': text('评估基准日', 'Day of valuation'),
  'Money.amount': text('金额，至多两位小数', 'Up to 15 digits and two decimals', '1500000.00'),
  'Money.currency': text('币种', 'Currency', 'CNY'),
};
