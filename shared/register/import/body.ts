import * as z from 'zod';
import { canonicalJson, digestText } from '../../kernel/digest.ts';
import { batchId, type EntryId } from '../../kernel/id.ts';
import type { Instant } from '../../kernel/instant.ts';
import { rightId } from '../../kernel/right.ts';
import { bases, type Title, title } from '../title.ts';
import { importRow } from './row.ts';

/**
 * 导入批次: the body of an import's entry. The journal holds its digest for ever, so this shape is fixed like the
 * entry's own: it may gain a new `schema`, it may never change.
 */
export const importBody = z.strictObject({
  schema: z.literal('import-1'),
  batch: batchId,
  source: z.string(),
  statusBasis: z.enum(bases),
  annuityBasis: z.enum(bases),
  /** Without it the digest of a one-line batch would let anyone test a guess at an owner's name. */
  salt: z.string(),
  /** The lines that became titles, each at version 1. */
  created: z.array(z.strictObject({ line: z.int(), ...importRow.shape })).min(1),
  unchanged: z.array(z.strictObject({ line: z.int(), right: rightId })),
  /** What was not taken: where it stood and its digest, so that the file can be compared later. */
  rejected: z.array(
    z.strictObject({
      line: z.int(),
      digest: digestText,
      faults: z.array(z.strictObject({ field: z.string(), code: z.string() })),
    }),
  ),
});
export type ImportBody = z.output<typeof importBody>;

/** 导入专利: the act of the entry that creates titles. */
export const importAct = 'patent.import';

export const importBodyMediaType = 'application/json';

const utf8 = new TextEncoder();

/** The bytes that are stored and digested: canonical JSON (RFC 8785) in UTF-8. */
export function bodyBytes(body: ImportBody): Uint8Array {
  return utf8.encode(canonicalJson(body));
}

/** Reads a stored body back. Throws when it is not one: whoever checked the digest has found a bug. */
export function readBody(bytes: Uint8Array): ImportBody {
  return importBody.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
}

/** The titles that the entry created, at the entry's instant. */
export function titlesOf(
  body: ImportBody,
  made: { readonly entry: EntryId; readonly instant: Instant },
): Title[] {
  return body.created.map(({ line: _line, ...row }) =>
    title.parse({ ...row, ...{ version: 1, instant: made.instant, entry: made.entry, holds: [] } }),
  );
}
