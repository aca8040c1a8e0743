import type { Text } from './text.ts';

const ulid = '01k5x3v9q8r7s6t5w4x3y2z1a0';
const digest = 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** What each named type of the document is. Those not listed here are explained where they are used. */
export const typeTexts: Readonly<Record<string, Text>> = {
  AnnuityStanding: { en: 'Whether the annual fees are paid', zh: '年费缴纳情况' },
  Basis: {
    en: '`source`: the source says so. `assumed`: no source says so, and a demonstration supposes it',
    zh: 'source：来源有记载；assumed：来源没有记载，演示中的假定',
  },
  BatchId: { en: 'Identifier of an import batch', zh: '导入批次标识', example: `bat_${ulid}` },
  Certificate: {
    en: 'What one entry registered, as issued to its parties',
    zh: '登记通知书：一项登记条目所登记的内容，发给当事人',
  },
  CertifiedPatent: { en: 'A patent pledged, as certified', zh: '登记通知书所载的出质专利' },
  Commitment: {
    en: 'A salted digest in place of a value that is personal or commercial',
    zh: '以加盐摘要代替的个人信息或商业信息',
  },
  Consent: { en: 'A party’s agreement to form and documents', zh: '当事人对申请表及文件的同意' },
  Currency: { en: 'ISO 4217 code', zh: '币种（ISO 4217）', example: 'CNY' },
  Deadline: { en: 'A day by which something must happen', zh: '期限届满日' },
  Decision: { en: 'What the office decided', zh: '审查决定' },
  Declaration: {
    en: 'A party, told of a curable ground, continues',
    zh: '当事人知悉可克服的事由后声明继续办理',
  },
  Digest: {
    en: 'SHA-256 of canonical JSON (RFC 8785)',
    zh: '规范化 JSON（RFC 8785）的 SHA-256 摘要',
    example: digest,
  },
  DocumentKind: {
    en: 'Which document it is',
    zh: 'pledgeContract 质押合同、mainContract 主合同、identity 身份证明、powerOfAttorney 委托书、valuationReport 资产评估报告、coOwnerConsent 共有人文件、registryExtract 主体登记证明、translation 译本、sameDayStatement 同日申请声明、patentList 专利清单、changeProof 变更证明、other 其他',
  },
  DocumentType: { en: 'Media type of the file', zh: '文件的媒体类型' },
  DocumentReference: { en: 'A document of the filing, named by its digest', zh: '申请文件，以摘要指明' },
  EmptyRequest: { en: 'An object without fields', zh: '空对象' },
  Entry: {
    en: 'The immutable line of one accepted filing or office act',
    zh: '登记条目：一件已受理申请或一项依职权行为的不可更改的记录',
  },
  EntryId: { en: 'Identifier of an entry', zh: '登记条目标识', example: `ent_${ulid}` },
  EntryWithOpenings: { en: 'An entry with its public openings', zh: '登记条目及其公开的摘要原文' },
  Examination: { en: 'What would stop the filing now', zh: '预审结果：目前有哪些障碍' },
  Filing: { en: 'A filing as its parties see it', zh: '申请（当事人所见）' },
  FilingForExaminer: { en: 'A filing as the examiner sees it', zh: '申请（审查员所见）' },
  FilingId: { en: 'Identifier of a filing', zh: '申请标识', example: `fil_${ulid}` },
  FilingStatus: {
    en: 'Where the filing stands in its life cycle',
    zh: '申请的状态：draft 草稿、examination 审查中、correctionRequested 待补正、awaitingDeclaration 待声明、registered 已登记、refused 不予登记、returned 已退回、withdrawn 已撤回',
  },
  Finding: { en: 'One examined ground that did not pass', zh: '审查意见：未通过的一项事由' },
  FilingLine: { en: 'A line of a list of filings', zh: '申请列表中的一行' },
  HistoryLine: { en: 'One version of a title', zh: '权利档案的一个版本' },
  Hold: { en: 'What a record or a court puts on a title', zh: '权利上的限制' },
  HoldKind: {
    en: 'Pledge, court preservation, or stay for an ownership dispute',
    zh: 'pledge 质押、preservation 保全、ownershipStay 权属纠纷中止',
  },
  Identifier: { en: 'An identifier with its scheme', zh: '证件号码及其种类' },
  ImportReport: { en: 'What became of each line of an import', zh: '导入结果' },
  Instant: {
    en: 'A moment in UTC to the millisecond',
    zh: 'UTC 时间，精确到毫秒',
    example: '2026-11-22T06:00:00.123Z',
  },
  InstitutionKind: {
    en: 'What kind of institution it is',
    zh: '机构类型：bank 银行、guarantor 担保机构、smallLoanCompany 小额贷款公司、other 其他',
  },
  IpcSymbol: { en: 'IPC symbol', zh: '国际专利分类号', example: 'H04L 9/32' },
  LegalStatus: {
    en: 'Legal status of the patent',
    zh: '法律状态：application 申请中、granted 有效、terminated 终止、invalid 无效',
  },
  LocalisedText: { en: 'A text in both languages', zh: '中英文文本' },
  Mandate: { en: 'An agent’s authority to act for a principal', zh: '代理委托' },
  MandateAct: {
    en: '`file`: to file. `consent`: to consent',
    zh: 'file 代为申请、consent 代为同意',
    example: 'file',
  },
  MandateId: { en: 'Identifier of a mandate', zh: '委托标识', example: `mdt_${ulid}` },
  Money: {
    en: 'An amount greater than zero; a string, so that no cent is lost',
    zh: '大于零的金额；以字符串表示，不损失精度',
    example: { amount: '1500000.00', currency: 'CNY' },
  },
  NameAndIdentifier: { en: 'A name, with an identifier where one is known', zh: '名称，已知时附证件号码' },
  Notice: { en: 'One thing a party was told', zh: '给当事人的一则通知' },
  NoticeId: { en: 'Identifier of a notice', zh: '通知标识', example: `ntc_${ulid}` },
  OpenApiDocument: { en: 'This document', zh: '本文档' },
  Outcome: { en: 'What became of a filing', zh: '申请的办理结果' },
  OwnParties: { en: 'The parties of this account', zh: '本账户代表的主体' },
  Particulars: { en: 'Bibliographic data of the patent', zh: '著录项目' },
  PartyAccount: { en: 'What an account may do for its party', zh: '账户在主体中的权限' },
  PartyStatus: {
    en: 'enrolled, or merged into another party',
    zh: '主体状态：enrolled 已登记，merged 已被合并',
  },
  SigningRule: { en: 'How many signers bind the party', zh: '签署规则' },
  Party: { en: 'An organisation or person that may act before the register', zh: '可办理登记的主体' },
  PartyDirectory: { en: 'Organisations of that name', zh: '该名称的机构' },
  PartyId: { en: 'Identifier of a party', zh: '主体标识', example: `pty_${ulid}` },
  PartyKind: { en: 'Organisation or natural person', zh: 'organisation 机构、person 自然人' },
  PatentNumber: {
    en: 'Patent number with check digit, without the dot',
    zh: '专利号，含校验位，不含圆点',
    example: '2017106018623',
  },
  PatentNumberInput: {
    en: 'Patent number with check digit, as people write it: ZL, CN, spaces and dots are forgiven',
    zh: '专利号，含校验位；可带 ZL、CN、空格和圆点',
    example: '2017106018623',
  },
  PlainDate: { en: 'A calendar date in Asia/Shanghai', zh: '日期（北京时间）', example: '2026-11-22' },
  Pledge: { en: 'A pledge as the public sees it', zh: '质押登记（公开内容）' },
  PledgeRegistrationForm: { en: 'Form for the registration of a patent pledge', zh: '专利权质押登记申请表' },
  PledgeRegistrationNumber: {
    en: 'Pledge registration number: Y, year, office, serial',
    zh: '质押登记号：Y、年份、受理地、流水号',
    example: 'Y2026980000001',
  },
  PledgeStatus: {
    en: 'State of a pledge',
    zh: '质押登记状态：registered 已登记、discharged 已注销、revoked 已撤销',
  },
  PledgeWithTerms: {
    en: 'A pledge with its terms, for its own parties',
    zh: '质押登记及合同条件（当事人可见）',
  },
  Problem: { en: 'A problem document (RFC 9457)', zh: '问题文档（RFC 9457）' },
  Procedure: { en: 'A kind of request and its rules', zh: '业务类型及其规则' },
  ProcedureList: { en: 'The procedures of the register', zh: '业务类型一览' },
  Registration: { en: 'The registration that the filing led to', zh: '申请所形成的登记' },
  RightId: {
    en: 'Name of a right: its type and number',
    zh: '权利标识：类型与号码',
    example: 'patent:2017106018623',
  },
  Severity: {
    en: '`refusal` refuses, `deficiency` can be corrected, `declaration` is cured by a declaration, `examiner` needs a person, `note` stops nothing',
    zh: 'refusal 不予登记、deficiency 可补正、declaration 可声明继续、examiner 需人工审查、note 仅提示',
  },
  ShownParty: { en: 'A party as the public sees it', zh: '公开的当事人信息' },
  Title: { en: 'What the register knows of one patent', zh: '权利档案：登记簿关于一件专利的记载' },
  UnifiedSocialCreditCode: { en: 'Unified social credit code, 18 characters', zh: '统一社会信用代码，18位' },
};
