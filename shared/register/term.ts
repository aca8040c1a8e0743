import type { PatentKind } from '../kernel/patent-number.ts';
import { addDays, addYears, type PlainDate } from '../kernel/plain-date.ts';
import { firstFilingDay, type Particulars } from './title.ts';

type TermRule = {
  readonly kind: PatentKind;
  readonly years: number;
  readonly filedFrom: string;
  readonly source: string;
};

/**
 * 专利权期限: years from the filing date (Patent Law art. 42). The law of 2021-06-01 lengthened the term of
 * designs to 15 years for those filed from that day on (A4.3); the newest rule that fits the filing date holds.
 */
export const termRules: readonly TermRule[] = [
  { kind: 'invention', years: 20, filedFrom: firstFilingDay, source: 'Patent Law art. 42' },
  { kind: 'utilityModel', years: 10, filedFrom: firstFilingDay, source: 'Patent Law art. 42' },
  { kind: 'design', years: 15, filedFrom: '2021-06-01', source: 'Patent Law (2020) art. 42' },
  { kind: 'design', years: 10, filedFrom: firstFilingDay, source: 'Patent Law (2008) art. 42' },
];

/** 期限届满日: the day the patent's term ends, compensation days included (Implementing Rules art. 84). */
export function expiryDate(of: Particulars): PlainDate | undefined {
  const rule = termRules.find((row) => row.kind === of.kind && row.filedFrom <= of.filingDate);
  return rule && addDays(addYears(of.filingDate, rule.years), of.compensationDays);
}
