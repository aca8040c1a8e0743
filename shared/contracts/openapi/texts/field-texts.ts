import { formFieldTexts } from './form-field-texts.ts';
import { journalFieldTexts } from './journal-field-texts.ts';
import { machineFieldTexts } from './machine-field-texts.ts';
import { noticeFieldTexts } from './notice-field-texts.ts';
import { officeFieldTexts } from './office-field-texts.ts';
import { partyFormFieldTexts } from './party-form-texts.ts';
import { recordFieldTexts } from './record-field-texts.ts';
import { searchCertificateTexts } from './search-certificate-texts.ts';
import type { Text } from './text.ts';

/** What fields mean that are called alike everywhere. */
const general: Readonly<Record<string, Text>> = {
  id: { en: 'Its identifier', zh: '标识' },
  version: { en: 'Grows by one with each change; it is the ETag', zh: '版本，每次更改加一，即 ETag' },
  items: { en: 'The lines', zh: '各行' },
  next: { en: 'Cursor of the next page; absent on the last', zh: '下一页游标；最后一页没有' },
  cursor: { en: 'Where the page begins: `next` of the page before', zh: '本页起点，即上一页的 next' },
  registeredFrom: { en: 'First day of registration', zh: '登记日不早于' },
  registeredUntil: { en: 'Last day of registration', zh: '登记日不晚于' },
  limit: { en: 'Lines of a page, 1 to 50; 20 where left out', zh: '每页行数，1至50，默认20' },
  lang: { en: 'Language of the page', zh: '页面语言' },
  zh: { en: 'In Chinese, the language of record', zh: '中文（以此为准）', example: '示例' },
  en: { en: 'In English', zh: '英文', example: 'Example' },
  at: { en: 'When', zh: '时间' },
  instant: { en: 'The register’s time of it', zh: '登记时间' },
  entry: { en: 'The entry that made it so', zh: '形成该记载的登记条目' },
  digest: { en: 'Digest of the content', zh: '内容摘要' },
  sha256: {
    en: 'SHA-256 of the bytes in hexadecimal',
    zh: '字节的 SHA-256，十六进制',
    example: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  },
  type: { en: 'Its type', zh: '格式' },
  since: { en: 'Since when', zh: '自何时起' },
  bytes: { en: 'Size in bytes', zh: '字节数', example: 182044 },
  party: { en: 'The party', zh: '主体' },
  parties: { en: 'The parties of this account', zh: '本账户代表的主体' },
  given: { en: 'Mandates that this party gave to others', zh: '本主体授出的委托' },
  candidate: {
    en: 'The party is not enrolled yet: only the filing that asks for that is open to the account',
    zh: '主体尚未登记，账户只能办理申请登记的那一件申请',
    example: true,
  },
  mandates: { en: 'Mandates under which this party acts for others', zh: '本主体代理他人的委托' },
  accounts: {
    en: 'Who acts for the party; shown to its administrators',
    zh: '代表该主体的账户，仅管理员可见',
  },
  signer: {
    en: 'Whether this account may sign for the party',
    zh: '本账户可否代表该主体签署',
    example: true,
  },
  administrator: {
    en: 'Whether this account says who else acts for the party',
    zh: '本账户可否管理该主体的账户与系统',
    example: true,
  },
  filing: { en: 'The filing', zh: '申请' },
  filingId: { en: 'The filing', zh: '申请标识' },
  entryId: { en: 'The entry', zh: '登记条目标识' },
  agent: { en: 'The agent', zh: '代理人' },
  addressId: { en: 'The address', zh: '通知邮箱标识' },
  deliveryId: { en: 'The delivery', zh: '邮件投递标识', example: '0123456789abcdef0123456789abcdef' },
  token: {
    en: 'The token of the link in the mail',
    zh: '邮件链接中的令牌',
    example: '0123456789abcdef0123456789abcdef',
  },
  clientId: { en: 'Client id of the machine', zh: '系统的客户端标识' },
  secretId: { en: 'Identifier of the secret', zh: '密钥标识' },
  mandateId: { en: 'The mandate', zh: '委托标识' },
  procedureId: { en: 'The procedure', zh: '业务类型', example: 'pledge.registration' },
  patentNumber: { en: 'Patent number', zh: '专利号' },
  registrationNumber: { en: 'Registration number', zh: '登记号' },
  right: { en: 'The right concerned', zh: '所涉权利' },
  state: { en: 'In which state', zh: '所处状态' },
  status: { en: 'Its state', zh: '状态' },
  kind: { en: 'Which kind', zh: '种类' },
  name: { en: 'Name', zh: '名称', example: '示例科技有限公司' },
  identifier: { en: 'Identifier, where one is known', zh: '证件号码' },
  residence: {
    en: 'Country or region of residence or place of business (WIPO ST.3)',
    zh: '经常居所或营业所所在国家或地区（WIPO ST.3）',
    example: 'CN',
  },
  institution: { en: 'Kind of institution, for lenders', zh: '机构类型' },
  source: { en: 'Where it comes from', zh: '来源', example: '示例数据' },
  basis: { en: 'What the statement rests on', zh: '依据' },
  value: { en: 'The value', zh: '值' },
  code: { en: 'Stable code', zh: '代码' },
  detail: { en: 'What is wrong, for people', zh: '说明' },
  text: { en: 'For people', zh: '文字说明' },
  title: { en: 'Name for people', zh: '名称' },
  reason: { en: 'Why', zh: '理由', example: '示例理由' },
  pointer: {
    en: 'JSON Pointer (RFC 6901) into the form',
    zh: '指向表格字段的 JSON Pointer（RFC 6901）',
    example: '/claim/performanceUntil',
  },
  severity: { en: 'What it leads to', zh: '后果' },
  validFrom: { en: 'First day of validity', zh: '施行日' },
  validTo: { en: 'Last day of validity', zh: '失效日' },
  findings: { en: 'Grounds that did not pass', zh: '未通过的事由' },
  deadline: { en: 'By when the next step is due', zh: '下一步的期限' },
  registration: { en: 'Present once registered', zh: '登记后才有' },
  holds: { en: 'Holds on the title', zh: '权利上的限制' },
  owners: { en: 'Registered owners', zh: '登记的权利人' },
  unnamedOwners: {
    en: 'How many owners a public answer as of an earlier time leaves out: those whom no unified social credit code shows to be organisations',
    zh: '截至某时的公开答复略去的权利人数，即没有统一社会信用代码、可能是自然人的权利人',
    example: 1,
  },
  size: {
    zh: '日志大小：取不小于此数的首个已公布检查点；不写则取最新检查点',
    en: 'Size of the journal: the first published checkpoint of at least this size is taken; the newest one if left out',
  },
  asOf: {
    en: 'As of when. Asked by a size of the journal or a time of RFC 3339; answered with what that came to, and only where it was asked',
    zh: '截至何时：请求中为日志的长度（条数）或 RFC 3339 时间；答复中为其所指，未查询的没有',
  },
  schema: { en: 'Version of this shape', zh: '结构版本' },
  mediaType: { en: 'Media type', zh: '媒体类型' },
};

