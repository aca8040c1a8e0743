import * as z from 'zod';
import { digestOf, digestText } from '../kernel/digest.ts';
import { instant } from '../kernel/instant.ts';
import { valueAt } from '../kernel/json-diff.ts';
import { line } from '../kernel/plain-text.ts';
import { staffAccount } from './claim.ts';

/** What all replies to one request may weigh as JSON, in bytes: they lie with the filing, in an item of 400 KB. */
export const repliesBytesMax = 12_288;

// The names of a form's fields are plain words; whatever else stood here would be shown to the party as it is.
const pointer = z
  .string()
  .max(200)
  .regex(/^(?:\/[\w.~-]+)*$/);

export const requestedItem = z.strictObject({
  /** JSON Pointer into the form; `/documents` and below stands for the documents, the empty one for all of it. */
  pointer,
  text: line(500),
});

/** 补正通知: what an examiner asked to correct, item by item, with what the party answered so far (A2.4). */
export const correctionRequest = z.strictObject({
  account: staffAccount,
  at: instant,
  items: z
    .array(
      requestedItem.extend({
        /** Digest of what stood at the pointer; another one now means that it was changed. */
        was: digestText,
        reply: line(1000).optional(),
      }),
    )
    .max(50),
});
export type CorrectionRequest = z.output<typeof correctionRequest>;

type Content = { readonly form: Readonly<Record<string, unknown>>; readonly documents: readonly unknown[] };

/** The form with its documents as one value, so that one kind of pointer leads to both. */
export function contentOf({ form, documents }: Content): Record<string, unknown> {
  return { ...form, documents };
}

function digestAt(content: Content, pointer: string) {
  const found = valueAt(contentOf(content), pointer);
  return digestOf(found === undefined ? { absent: true } : { found });
}

/** The request as it begins: nothing is answered, and what stands at each pointer is remembered. */
export function requestOf(
  content: Content,
  items: readonly z.output<typeof requestedItem>[],
  by: Pick<CorrectionRequest, 'account' | 'at'>,
): CorrectionRequest {
  return { ...by, items: items.map((item) => ({ ...item, was: digestAt(content, item.pointer) })) };
}

/** Whether what stood at the item's pointer was changed since it was asked. */
export function isChanged(content: Content, item: CorrectionRequest['items'][number]): boolean {
  return digestAt(content, item.pointer) !== item.was;
}

/** The places of the items that were neither changed nor replied to. */
export function unanswered(content: Content, request: CorrectionRequest): number[] {
  return request.items.flatMap((item, place) =>
    item.reply !== undefined || isChanged(content, item) ? [] : [place],
  );
}
