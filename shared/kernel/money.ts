import * as z from 'zod';
import { fault } from './fault.ts';

/** ISO 4217 codes in which a debt before this register is likely to be written. */
export const CURRENCIES = [
  'CNY',
  'HKD',
  'MOP',
  'TWD',
  'USD',
  'EUR',
  'GBP',
  'JPY',
  'KRW',
  'SGD',
  'AUD',
  'CAD',
  'CHF',
  'SEK',
  'NOK',
  'DKK',
  'NZD',
  'RUB',
  'THB',
  'MYR',
  'IDR',
  'VND',
  'INR',
  'AED',
] as const;

export type Currency = (typeof CURRENCIES)[number];

// Their minor unit is the currency itself (ISO 4217, exponent 0).
const WITHOUT_DECIMALS: ReadonlySet<Currency> = new Set(['JPY', 'KRW', 'VND']);

/** The largest amount. A quadrillion less a cent leaves room above any debt, and sums stay readable. */
export const MAX = '999999999999999.99';

function withTwoDecimals(amount: string): string {
  const [units = '', decimals = ''] = amount.split('.');
  return `${units}.${decimals.padEnd(2, '0')}`;
}

const amount = z
  .string()
  .regex(/^(?:0|[1-9]\d{0,14})(?:\.\d{1,2})?$/, { error: fault('money.amount'), abort: true })
  .overwrite(withTwoDecimals);

/**
 * An amount and its currency: `{ "amount": "1500000.00", "currency": "CNY" }`. Never a number, so that no cent is
 * lost on the way. None, one or two decimals come in, two go out, in every currency alike; where the currency has
 * none (JPY, KRW, VND) they must be zero.
 */
export const money = z.strictObject({ amount, currency: z.enum(CURRENCIES) }).check((context) => {
  const { amount: text, currency } = context.value;
  if (!WITHOUT_DECIMALS.has(currency) || text.endsWith('.00')) return;
  context.issues.push({ code: 'custom', path: ['amount'], message: fault('money.decimals'), input: text });
});

export type Money = Readonly<z.infer<typeof money>>;

/** Money greater than zero. */
export const positiveMoney = money.check((context) => {
  const text = context.value.amount;
  if (/[1-9]/.test(text)) return;
  context.issues.push({ code: 'custom', path: ['amount'], message: fault('money.positive'), input: text });
});

/** The amount in hundredths of the currency, also where the currency has no decimals. */
export function hundredths(value: Money): bigint {
  return BigInt(withTwoDecimals(value.amount).replace('.', ''));
}

/** Compares two amounts of one currency; undefined where the currencies differ, since no rate is ours to choose. */
export function compareMoney(a: Money, b: Money): -1 | 0 | 1 | undefined {
  if (a.currency !== b.currency) return undefined;
  const difference = hundredths(a) - hundredths(b);
  if (difference === 0n) return 0;
  return difference < 0n ? -1 : 1;
}
