import type { Localised } from '../kernel/localised.ts';
import type { DocumentKind, DocumentReason, DocumentStatus } from './document.ts';

/** What each kind of document is called (461 art. 7). */
export const documentKindTexts: Readonly<Record<DocumentKind, Localised>> = {
  pledgeContract: { zh: '专利权质押合同', en: 'pledge contract' },
  mainContract: { zh: '主合同', en: 'main contract' },
  identity: { zh: '身份证明文件', en: 'identity paper' },
  powerOfAttorney: { zh: '委托书', en: 'power of attorney' },
  valuationReport: { zh: '资产评估报告', en: 'valuation report' },
  coOwnerConsent: { zh: '共有人同意或约定的文件', en: 'consent of, or agreement with, the co-owners' },
  registryExtract: { zh: '主体登记证明', en: 'extract of the company registry' },
  translation: { zh: '中文译本', en: 'translation into Chinese' },
  sameDayStatement: { zh: '同日申请情况的声明', en: 'statement on same-day applications' },
  patentList: { zh: '专利清单', en: 'list of patents' },
  changeProof: { zh: '变更证明文件', en: 'proof of the change' },
  other: { zh: '其他文件', en: 'other document' },
};

/** What each status means to the party that waits for it. */
export const documentStatusTexts: Readonly<Record<DocumentStatus, Localised>> = {
  awaited: { zh: '尚未上传', en: 'not uploaded yet' },
  checking: { zh: '正在核对文件', en: 'being checked' },
  scanning: { zh: '正在查毒', en: 'being scanned for malware' },
  clean: { zh: '合格', en: 'in order' },
  infected: { zh: '发现恶意代码', en: 'malware was found in it' },
  unfit: { zh: '不符合要求', en: 'unfit' },
  review: { zh: '由审查员查看', en: 'with an examiner' },
};

/** Why a document cannot be taken, and what to do about it. */
export const documentReasonTexts: Readonly<Record<DocumentReason, Localised>> = {
  otherSize: { zh: '字节数与申报的不同', en: 'Its size is not the one declared.' },
  otherDigest: { zh: 'SHA-256 与申报的不同', en: 'Its SHA-256 is not the one declared.' },
  otherType: {
    zh: '内容不是所申报的格式，请另存为该格式后重新上传',
    en: 'Its content is not of the type declared: save it as that type and upload it again.',
  },
  malformed: {
    zh: '文件不完整或结构有误，请重新导出',
    en: 'The file is incomplete or its structure is broken: export it again.',
  },
  trailingBytes: {
    zh: '文件结尾之后还有其他内容，请重新导出',
    en: 'Something follows the end of the file: export it again.',
  },
  hiddenArchive: {
    zh: '文件中藏有压缩包',
    en: 'There is an archive inside the file.',
  },
  encrypted: { zh: '文件已加密，请去除密码', en: 'The file is encrypted: remove its password.' },
  macros: { zh: '文件含有宏，请另存为不含宏的格式', en: 'The file has macros: save it without them.' },
  embedded: {
    zh: '文件内嵌有其他文件，请单独提交',
    en: 'Other files are embedded in it: submit them as documents of their own.',
  },
  expandsTooFar: {
    zh: '文件解压后过大或内部文件过多',
    en: 'The file expands too far, or has too many parts.',
  },
  infected: { zh: '发现恶意代码', en: 'Malware was found in it.' },
  scanFailed: { zh: '查毒未能完成', en: 'The scan failed.' },
  scanUnsupported: { zh: '无法查毒的文件', en: 'The file cannot be scanned.' },
  scanRefused: { zh: '查毒程序无权读取', en: 'The scanner may not read it.' },
  scanLate: { zh: '查毒结果一小时内未到', en: 'No result of the scan came within the hour.' },
  judged: { zh: '审查员的判断', en: 'An examiner judged it.' },
};
