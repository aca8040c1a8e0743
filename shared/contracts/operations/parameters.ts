import * as z from 'zod';
import { searchedMax } from '../../certificates/search-certificate.ts';
import { filingId } from '../../kernel/id.ts';
import { patentNumber } from '../../kernel/patent-number.ts';
import { pledgeRegistrationNumber } from '../../kernel/registration-number.ts';
import { asOfAsked } from '../views/as-of-view.ts';

/** Path and query parameters that several operations share. */
export const filingPath = z.strictObject({ filingId });
export const patentPath = z.strictObject({ patentNumber });
export const pledgePath = z.strictObject({ registrationNumber: pledgeRegistrationNumber });

/** Query parameters arrive as text; a page holds 1 to 50 lines. */
export const page = {
  cursor: z.string().max(1000).optional(),
  limit: z
    .string()
    .regex(/^([1-9]|[1-4]\d|50)$/)
    .optional(),
};

/** Longer than twenty numbers as anyone writes them. */
const patentsCharsMax = 20 * 41;

/** One to twenty patents: the parameter given several times, which the gateway joins by commas, or written so. */
export const patentsAsked = z
  .string()
  .max(patentsCharsMax)
  .transform((text) => text.split(','))
  .pipe(z.array(patentNumber).max(searchedMax));

/** As of when; what lies before it in the journal answers, and nothing else. */
export const asOfQuery = { asOf: asOfAsked.optional() };

/** A page of a list: the lines, and the cursor of the next page where there is one. */
export function pageOf<Line extends z.ZodType>(line: Line) {
  return z.strictObject({ items: z.array(line), next: z.string().optional() });
}
