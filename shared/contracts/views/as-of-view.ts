import * as z from 'zod';
import { fault } from '../../kernel/fault.ts';
import { type Instant, instant, instantIn } from '../../kernel/instant.ts';

/** As of when the register is asked: a size of the journal, or an instant, which leads to one. */
export type AskedAsOf = { readonly size: number } | { readonly instant: Instant };

const sizeShape = /^(?:0|[1-9]\d{0,14})$/;
/** Longer than any size or time could be written. */
const lengthMax = 40;

/** 截至: `asOf` of a query. What is all digits is a size, and everything else a time of RFC 3339. */
export const asOfAsked = z
  .string()
  .max(lengthMax)
  .transform((text, context): AskedAsOf => {
    if (sizeShape.test(text)) return { size: Number(text) };
    const at = instantIn(text);
    if (at !== undefined) return { instant: at };
    context.addIssue({ code: 'custom', message: fault('asOf.format') });
    return z.NEVER;
  });

/**
 * As of when an answer was given: the first `size` leaves of the journal and nothing after them. `instant` is that of
 * the first checkpoint of exactly this size; a size inside a batch never had one, and neither has the empty journal.
 */
export const asOfView = z.strictObject({ size: z.int().min(0), instant: instant.optional() });
export type AsOfView = z.output<typeof asOfView>;

/** The member that an answer has where `asOf` was asked for, and lacks otherwise. */
export const asOf = asOfView.optional();
