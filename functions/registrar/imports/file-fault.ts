import { fill, type Language, type Localised } from '../../../shared/kernel/localised.ts';
import { columns } from '../../../shared/register/import/columns.ts';
import { Problem } from '../../_platform/problem.ts';
import { type FileFault, linesMax } from './csv.ts';

type FileFaultCode = FileFault['code'] | 'csv.annuityColumn';

const texts: Readonly<Record<FileFaultCode, Localised>> = {
  'csv.unreadableHeader': {
    zh: '标题行的引号不成对',
    en: 'A quotation mark in the header is stray or not closed.',
  },
  'csv.missingColumn': { zh: '标题行缺少“{column}”列', en: 'The header lacks the column "{column}".' },
  'csv.repeatedColumn': {
    zh: '标题行中“{column}”列重复',
    en: 'The header has the column "{column}" twice.',
  },
  'csv.unknownColumn': {
    zh: '标题行第{place}列不是已知的列名；可用的列：{columns}',
    en: 'Column {place} of the header has no known name. Known are: {columns}.',
  },
  'csv.empty': { zh: '文件中没有数据行', en: 'The file has no line of data.' },
  'csv.tooManyLines': {
    zh: '每批最多{linesMax}行，请拆分文件',
    en: 'A batch takes at most {linesMax} lines: split the file.',
  },
  'csv.annuityColumn': {
    zh: '声明年费有来源，文件须有“annuity”列',
    en: 'Annuities declared to have a source need the column "annuity".',
  },
};

/** The problem of a file that cannot be taken as a whole; nothing of it is stored. */
export function refusal(
  fault: FileFault | { readonly code: 'csv.annuityColumn' },
  language: Language,
): Problem {
  const words = { ...fault, columns: columns.join(', '), linesMax };
  const detail = fill(texts[fault.code], words)[language];
  const pointer = fault.code === 'csv.annuityColumn' ? '/annuityBasis' : '/csv';
  return new Problem('import-refused', { errors: [{ in: 'body', pointer, code: fault.code, detail }] });
}
