import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CURRENCIES,
  compareMoney,
  hundredths,
  MAX,
  type Money,
  money,
  positiveMoney,
} from '../../../shared/kernel/money.ts';

const cny = (amount: string): Money => money.parse({ amount, currency: 'CNY' });
const issuesOf = (value: unknown) =>
  money.safeParse(value).error?.issues.map((issue) => [issue.path.join('/'), issue.message]);

describe('money', () => {
  it.each([
    ['0', '0.00'],
    ['0.5', '0.50'],
    ['1500000', '1500000.00'],
    ['1500000.00', '1500000.00'],
    ['999999999999999.99', MAX],
  ])('%s is kept as %s', (given, kept) => {
    expect(cny(given)).toEqual({ amount: kept, currency: 'CNY' });
  });

  it('refuses every other spelling with its own code', () => {
    const bad = [
      '',
      '-1',
      '+1',
      '01',
      '1.',
      '.5',
      '1.234',
      '1,000',
      '1e5',
      ' 1',
      '1 ',
      '1\n',
      '１',
      'NaN',
      '0x10',
      '1000000000000000',
      '٣',
    ];
    for (const amount of bad) {
      expect(issuesOf({ amount, currency: 'CNY' }), amount).toEqual([['amount', 'money.amount']]);
    }
  });

  it('refuses numbers, unknown members, and currencies outside the list', () => {
    expect(money.safeParse({ amount: 1, currency: 'CNY' }).success).toBe(false);
    expect(money.safeParse({ amount: '1', currency: 'CNY', note: '' }).success).toBe(false);
    for (const currency of ['cny', 'RMB', '', 'XXX']) {
      expect(money.safeParse({ amount: '1', currency }).success).toBe(false);
    }
  });

  it('lets a currency without decimals have none', () => {
    for (const currency of ['JPY', 'KRW', 'VND']) {
      expect(money.parse({ amount: '1000', currency })).toEqual({ amount: '1000.00', currency });
      expect(issuesOf({ amount: '1000.50', currency })).toEqual([['amount', 'money.decimals']]);
    }
    expect(issuesOf({ amount: 'x', currency: 'JPY' })).toEqual([['amount', 'money.amount']]);
  });

  it('positiveMoney refuses zero in every spelling, and keeps the other refusals', () => {
    for (const amount of ['0', '0.0', '0.00']) {
      const result = positiveMoney.safeParse({ amount, currency: 'CNY' });
      expect(result.error?.issues.map(({ path, message }) => [path, message])).toEqual([
        [['amount'], 'money.positive'],
      ]);
    }
    expect(positiveMoney.parse({ amount: '0.01', currency: 'USD' }).amount).toBe('0.01');
    expect(positiveMoney.safeParse({ amount: '1.5', currency: 'JPY' }).success).toBe(false);
    expect(positiveMoney.safeParse({ amount: '-1', currency: 'CNY' }).success).toBe(false);
  });

  it('lists each currency once, as three capital letters', () => {
    expect(new Set(CURRENCIES).size).toBe(CURRENCIES.length);
    for (const currency of CURRENCIES) expect(currency).toMatch(/^[A-Z]{3}$/);
  });
});

describe('compareMoney', () => {
  const amount = fc.bigInt({ min: 0n, max: 99999999999999999n });
  const written = (cents: bigint) => `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;

  it('compares as exact numbers do, beyond what a double holds', () => {
    fc.assert(
      fc.property(amount, amount, (a, b) => {
        expect(hundredths(cny(written(a)))).toBe(a);
        expect(compareMoney(cny(written(a)), cny(written(b)))).toBe(a === b ? 0 : a < b ? -1 : 1);
      }),
    );
    expect(compareMoney(cny('999999999999999.98'), cny(MAX))).toBe(-1);
    expect(compareMoney(cny('9'), cny('10'))).toBe(-1);
  });

  it('knows no order between currencies', () => {
    expect(compareMoney(cny('1'), { amount: '1.00', currency: 'USD' })).toBeUndefined();
  });
});
