import { describe, expect, it } from 'vitest';
import {
  cellsOf,
  columns,
  optionalColumns,
  readHeader,
  requiredColumns,
} from '../../../../shared/register/import/columns.ts';

const fault = (cells: readonly string[]) => {
  const read = readHeader(cells);
  return read.ok ? undefined : read.fault;
};

describe('the header of an import', () => {
  it('knows these columns and no other', () => {
    expect(requiredColumns).toEqual([
      ...['patentNumber', 'kind', 'title', 'titleLang', 'patentees', 'filingDate'],
    ]);
    expect(optionalColumns).toEqual([
      ...['grantDate', 'publicationNumber', 'ipcMain', 'compensationDays', 'patenteeIdentifiers'],
      ...['legalStatus', 'annuity', 'invalidationStarted', 'sameDayInvention', 'checkDigit', 'source'],
    ]);
    expect(readHeader(columns)).toEqual({ ok: true, header: columns });
  });

  it('tells each required column that is missing, the first of them', () => {
    for (const column of requiredColumns) {
      const others = columns.filter((one) => one !== column);
      expect(fault(others)).toEqual({ code: 'csv.missingColumn', column });
    }
    expect(fault([])).toEqual({ code: 'csv.missingColumn', column: 'patentNumber' });
    for (const column of optionalColumns) {
      expect(fault(columns.filter((one) => one !== column))).toBeUndefined();
    }
  });

  it('tells an unknown column by its place, counted from 1, and never by what was sent', () => {
    expect(fault(['title', 'compensation days', 'kind'])).toEqual({ code: 'csv.unknownColumn', place: 2 });
    expect(fault(['Title'])).toEqual({ code: 'csv.unknownColumn', place: 1 });
    expect(fault(['ti tle'])).toEqual({ code: 'csv.unknownColumn', place: 1 });
  });

  it('tells a column that is there twice', () => {
    expect(fault(['title', 'kind', ' title '])).toEqual({ code: 'csv.repeatedColumn', column: 'title' });
  });

  it('reads over spaces around a name', () => {
    const spaced = columns.map((name) => ` ${name}\t`);
    expect(readHeader(spaced)).toEqual({ ok: true, header: columns });
  });
});

describe('what a line says', () => {
  it('is its filled cells, trimmed, each under its column', () => {
    expect(cellsOf(['title', 'kind', 'source', 'annuity'], [' 装置 ', '', '  ', 'paid'])).toStrictEqual({
      ...{ title: '装置', annuity: 'paid' },
    });
  });

  it('is nothing about a column for which it has no value', () => {
    expect(cellsOf(['title', 'kind'], ['装置'])).toStrictEqual({ title: '装置' });
    expect(cellsOf([], ['装置'])).toStrictEqual({});
  });
});
