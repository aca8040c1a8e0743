import * as z from 'zod';
import { digestText } from '../kernel/digest.ts';
import { entryId, filingId } from '../kernel/id.ts';
import { instant } from '../kernel/instant.ts';
import { rightId } from '../kernel/right.ts';

/** A salted digest in place of a personal or commercial value; its opening is kept apart and can be forgotten. */
export const commitment = z.strictObject({ name: z.string().max(64), digest: digestText });
export type Commitment = z.output<typeof commitment>;

/** Who decided: the machine, a named examiner (the name is a commitment), or the office by its own act. */
export const deciders = ['machine', 'examiner', 'office'] as const;

/**
 * 登记条目: the immutable line of one accepted filing or office act. Its canonical JSON is the journal's leaf,
 * so this shape is fixed: it may gain a new `schema`, it may never change (docs/adr/0003-entry-schema.md).
 */
export const entry = z.strictObject({
  schema: z.literal('entry-1'),
  id: entryId,
  instant,
  act: z.string().max(64),
  /** The filing that asked; office acts have none. */
  filing: filingId.optional(),
  decidedBy: z.enum(deciders),
  eventCode: z.string().max(32).optional(),
  /**
   * Titles with the version this entry gave them, and the digest of the holds that anyone may see on them from then on
   * (`holdsDigest`; absent where there are none). Absent as a whole where a body of thousands of rows lists them.
   */
  advanced: z
    .array(z.strictObject({ right: rightId, version: z.int().min(1), holds: digestText.optional() }))
    .optional(),
  /** Titles it relied on without changing them, with the version it saw. */
  read: z.array(z.strictObject({ right: rightId, version: z.int().min(1) })).optional(),
  record: z
    .strictObject({ kind: z.string(), number: z.string(), version: z.int().min(1), status: z.string() })
    .optional(),
  /** The gazette's items, or the public facts of an office act. */
  public: z.record(z.string(), z.unknown()),
  /** Each name once, so that an opening belongs to one digest only. */
  commitments: z
    .array(commitment)
    .refine((all) => new Set(all.map((one) => one.name)).size === all.length, 'entry.repeatedCommitment'),
  /** A body too large for the leaf, stored under its digest. */
  body: z
    .strictObject({ digest: digestText, bytes: z.int().min(0), mediaType: z.string().max(100) })
    .optional(),
  demonstration: z.boolean(),
});
export type Entry = z.output<typeof entry>;

/** The value and salt behind one commitment. `public` ones may be shown to anyone until they are forgotten. */
export const opening = z.strictObject({
  name: z.string().max(64),
  salt: z.string(),
  value: z.unknown(),
  public: z.boolean(),
});
export type Opening = z.output<typeof opening>;