/** Types whose fields mean what another type's mean. */
const kin: Readonly<Record<string, string>> = {
  AccountGetAnswer: 'PartyAccount',
  Document: 'DocumentReference',
  DocumentInReview: 'DocumentReference',
  FilingForExaminer: 'Filing',
  FilingLine: 'Filing',
  NoticesAddAddressRequest: 'MailAddress',
  NoticesSetPreferencesRequest: 'NoticePreferences',
  PartyDirectoryItems: 'Party',
  QueueLine: 'Filing',
  OwnPledge: 'Pledge',
  PartyHitForOffice: 'PartyHit',
  PledgeAnswer: 'Pledge',
  PledgeHitForOffice: 'Pledge',
  PledgeWithTerms: 'Pledge',
  ShownHold: 'Hold',
};

/** The texts of types' fields, by area. */
const texts = [
  ...[recordFieldTexts, officeFieldTexts, formFieldTexts, partyFormFieldTexts],
  ...[noticeFieldTexts, machineFieldTexts, searchCertificateTexts, journalFieldTexts],
];

/** The text of a field: the one for this type's field, else for its kin's, else for fields of that name. */
export function fieldTextOf(type: string, field: string): Text | undefined {
  const own = type.replace('Input', '');
  for (const name of [own, kin[own]]) {
    const key = `${name}.${field}`;
    const text = texts.map((one) => one[key]).find((one) => one !== undefined);
    if (text) return text;
  }
  return general[field] ?? officeFieldTexts[field];
}
