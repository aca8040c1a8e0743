import { exampleParties, type Text } from './text.ts';

const text = (zh: string, en: string, example?: unknown): Text => ({
  zh,
  en,
  ...(example !== undefined && { example }),
});

const account = '0b8c2b0e-6d0a-4c53-9c57-3f1f0a1c2d3e';
const version = text('填写时主体的版本', 'The party’s version from which the form was filled in', 1);
const accounts = text('此后代表该主体的全部账户', 'Every account that acts for the party from now on', [
  { subject: account, administrator: true, signer: true },
]);
const signing = text('签署规则', 'How many signers bind the party', { signatures: 1 });
const name = text('名称', 'Name', '示例科技有限公司');
const formerNames = text('曾用名', 'Former names', []);
const address = text('住所', 'Address', '北京市示例路1号');
const residence = text('国家或地区（WIPO ST.3）', 'Country or region (WIPO ST.3)', 'DE');
const institution = text('机构类型', 'Kind of institution, for lenders');
const subject = 'PartyEnrolmentFormSubject';

/** Fields of the forms of procedures about who may act (ADR 0009). */
export const partyFormFieldTexts: Readonly<Record<string, Text>> = {
  'PartyEnrolmentForm.subject': text('申请登记的主体', 'Who is to be enrolled'),
  'PartyEnrolmentForm.agency': text(
    '代理机构，境外当事人必填（A1.3）',
    'The agency through which a party from abroad acts (A1.3)',
  ),
  'PartyEnrolmentForm.accounts': accounts,
  'PartyEnrolmentForm.signing': signing,
  [`${subject}Organisation.kind`]: text('境内单位', 'An organisation of the mainland'),
  [`${subject}Organisation.name`]: name,
  [`${subject}Organisation.formerNames`]: formerNames,
  [`${subject}Organisation.identifier`]: text(
    '统一社会信用代码',
    'Unified social credit code',
    '91000000EXAMP0001P',
  ),
  [`${subject}Organisation.address`]: address,
  [`${subject}Organisation.institution`]: institution,
  [`${subject}ForeignOrganisation.kind`]: text('境外单位', 'An organisation from abroad'),
  [`${subject}ForeignOrganisation.name`]: name,
  [`${subject}ForeignOrganisation.formerNames`]: formerNames,
  [`${subject}ForeignOrganisation.identifier`]: text(
    '所在国家或地区的登记号',
    'Its number in the registry of its country or region',
    'HRB 1',
  ),
  [`${subject}ForeignOrganisation.residence`]: residence,
  [`${subject}ForeignOrganisation.address`]: address,
  [`${subject}ForeignOrganisation.institution`]: institution,
  [`${subject}Person.kind`]: text('自然人', 'A natural person'),
  [`${subject}Person.name`]: text('姓名', 'Name', '张某'),
  [`${subject}Person.residence`]: residence,
  [`${subject}Person.address`]: address,
  'PartyAccountsForm.version': version,
  'PartyAccountsForm.accounts': accounts,
  'PartyAccountsForm.signing': signing,
  'PartyDetailsForm.version': version,
  'PartyDetailsForm.name': name,
  'PartyDetailsForm.address': address,
  'PartyDetailsForm.institution': institution,
  'PartyMergerForm.absorbed': text('被合并的主体', 'The party that was absorbed', exampleParties.second),
  'PartyMergerForm.absorbedGone': text(
    '被合并方已注销，无法同意',
    'The absorbed party is gone and cannot consent',
    false,
  ),
  'PartyRecoveryForm.party': text('账户已丢失的主体', 'The party whose accounts are lost'),
  'PartyRecoveryForm.accounts': accounts,
  'PartyRecoveryForm.signing': signing,
  'MandateGrantForm.agent': text('代理人', 'The agent', exampleParties.second),
  'MandateGrantForm.acts': text('代理权限', 'What the agent may do', ['file', 'consent']),
  'MandateGrantForm.from': text('起始日', 'First day', '2026-12-01'),
  'MandateGrantForm.until': text('终止日；不填即无期限', 'Last day; without end where absent'),
  'MandateGrantForm.bothSides': text(
    '同意代理人同时代理对方（民法典第一百六十八条）',
    'The agent may act for the other side too (Civil Code art. 168)',
    false,
  ),
  'MandateRevocationForm.principal': text('委托人', 'The principal', exampleParties.first),
  'MandateRevocationForm.agent': text('代理人', 'The agent', exampleParties.second),
  'MandateRevocationForm.mandate': text('所撤销的委托', 'The mandate that ends'),
};
