import { canonicalJson } from '../../kernel/digest.ts';
import type { Title } from '../title.ts';
import type { Column } from './columns.ts';
import type { AcceptedLine } from './lines.ts';

type Compared = Pick<Title, 'right' | 'particulars' | 'owners' | 'facts'>;

/** What each column says of a title. `checkDigit` and `source` tell of the file, not of the patent. */
const statements: Readonly<Record<Exclude<Column, 'checkDigit' | 'source'>, (of: Compared) => unknown>> = {
  patentNumber: (of) => of.right,
  kind: (of) => of.particulars.kind,
  title: (of) => of.particulars.name,
  titleLang: (of) => of.particulars.language,
  patentees: (of) => of.owners.map((owner) => owner.name),
  filingDate: (of) => of.particulars.filingDate,
  grantDate: (of) => of.particulars.grantDate,
  publicationNumber: (of) => of.particulars.publicationNumber,
  ipcMain: (of) => of.particulars.mainClassification,
  compensationDays: (of) => of.particulars.compensationDays,
  patenteeIdentifiers: (of) => of.owners.map((owner) => owner.identifier ?? null),
  legalStatus: (of) => of.facts.status,
  annuity: (of) => of.facts.annuity,
  invalidationStarted: (of) => of.facts.invalidation,
  sameDayInvention: (of) => of.facts.sameDayInvention,
};

/**
 * The columns in which a line says something else than the register. Only filled cells say anything, and a fact
 * that is declared as assumed says nothing either: it must not contradict what the register has from a source.
 */
export function differences({ row, cells }: AcceptedLine, held: Compared): Column[] {
  const assumed: readonly (Column | false)[] = [
    row.facts.status.basis === 'assumed' && 'legalStatus',
    row.facts.annuity.basis === 'assumed' && 'annuity',
  ];
  const stated = statedColumns.filter((column) => cells[column] !== undefined && !assumed.includes(column));
  return stated.filter((column) => {
    const say = statements[column];
    return canonicalJson(say(row) ?? null) !== canonicalJson(say(held) ?? null);
  });
}

const statedColumns = Object.keys(statements) as (keyof typeof statements)[];
