import * as z from 'zod';
import { type Branded, branded } from './brand.ts';
import { fault } from './fault.ts';

/** A legal entity identifier 全球法人识别编码: 18 characters and two check digits (J3, ISO 17442). */
export type Lei = Branded<'Lei'>;

const FORM = /^[0-9A-Z]{18}\d{2}$/;

/** The remainder modulo 97 of the number that stands when each letter becomes 10 to 35 (ISO 7064). */
function remainder(text: string): number {
  let rest = 0;
  for (const char of text) {
    const value = Number.parseInt(char, 36);
    rest = (rest * (value < 10 ? 10 : 100) + value) % 97;
  }
  return rest;
}

/**
 * The check digits of the first 18 characters.
 *
 * They catch every digit mistaken for a digit, every letter for a letter, and swaps of two neighbouring digits or
 * letters. Since a letter counts as two digits, some digits mistaken for a letter pass (about 1 in 97), and so do
 * the swaps 1B, 2M and 3X.
 *
 * @throws RangeError when given anything but 18 digits or capital letters.
 */
export function leiCheck(first18: string): string {
  if (!/^[0-9A-Z]{18}$/.test(first18)) throw new RangeError('18 characters of an LEI are needed');
  return String(98 - remainder(`${first18}00`)).padStart(2, '0');
}

/** Whether the text is a well-formed identifier; it may still be lapsed or never issued. */
export function isLei(text: string): text is Lei {
  // Comparing with the computed digits also refuses 00, 01 and 99, which leave the same remainder as 97, 98, 02.
  return FORM.test(text) && text.endsWith(leiCheck(text.slice(0, 18)));
}

/** Small letters and spaces around are forgiven. */
export const lei = branded<Lei>(
  z
    .string()
    .max(40, fault('lei.invalid'))
    .meta({ description: 'Legal entity identifier' })
    .transform((text) => text.trim().toUpperCase())
    .pipe(
      z
        .string()
        .regex(FORM, { error: fault('lei.invalid'), abort: true })
        .refine(isLei, fault('lei.invalid')),
    ),
);
