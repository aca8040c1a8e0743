import * as z from 'zod';
import { entryId } from '../../kernel/id.ts';
import { instant } from '../../kernel/instant.ts';
import { patentNumber } from '../../kernel/patent-number.ts';
import { plainDate } from '../../kernel/plain-date.ts';
import { parseRight } from '../../kernel/right.ts';
import type { Opening } from '../../register/entry.ts';
import { type PublicParty, pledgeStatuses, type RegisterRecord } from '../../register/record.ts';
import { asOf } from './as-of-view.ts';

/** A party as shown: an organisation by name; a person by the opened name, or not at all once forgotten. */
export const partyView = z.strictObject({
  kind: z.enum(['organisation', 'person']),
  name: z.string().optional(),
  identifier: z.string().optional(),
});

/** 质权登记 in public: what the gazette says (A6.4), and no terms. */
export const pledgeView = z.strictObject({
  registrationNumber: z.string(),
  status: z.enum(pledgeStatuses),
  version: z.int(),
  registrationDate: plainDate,
  registeredAt: instant,
  entry: entryId,
  pledgors: z.array(partyView),
  pledgees: z.array(partyView),
  patents: z.array(z.strictObject({ patentNumber, name: z.string(), titleVersion: z.int() })),
});
export type PledgeView = z.output<typeof pledgeView>;

/** The pledge with its terms, for its own parties and the office. */
export const pledgeOwnView = pledgeView.extend({ terms: z.record(z.string(), z.unknown()) });

/** One pledge as answered by itself, with as of when where that was asked. */
export const pledgeAnswer = pledgeView.extend({ asOf });
export const pledgeOwnAnswer = pledgeOwnView.extend({ asOf });

export function pledgeViewOf(record: RegisterRecord, openings: readonly Opening[]): PledgeView {
  return {
    registrationNumber: record.number,
    status: record.status,
    version: record.version,
    registrationDate: record.registrationDate,
    registeredAt: record.registeredAt,
    entry: record.entry,
    pledgors: record.pledgors.map((one) => shown(one, openings)),
    pledgees: record.pledgees.map((one) => shown(one, openings)),
    patents: record.rights.flatMap(({ right, version, name }) => {
      const number = parseRight(right)?.number;
      return number ? [{ patentNumber: number, name, titleVersion: version }] : [];
    }),
  };
}

/** Whether the record names a natural person, so that its public openings must be read to show it. */
export function namesPersons(record: RegisterRecord): boolean {
  return [...record.pledgors, ...record.pledgees].some((one) => one.kind === 'person');
}

const openedName = z.object({ name: z.string() });

function shown(party: PublicParty, openings: readonly Opening[]): z.output<typeof partyView> {
  if (party.kind === 'organisation') {
    return { kind: party.kind, name: party.name, ...(party.identifier && { identifier: party.identifier }) };
  }
  const opened = openings.find((one) => one.public && one.name === party.commitment);
  const value = openedName.safeParse(opened?.value);
  return { kind: party.kind, ...(value.success && { name: value.data.name }) };
}
