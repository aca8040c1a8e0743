import type { Localised } from '../kernel/localised.ts';

/** 《专利权质押登记通知书》 (A5.3). */
export const certificateTitle: Localised = {
  zh: '专利权质押登记通知书',
  en: 'Notice of Registration of a Patent Pledge',
};

/** The printed words of a certificate, in both languages side by side. */
export const certificateTexts = {
  register: { zh: '知识产权交易登记系统', en: 'IP Register' },
  registrationNumber: { zh: '登记号', en: 'Registration No.' },
  registrationDate: { zh: '登记日', en: 'Registration date' },
  /** Civil Code art. 444 (A1.1): the right is created when the pledge is registered. */
  statement: {
    zh: '经审查，下列专利权的质押已予登记。依照《中华人民共和国民法典》第四百四十四条，质权自办理出质登记时设立。',
    en: "The pledge of the patents listed below has been examined and registered. Under article 444 of the Civil Code of the People's Republic of China, the pledge is created upon registration.",
  },
  parties: { zh: '当事人', en: 'Parties' },
  pledgor: { zh: '出质人', en: 'Pledgor' },
  pledgee: { zh: '质权人', en: 'Pledgee' },
  identifier: { zh: '统一社会信用代码', en: 'Unified social credit code' },
  person: { zh: '自然人', en: 'natural person' },
  unnamed: { zh: '自然人（姓名已不公开）', en: 'Natural person (name no longer disclosed)' },
  patents: { zh: '出质专利', en: 'Pledged patents' },
  line: { zh: '序号', en: 'No.' },
  patentNumber: { zh: '专利号', en: 'Patent No.' },
  name: { zh: '发明创造名称', en: 'Title' },
  filingDate: { zh: '申请日', en: 'Filed' },
  grantDate: { zh: '授权公告日', en: 'Granted' },
  mainClassification: { zh: '主分类号', en: 'Main class' },
  titleVersion: { zh: '档案版本', en: 'Version' },
  absent: { zh: '—', en: '—' },
  entrySection: { zh: '登记条目与核验', en: 'Entry and verification' },
  entry: { zh: '条目编号', en: 'Entry' },
  instant: { zh: '登记时刻', en: 'Instant' },
  shanghai: { zh: '北京时间', en: 'UTC+08:00' },
  entryDigest: { zh: '条目摘要', en: 'Entry digest' },
  digestMethod: {
    zh: '对条目的规范化 JSON（RFC 8785）计算 SHA-256，任何人均可复算。',
    en: "SHA-256 of the entry's canonical JSON (RFC 8785); anyone can recompute it.",
  },
  act: { zh: '登记行为', en: 'Act' },
  title: { zh: '权利档案', en: 'Title' },
  patent: { zh: '出质专利', en: 'Pledged patent' },
  journal: { zh: '登记日志', en: 'Journal' },
  place: { zh: '日志位置', en: 'Place in the journal' },
  root: { zh: '检查点根', en: 'Root of the checkpoint' },
  attached: {
    zh: '本文件附有登记条目、披露值及其收录证明，并以封印结尾，无需联网即可核验。',
    en: 'This file carries the entry, its openings and the proof of its place, and ends with a seal: it can be verified offline.',
  },
  verification: { zh: '核验地址', en: 'Verify at' },
  scan: { zh: '扫码核验', en: 'Scan to verify' },
  seal: { zh: '登记机关印章', en: 'Seal of the registering office' },
  present: {
    zh: '本通知书载明登记当时的内容；质押的现时状态以登记簿为准。',
    en: 'This notice states what was registered at that instant; for the present state of the pledge the register prevails.',
  },
  codePoints: {
    zh: '方括号内以 U+ 表示的，是字库未收录或不可见的字符，按其 Unicode 码位列出。',
    en: 'Characters that the fonts lack, or that cannot be seen, are given as their Unicode code points in brackets, [U+…].',
  },
  demonstration: { zh: '演示数据，不具法律效力', en: 'DEMONSTRATION - NOT A LEGAL RECORD' },
} as const satisfies Readonly<Record<string, Localised>>;

/** 第 1 页，共 2 页 / page 1 of 2. */
export function pageText(page: number, pages: number): Localised {
  return { zh: `第 ${page} 页，共 ${pages} 页`, en: `page ${page} of ${pages}` };
}
