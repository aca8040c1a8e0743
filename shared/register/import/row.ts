import * as z from 'zod';
import { ipc } from '../../kernel/ipc.ts';
import {
  type PatentKind,
  type PatentNumber,
  parsePatentNumber,
  patentNumber,
} from '../../kernel/patent-number.ts';
import type { PlainDate } from '../../kernel/plain-date.ts';
import { line } from '../../kernel/plain-text.ts';
import { rightId, rightOf } from '../../kernel/right.ts';
import { legalFacts, owner, type Particulars, particulars, title } from '../title.ts';
import { type CellReader, cellReader } from './cell.ts';
import type { Cells } from './columns.ts';
import { readFacts } from './facts.ts';
import type { LineFault } from './faults.ts';
import { readOwners } from './owners.ts';
import type { ImportTerms } from './terms.ts';

/** A line as it becomes a title: everything but what the entry gives. */
export const importRow = z.strictObject({
  right: rightId,
  particulars,
  owners: z.array(owner).min(1),
  facts: legalFacts,
  source: title.shape.source,
});
export type ImportRow = z.output<typeof importRow>;

const kindWords = {
  invention: 'invention',
  'utility-model': 'utilityModel',
  design: 'design',
} as const satisfies Readonly<Record<string, PatentKind>>;
const kindWord = z.enum(['invention', 'utility-model', 'design']);
const language = z.enum(['zh', 'en']);
const checkDigitOrigin = z.enum(['source', 'computed']);
const ownSource = line(200);

/** J1.2: the country, 7 to 9 digits, the kind code. */
const publication = z.string().regex(/^CN\d{7,9}[A-Z]\d?$/, 'title.publicationNumber');
const days = z
  .string()
  .regex(/^\d{1,4}$/, 'title.compensationDays')
  .transform(Number)
  .pipe(z.number().max(3660, 'title.compensationDays'));

/** Reads one line: the row it makes, or everything that is wrong with it. */
export function readRow(
  cells: Cells,
  terms: ImportTerms,
): { readonly ok: true; readonly row: ImportRow } | { readonly ok: false; readonly faults: LineFault[] } {
  const reader = cellReader(cells);
  const number = reader.need('patentNumber', patentNumber);
  const of = readParticulars(reader, number, terms);
  const owners = readOwners(cells, reader);
  const facts = readFacts(reader, cells, of?.kind, terms);
  reader.read('checkDigit', checkDigitOrigin);
  const source = readSource(reader, terms);
  if (reader.faults.length > 0) return { ok: false, faults: [...reader.faults] };
  const right = number && rightOf(number);
  // A part that is missing without a fault would be a bug here, and no line of a title.
  return { ok: true, row: importRow.parse({ right, particulars: of, owners, facts, source }) };
}

function readParticulars(
  reader: CellReader,
  number: PatentNumber | undefined,
  terms: ImportTerms,
): Particulars | undefined {
  const word = reader.need('kind', kindWord);
  const name = reader.need('title', particulars.shape.name);
  const titleLanguage = reader.need('titleLang', language);
  const filingDate = reader.need('filingDate', particulars.shape.filingDate);
  const grantDate = reader.read('grantDate', particulars.shape.filingDate);
  const publicationNumber = reader.read('publicationNumber', publication);
  const mainClassification = reader.read('ipcMain', ipc);
  const compensationDays = reader.read('compensationDays', days) ?? 0;
  if (!word || !name || !titleLanguage || !filingDate) return undefined;
  checkNumber(reader, number, kindWords[word], filingDate);
  checkDates(reader, filingDate, grantDate, terms.today);
  return {
    ...{ kind: kindWords[word], name, language: titleLanguage, filingDate, compensationDays },
    ...(grantDate && { grantDate }),
    ...(publicationNumber && { publicationNumber }),
    ...(mainClassification && { mainClassification }),
  };
}

/**
 * The number's year is that of the application's receipt. A divisional application (分案申请) keeps its parent's
 * filing date and gets a number of the year in which it was divided, so the filing date may lie in an earlier
 * year, never in a later one (J1, ZC 0006-2003; Implementing Rules on divisional applications).
 */
function checkNumber(
  reader: CellReader,
  number: PatentNumber | undefined,
  kind: PatentKind,
  filingDate: PlainDate,
): void {
  const parsed = number && parsePatentNumber(number);
  if (!parsed?.ok) return;
  if (parsed.kind !== kind) reader.fail('kind', 'title.kindDiffers');
  if (Number(filingDate.slice(0, 4)) > parsed.filingYear) reader.fail('filingDate', 'title.filedAfterNumber');
}

function checkDates(
  reader: CellReader,
  filed: PlainDate,
  granted: PlainDate | undefined,
  today: PlainDate,
): void {
  if (filed > today) reader.fail('filingDate', 'title.future');
  if (granted && granted > today) reader.fail('grantDate', 'title.future');
  if (granted && granted <= filed) reader.fail('grantDate', 'title.grantedBeforeFiling');
}

/** The batch's source, and the line's own where it names one: a title shows both. */
function readSource(reader: CellReader, terms: ImportTerms): string | undefined {
  const own = reader.read('source', ownSource);
  const both = title.shape.source.safeParse(own === undefined ? terms.source : `${terms.source}: ${own}`);
  if (!both.success) reader.fail('source', 'text.tooLong');
  return both.data;
}
