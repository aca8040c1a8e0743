import * as z from 'zod';
import { fault } from './fault.ts';

// Direction marks and overrides let a text read otherwise than it is stored, which a register cannot have. XML, in
// which entries are exchanged, knows neither control characters nor U+FFFE and U+FFFF. U+FFFD stands where a text
// in another encoding (GBK) was read as UTF-8: what was meant is lost, and a register must not keep the ruin.
const FORBIDDEN = '\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ufffd-\\uffff';
const LINE = new RegExp(`^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029${FORBIDDEN}]*$`);
const PARAGRAPH = new RegExp(`^[^\\u0000-\\u0009\\u000b-\\u001f\\u007f-\\u009f${FORBIDDEN}]*$`);

// A text of nothing but fillers, joiners and zero-width spaces looks empty, however long (U+2800: empty braille).
const SHOWN = /[^\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u;

function lengthOf(text: string): number {
  let count = 0;
  // A string's length counts 𠮷 twice; iterating counts what a reader counts.
  for (const _ of text) count += 1;
  return count;
}

function plain(pattern: RegExp, maxChars: number, tidy: (text: string) => string) {
  const refused = { error: fault('text.forbidden'), abort: true };
  // In one go: each method of a schema copies it, and cold starts build a schema for every text of every form.
  return z
    .string()
    .check(
      z.overwrite((text) => tidy(text).normalize('NFC').trim()),
      z.regex(pattern, refused),
      z.refine((text: string) => text.isWellFormed(), refused),
      z.refine((text: string) => SHOWN.test(text), { error: fault('text.empty'), abort: true }),
      z.refine((text: string) => lengthOf(text) <= maxChars, fault('text.tooLong')),
    )
    .register(z.globalRegistry, { minLength: 1, maxLength: maxChars });
}

/**
 * One line of text, trimmed and in NFC, of 1 to `maxChars` code points. Rare characters of names (𠮷, 㐂) stay as
 * they are; control characters, direction marks and overrides and lone surrogates are refused, never silently dropped.
 */
export function line(maxChars: number) {
  return plain(LINE, maxChars, (text) => text);
}

/** As `line`, with line feeds; CR LF becomes LF. */
export function paragraph(maxChars: number) {
  return plain(PARAGRAPH, maxChars, (text) => text.replace(/\r\n?/g, '\n'));
}
