import * as z from 'zod';
import { correctionId, entryId, filingId, partyId, reviewId } from '../kernel/id.ts';
import { type Instant, instant } from '../kernel/instant.ts';
import { type Difference, differences } from '../kernel/json-diff.ts';
import { line } from '../kernel/plain-text.ts';
import { rightId } from '../kernel/right.ts';
import { uscc } from '../kernel/uscc.ts';
import { staffAccount } from './claim.ts';
import { deadline } from './filing.ts';
import { bytesInLeaf, partyNameBytesMax } from './leaf.ts';
import type { RegisterRecord } from './record.ts';
import { legalFacts, owner, particulars, publicView, type Title, title } from './title.ts';

export const correctionAct = 'office.correction';
export const correctionStatuses = ['proposed', 'made', 'sentBack'] as const;

const named = line(300).refine((text) => bytesInLeaf(text) <= partyNameBytesMax, 'text.tooLong');

/** What the register says of a right, each part as it ought to read as a whole. */
const titleChange = z.strictObject({
  target: z.literal('title'),
  right: rightId,
  version: z.int().min(1),
  particulars: particulars.optional(),
  owners: z.array(owner).min(1).max(50).optional(),
  facts: legalFacts.optional(),
});

/** What the office itself wrote into a record: names as shown. The parties' terms are not the office's to correct. */
const recordChange = z.strictObject({
  target: z.literal('record'),
  number: z.string().max(64),
  version: z.int().min(1),
  patents: z
    .array(z.strictObject({ right: rightId, name: particulars.shape.name }))
    .min(1)
    .max(20)
    .optional(),
  organisations: z
    .array(
      z.strictObject({
        side: z.enum(['pledgors', 'pledgees']),
        place: z.int().min(0).max(19),
        name: named,
        identifier: uscc.optional(),
      }),
    )
    .min(1)
    .max(40)
    .optional(),
});

export const registerChange = z.discriminatedUnion('target', [titleChange, recordChange]);
export type RegisterChange = z.output<typeof registerChange>;
export type TitleChange = z.output<typeof titleChange>;
export type RecordChange = z.output<typeof recordChange>;

export const shownChange = z.strictObject({
  pointer: z.string(),
  from: z.json().optional(),
  to: z.json().optional(),
});

/** 更正: an error of the office, as one examiner proposes to put it right and another confirms (ADR 0014). */
export const officeCorrection = z.strictObject({
  id: correctionId,
  version: z.int().min(1),
  status: z.enum(correctionStatuses),
  change: registerChange,
  /** What differs, as both examiners saw it; what is not announced stands here too. */
  differences: z.array(shownChange).max(500),
  reason: line(1000),
  review: reviewId.optional(),
  /** Who is told, each with the filing of the record through which it is concerned. */
  concerned: z.array(z.strictObject({ party: partyId, filing: filingId, number: z.string() })).max(80),
  account: staffAccount,
  proposedAt: instant,
  deadline,
  end: z
    .strictObject({
      account: staffAccount,
      at: instant,
      entry: entryId.optional(),
      reason: line(1000).optional(),
    })
    .optional(),
});
export type OfficeCorrection = z.output<typeof officeCorrection>;

/** What the entry of a correction commits to: the change itself, so that its effect can be made again from it. */
export const sealedGrounds = z.strictObject({
  correction: correctionId,
  change: registerChange,
  differences: z.array(shownChange),
});

/** The title as corrected, by the entry. Holds, and so priority, are as they were: a correction never reorders. */
export function correctedTitle(
  before: Title,
  change: TitleChange,
  by: { readonly instant: Instant; readonly entry: Title['entry'] },
): Title {
  const { particulars: told = before.particulars, owners = before.owners, facts = before.facts } = change;
  const { instant: at, entry } = by;
  const version = before.version + 1;
  return title.parse({ ...before, particulars: told, owners, facts, version, instant: at, entry });
}

/** The record as corrected; undefined where the change names what the record does not have. */
export function correctedRecord(before: RegisterRecord, change: RecordChange): RegisterRecord | undefined {
  const { patents = [], organisations = [] } = change;
  const unknown = patents.some(({ right }) => !before.rights.some((one) => one.right === right));
  const notNamed = organisations.some(({ side, place }) => before[side][place]?.kind !== 'organisation');
  if (unknown || notNamed) return undefined;
  const shown = (side: 'pledgors' | 'pledgees') =>
    before[side].map((party, place) => {
      const now = organisations.find((one) => one.side === side && one.place === place);
      if (!now) return party;
      const { name, identifier } = now;
      return { kind: 'organisation' as const, name, ...(identifier && { identifier }) };
    });
  return {
    ...before,
    version: before.version + 1,
    rights: before.rights.map((one) => ({
      ...one,
      name: patents.find(({ right }) => right === one.right)?.name ?? one.name,
    })),
    pledgors: shown('pledgors'),
    pledgees: shown('pledgees'),
  };
}

const compared = ({ particulars: told, owners, facts }: Title) => ({ particulars: told, owners, facts });

/** What of the titles differs, all of it, for the office. */
export function titleDifferences(before: Title, after: Title): Difference[] {
  return differences(compared(before), compared(after));
}

/** What anyone may read of it. Owners are left to commitments, since one may be a natural person. */
export function publicDifferences(before: Title, after: Title): Difference[] {
  const shown = ({ particulars: told, facts }: Title) => ({ particulars: told, facts });
  return differences(shown(publicView(before)), shown(publicView(after)));
}

const namesOf = ({ rights, pledgors, pledgees }: RegisterRecord) => ({ rights, pledgors, pledgees });

/** All that can be corrected in a record is public already. */
export function recordDifferences(before: RegisterRecord, after: RegisterRecord): Difference[] {
  return differences(namesOf(before), namesOf(after));
}
