import type { OperationRow } from '../operation.ts';

/** The chapters of the document, in the order in which a newcomer reads them. */
export const tags = [
  { name: 'Filings', zh: '申请', en: 'Open, complete, consent to and submit a filing' },
  { name: 'Parties', zh: '主体', en: 'Who this account acts for, and whom a form may name' },
  { name: 'Register', zh: '登记簿', en: 'Titles, pledges and entries, open to anyone' },
  { name: 'Own records', zh: '本方登记', en: 'What only the parties of a record may see' },
  { name: 'Office', zh: '审查与管理', en: 'Examination, imports, parties and mandates: for staff' },
  { name: 'Reference', zh: '说明', en: 'Procedures with their forms, and this description' },
] as const;
type Tag = (typeof tags)[number]['name'];

const zhTexts: Readonly<Record<Tag, string>> = {
  Filings: '新建、填写、同意和提交申请',
  Parties: '本账户所代表的主体，以及表格中可填写的主体',
  Register: '权利档案、质押登记和登记条目，任何人可查',
  'Own records': '仅当事人可见的登记内容',
  Office: '审查、导入、主体与委托，供登记机构工作人员使用',
  Reference: '业务类型及其表格，以及本说明',
};

/** The chapters as the document lists them. */
export const tagObjects = tags.map(({ name, zh, en }) => ({
  name,
  'x-name-zh': zh,
  description: en,
  'x-description-zh': zhTexts[name],
}));

const byArea: Readonly<Record<string, Tag>> = {
  filings: 'Filings',
  documents: 'Filings',
  notices: 'Filings',
  parties: 'Parties',
  machines: 'Parties',
  reference: 'Reference',
  procedures: 'Reference',
  names: 'Reference',
};

/** The chapter of an operation: by who may call it, then by the area its id begins with. */
export function tagOf(row: OperationRow): Tag {
  if (row.audience === 'office') return 'Office';
  const [area = ''] = row.id.split('.');
  return byArea[area] ?? (row.audience === 'own' ? 'Own records' : 'Register');
}
