import { describe, expect, it } from 'vitest';
import { cellReader } from '../../../../shared/register/import/cell.ts';
import type { Cells } from '../../../../shared/register/import/columns.ts';
import { readFacts } from '../../../../shared/register/import/facts.ts';
import type { ImportTerms } from '../../../../shared/register/import/terms.ts';
import { annuityStandings, legalStatuses } from '../../../../shared/register/title.ts';
import { patentNo } from '../sample.ts';

type Terms = Pick<ImportTerms, 'statusBasis' | 'annuityBasis'>;
const assumed: Terms = { statusBasis: 'assumed', annuityBasis: 'assumed' };
const sourced: Terms = { statusBasis: 'source', annuityBasis: 'source' };

function read(cells: Cells, terms = assumed, kind?: Parameters<typeof readFacts>[2]) {
  const reader = cellReader(cells);
  const facts = readFacts(reader, cells, kind, terms);
  return { facts, faults: reader.faults.map(({ field, code }) => `${field} ${code}`) };
}

describe('the status of an imported patent', () => {
  it.each(legalStatuses)('may be stated as %s, on the basis that the batch declares', (value) => {
    expect(read({ legalStatus: value }).facts?.status).toEqual({ value, basis: 'assumed' });
    expect(read({ legalStatus: value }, sourced).facts?.status).toEqual({ value, basis: 'source' });
  });

  it('is granted by the source where there is a grant date; without one only an assumption makes it so', () => {
    expect(read({ grantDate: '2020-05-01' }, sourced).facts?.status).toEqual({
      value: 'granted',
      basis: 'source',
    });
    expect(read({ grantDate: '2020-05-01' }).facts?.status).toEqual({ value: 'granted', basis: 'source' });
    expect(read({}).facts?.status).toEqual({ value: 'granted', basis: 'assumed' });
    expect(read({}, sourced)).toEqual({ facts: undefined, faults: ['grantDate title.statusUnstated'] });
  });

  it('that cannot be read is told as that alone, not as unstated too', () => {
    expect(read({ legalStatus: 'lapsed' }, sourced)).toEqual({
      ...{ facts: undefined, faults: ['legalStatus cell.notAnOption'] },
    });
  });

  it('of an application has no grant date; of any other it may', () => {
    const granted = { grantDate: '2020-05-01' };
    expect(read({ ...granted, legalStatus: 'application' }).faults).toEqual([
      'legalStatus title.grantedApplication',
    ]);
    expect(read({ ...granted, legalStatus: 'terminated' }).faults).toEqual([]);
    expect(read({ legalStatus: 'application' }).faults).toEqual([]);
  });
});

describe('the annuity of an imported patent', () => {
  it.each(annuityStandings)('may be stated as %s', (value) => {
    expect(read({ annuity: value }, { ...assumed, annuityBasis: 'source' }).facts?.annuity).toEqual({
      ...{ value, basis: 'source' },
    });
  });

  it('where it is not: paid by assumption, unknown by a source that does not say', () => {
    expect(read({}).facts?.annuity).toEqual({ value: 'paid', basis: 'assumed' });
    expect(read({}, { ...assumed, annuityBasis: 'source' }).facts?.annuity).toEqual({
      ...{ value: 'unknown', basis: 'source' },
    });
  });
});

describe('the invalidation of an imported patent (A4.g11)', () => {
  it.each([
    ['none', { started: false, public: true, basis: 'source' }],
    ['public', { started: true, public: true, basis: 'source' }],
    ['unannounced', { started: true, public: false, basis: 'source' }],
    [undefined, { started: false, public: true, basis: 'assumed' }],
  ] as const)('stated as %s', (invalidationStarted, expected) => {
    const cells = invalidationStarted === undefined ? {} : { invalidationStarted };
    expect(read(cells).facts?.invalidation).toEqual(expected);
  });
});

describe('the same-day invention (A4.g10)', () => {
  const sameDayInvention = patentNo(1);

  it('is kept of a utility model, and told of any other kind as a fault', () => {
    const kept = read({ sameDayInvention }, assumed, 'utilityModel');
    expect([kept.facts?.sameDayInvention, kept.faults]).toEqual([sameDayInvention, []]);
    for (const kind of ['invention', 'design'] as const)
      expect(read({ sameDayInvention }, assumed, kind).faults).toEqual([
        'sameDayInvention title.sameDayInvention',
      ]);
    expect(read({}, assumed, 'invention').faults).toEqual([]);
    expect('sameDayInvention' in (read({}, assumed, 'utilityModel').facts ?? {})).toBe(false);
  });

  it('is an invention', () => {
    const design = { sameDayInvention: patentNo(1, 'design') };
    expect(read(design, assumed, 'utilityModel').faults).toEqual(['sameDayInvention title.sameDayInvention']);
  });

  it('is not judged by a kind that could not be read', () => {
    expect(read({ sameDayInvention }).faults).toEqual([]);
  });
});
