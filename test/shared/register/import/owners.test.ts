import { describe, expect, it } from 'vitest';
import { cellReader } from '../../../../shared/register/import/cell.ts';
import type { Cells } from '../../../../shared/register/import/columns.ts';
import { readOwners } from '../../../../shared/register/import/owners.ts';

function read(cells: Cells) {
  const reader = cellReader(cells);
  const owners = readOwners(cells, reader);
  return { owners, faults: reader.faults.map(({ field, code }) => `${field} ${code}`) };
}
const of = (patentees: string, patenteeIdentifiers?: string) =>
  read({ patentees, ...(patenteeIdentifiers !== undefined && { patenteeIdentifiers }) });
const code = '91110108551385082Q';
const many = (count: number) => Array.from({ length: count }, (_, at) => `公司${at}`).join(';');

describe('the owners of an imported patent', () => {
  it('stand in one cell, with a semicolon of either width between them, spaces read over', () => {
    expect(of(' 甲公司 ; 乙公司；丙公司')).toEqual({
      ...{ owners: [{ name: '甲公司' }, { name: '乙公司' }, { name: '丙公司' }], faults: [] },
    });
  });

  it('must be there', () => {
    expect(read({})).toEqual({ owners: undefined, faults: ['patentees cell.required'] });
  });

  it('are fifty at most', () => {
    expect(of(many(50)).faults).toEqual([]);
    expect(of(many(51)).faults).toEqual(['patentees owners.tooMany']);
    expect(of(`${many(51)};`).faults).toEqual(['patentees owners.tooMany']);
  });

  it('each have a name: what is wrong with the first bad one is told', () => {
    expect(of('甲公司;;乙公司').faults).toEqual(['patentees text.empty']);
    expect(of(`甲公司;${'名'.repeat(301)};`).faults).toEqual(['patentees text.tooLong']);
    expect(of(`甲公司;${'名'.repeat(300)}`).faults).toEqual([]);
    expect(of('甲\u202e公司').faults).toEqual(['patentees text.forbidden']);
  });

  it('may share a name, and not name and identifier', () => {
    expect(of('甲公司;甲公司').faults).toEqual(['patentees owners.repeated']);
    expect(of('甲公司;甲公司', 'foreign:1;foreign:1').faults).toEqual(['patentees owners.repeated']);
    expect(of('甲公司;甲公司', 'foreign:1;foreign:2')).toMatchObject({ faults: [] });
    expect(of('甲公司;甲公司', 'foreign:1;').faults).toEqual([]);
  });
});

describe('their identifiers', () => {
  it('stand at their places, blank where none is known', () => {
    expect(of('甲公司;乙公司;丙公司', `uscc:${code}；; foreign:HRB 1 `).owners).toStrictEqual([
      { name: '甲公司', identifier: { scheme: 'uscc', value: code } },
      { name: '乙公司' },
      { name: '丙公司', identifier: { scheme: 'foreign', value: 'HRB 1' } },
    ]);
  });

  it('may have a colon of their own', () => {
    expect(of('甲公司', 'foreign:DE:HRB:1').owners).toEqual([
      { name: '甲公司', identifier: { scheme: 'foreign', value: 'DE:HRB:1' } },
    ]);
  });

  it('are as many as the owners, or none counts', () => {
    expect(of('甲公司;乙公司', 'foreign:1')).toEqual({
      owners: [{ name: '甲公司' }, { name: '乙公司' }],
      faults: ['patenteeIdentifiers owners.identifierCount'],
    });
    expect(of('甲公司', 'foreign:1;').faults).toEqual(['patenteeIdentifiers owners.identifierCount']);
  });

  it('name their scheme, and are of its form: what is wrong with the first bad one is told', () => {
    for (const wrong of [code, 'lei:1', ':1', 'x'])
      expect(of('甲公司', wrong).faults, wrong).toEqual(['patenteeIdentifiers owners.identifierScheme']);
    expect(of('甲公司', 'uscc:1').faults).toEqual(['patenteeIdentifiers uscc.invalid']);
    expect(of('甲公司', 'foreign:').faults).toEqual(['patenteeIdentifiers text.empty']);
    expect(of('甲公司;乙公司;丙公司', ';uscc:1;foreign:').faults).toEqual([
      'patenteeIdentifiers uscc.invalid',
    ]);
    expect(of('甲公司;乙公司', 'foreign:1;foreign:').owners).toStrictEqual([
      { name: '甲公司', identifier: { scheme: 'foreign', value: '1' } },
      { name: '乙公司' },
    ]);
  });
});
