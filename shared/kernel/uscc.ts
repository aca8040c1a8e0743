import * as z from 'zod';
import { type Branded, branded } from './brand.ts';
import { fault } from './fault.ts';

/** A unified social credit code 统一社会信用代码, 18 characters (J2, GB 32100-2015). */
export type Uscc = Branded<'Uscc'>;

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const FORM = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/;

/**
 * The check character of the first 17: weights 3^(i-1) modulo 31 (J2).
 *
 * It catches every wrong character and every swap within the 17; a swap of the first character with the check
 * character itself passes, since both weigh 1.
 *
 * @throws RangeError when given anything but 17 characters of the code's alphabet.
 */
export function usccCheck(first17: string): string {
  if (!/^[0-9A-HJ-NPQRTUWXY]{17}$/.test(first17)) throw new RangeError('17 characters of a USCC are needed');
  let sum = 0;
  let weight = 1;
  for (const char of first17) {
    sum += ALPHABET.indexOf(char) * weight;
    weight = (weight * 3) % 31;
  }
  // The outer modulo keeps a sum divisible by 31 inside the alphabet: its check character is 0.
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
}

const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2] as const;

/**
 * The check character of an organisation code 组织机构代码, positions 9 to 16 of a USCC (GB 11714).
 *
 * Not part of `isUscc`: the code as a whole already catches every wrong character, and a registrar's slip in the
 * inner code must not keep a real organisation out.
 *
 * @throws RangeError when given anything but 8 digits or capital letters.
 */
export function organisationCodeCheck(first8: string): string {
  if (!/^[0-9A-Z]{8}$/.test(first8)) throw new RangeError('8 characters of an organisation code are needed');
  const sum = ORGANISATION_WEIGHTS.reduce(
    (total, weight, at) => total + Number.parseInt(first8.charAt(at), 36) * weight,
    0,
  );
  const rest = 11 - (sum % 11);
  if (rest === 10) return 'X';
  return rest === 11 ? '0' : String(rest);
}

/** Whether the text is a well-formed code. A passing code is not proof that it is that organisation's. */
export function isUscc(text: string): text is Uscc {
  return FORM.test(text) && text.endsWith(usccCheck(text.slice(0, 17)));
}

/** Small letters and spaces around are forgiven. */
export const uscc = branded<Uscc>(
  z
    .string()
    .max(40, fault('uscc.invalid'))
    .meta({ description: 'Unified social credit code' })
    .transform((text) => text.trim().toUpperCase())
    .pipe(
      z
        .string()
        .regex(FORM, { error: fault('uscc.invalid'), abort: true })
        .refine(isUscc, fault('uscc.invalid')),
    ),
);
