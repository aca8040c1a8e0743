import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PATENT_KINDS, type PatentKind } from '../../../shared/kernel/patent-number.ts';
import { addDays, daysBetween, plainDate } from '../../../shared/kernel/plain-date.ts';
import { expiryDate, termRules } from '../../../shared/register/term.ts';
import { patentNo, titleOf } from './sample.ts';

function expiry(kind: PatentKind, filingDate: string, compensationDays = 0) {
  return expiryDate(titleOf(patentNo(1, kind), { kind, filingDate, compensationDays }).particulars);
}

describe('expiryDate', () => {
  it.each([
    ['invention', '2017-07-21', '2037-07-21'],
    ['invention', '1985-04-01', '2005-04-01'],
    ['utilityModel', '2018-03-01', '2028-03-01'],
    ['design', '2012-12-31', '2022-12-31'],
  ] as const)('A4.3: %s filed %s ends on %s', (kind, filed, ends) => {
    expect(expiry(kind, filed)).toBe(ends);
  });

  it('A4.3: designs filed from 2021-06-01 on have fifteen years, those before have ten', () => {
    expect(expiry('design', '2021-05-31')).toBe('2031-05-31');
    expect(expiry('design', '2021-06-01')).toBe('2036-06-01');
  });

  it('A4.3: the new law leaves inventions and utility models as they were', () => {
    for (const filed of ['2021-05-31', '2021-06-01']) {
      expect(expiry('invention', filed)).toBe(filed.replace('2021', '2041'));
      expect(expiry('utilityModel', filed)).toBe(filed.replace('2021', '2031'));
    }
  });

  it('A5.2: 29 February ends on 28 February where the year has no 29th', () => {
    expect(expiry('utilityModel', '2020-02-29')).toBe('2030-02-28');
    expect(expiry('invention', '2020-02-29')).toBe('2040-02-29');
    expect(expiry('design', '2024-02-29')).toBe('2039-02-28');
  });

  it('A4.3: compensation is counted in days after the years, over leap days too', () => {
    expect(expiry('invention', '2020-02-28', 1)).toBe('2040-02-29');
    expect(expiry('invention', '2017-07-21', 365)).toBe('2038-07-21');
    expect(expiry('invention', '2017-07-21', 1827)).toBe('2042-07-22');
  });

  it('A4.3: is known for every patent that the register can hold, and each compensation day adds one', () => {
    const filed = fc
      .integer({ min: 0, max: 20_000 })
      .map((days) => addDays(plainDate.parse('1985-04-01'), days));
    fc.assert(
      fc.property(
        fc.constantFrom(...PATENT_KINDS),
        filed,
        fc.integer({ min: 0, max: 3660 }),
        (kind, on, days) => {
          const bare = expiry(kind, on);
          const longer = expiry(kind, on, days);
          if (!bare || !longer) throw new Error('no term');
          expect(daysBetween(bare, longer)).toBe(days);
          expect(bare > on).toBe(true);
        },
      ),
    );
  });

  it('A4.3: each rule names the article of the law that it rests on', () => {
    for (const { source } of termRules) expect(source).toMatch(/^Patent Law( \(\d{4}\))? art\. 42$/);
  });
});
