import * as z from 'zod';
import { type Branded, branded } from './brand.ts';
import { fault } from './fault.ts';

/**
 * A Chinese patent number 专利号 with its check digit and without the dot: 13 characters, or 9 for applications
 * filed before 2003-10-01 (J1, ZC 0006-2003).
 */
export type PatentNumber = Branded<'PatentNumber'>;

/** Invention 发明, utility model 实用新型, design 外观设计. */
export const PATENT_KINDS = ['invention', 'utilityModel', 'design'] as const;
export type PatentKind = (typeof PATENT_KINDS)[number];

export type ParsedPatentNumber =
  | {
      readonly ok: true;
      readonly number: PatentNumber;
      readonly kind: PatentKind;
      /** Whether the number says that the application entered through the PCT (kinds 8 and 9). */
      readonly pct: boolean;
      readonly filingYear: number;
    }
  | {
      readonly ok: false;
      readonly reason: 'format' | 'checkDigit' | 'kind';
      readonly expectedCheck?: string;
    };

const KINDS: Readonly<Record<string, { readonly kind: PatentKind; readonly pct: boolean }>> = {
  1: { kind: 'invention', pct: false },
  2: { kind: 'utilityModel', pct: false },
  3: { kind: 'design', pct: false },
  8: { kind: 'invention', pct: true },
  9: { kind: 'utilityModel', pct: true },
};

const FORM = /^(?:\d{12}|\d{8})[\dX]$/;

/**
 * The check digit of the first 12 (or 8) digits: weights 2 to 9, then 2 to 5, modulo 11, 10 written X (J1.1).
 *
 * It catches every wrong digit and every swap of two neighbours. It does not catch a swap of two digits eight
 * places apart, whose weights are equal.
 *
 * @throws RangeError when given anything but 8 or 12 digits.
 */
export function patentCheckDigit(digits: string): string {
  if (!/^(?:\d{12}|\d{8})$/.test(digits)) throw new RangeError('8 or 12 digits are needed');
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) sum += Number(digits.charAt(at)) * ((at % 8) + 2);
  const rest = sum % 11;
  return rest === 10 ? 'X' : String(rest);
}

/** People paste numbers from forms: full-width characters, ZL or CN before, spaces and dots anywhere. */
function normalise(text: string): string {
  return text
    .replace(/[！-～]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replace(/[\s\u200b.·。]/g, '')
    .toUpperCase()
    .replace(/^(?:CN|ZL){1,2}/, '');
}

function filingYearOf(digits: string): number | undefined {
  const year = Number(digits.slice(0, digits.length === 13 ? 4 : 2));
  if (digits.length === 13) return year >= 2003 && year <= 2099 ? year : undefined;
  // Two-digit years run from the first application in 1985 to the change of the form in 2003.
  if (year >= 85) return 1900 + year;
  return year <= 3 ? 2000 + year : undefined;
}

/** Reads a patent number as people write it. The check digit expected is told, so that a form can show it. */
export function parsePatentNumber(text: string): ParsedPatentNumber {
  const number = normalise(text);
  const filingYear = FORM.test(number) ? filingYearOf(number) : undefined;
  if (filingYear === undefined) return { ok: false, reason: 'format' };
  const kind = KINDS[number.charAt(number.length === 13 ? 4 : 2)];
  if (kind === undefined) return { ok: false, reason: 'kind' };
  const expectedCheck = patentCheckDigit(number.slice(0, -1));
  if (!number.endsWith(expectedCheck)) return { ok: false, reason: 'checkDigit', expectedCheck };
  return { ok: true, number: number as PatentNumber, ...kind, filingYear };
}

/** The number as it is printed, with the dot before the check digit: `201710601862.3`. */
export function formatPatentNumber(number: PatentNumber): string {
  return `${number.slice(0, -1)}.${number.slice(-1)}`;
}

/** Takes a number as people write it and gives it in the register's form. */
export const patentNumber = branded<PatentNumber>(
  z
    .string()
    .max(40, fault('patentNumber.format'))
    .meta({ description: 'Patent number with check digit', examples: ['2017106018623', 'ZL 201710601862.3'] })
    .transform(normalise)
    .pipe(
      z
        .string()
        .regex(FORM, { error: fault('patentNumber.format'), abort: true })
        .check((context) => {
          const parsed = parsePatentNumber(context.value);
          if (parsed.ok) return;
          const { reason, expectedCheck } = parsed;
          context.issues.push({
            code: 'custom',
            message: fault(`patentNumber.${reason}`),
            params: expectedCheck === undefined ? { reason } : { reason, expectedCheck },
            input: context.value,
          });
        }),
    ),
);
