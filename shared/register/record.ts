import * as z from 'zod';
import { entryId, filingId, partyId } from '../kernel/id.ts';
import { instant } from '../kernel/instant.ts';
import { plainDate } from '../kernel/plain-date.ts';
import { rightId } from '../kernel/right.ts';

/** Each kind of record has its own states; the state machine of pledges is A7. */
export const pledgeStatuses = ['registered', 'discharged', 'revoked'] as const;

/**
 * A party as a record shows it in public. An organisation is named; a natural person appears by role here,
 * and by name only through an opening that can be forgotten.
 */
export const publicParty = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('organisation'), name: z.string(), identifier: z.string().optional() }),
  z.strictObject({ kind: z.literal('person'), commitment: z.string() }),
]);
export type PublicParty = z.output<typeof publicParty>;

/** 质权登记: what is registered. `terms` are the parties' business and never leave through a public address. */
export const pledgeRecord = z.strictObject({
  kind: z.literal('pledge'),
  number: z.string(),
  version: z.int().min(1),
  status: z.enum(pledgeStatuses),
  entry: entryId,
  filing: filingId,
  registeredAt: instant,
  registrationDate: plainDate,
  rights: z.array(z.strictObject({ right: rightId, version: z.int(), name: z.string() })).min(1),
  pledgors: z.array(publicParty).min(1),
  pledgees: z.array(publicParty).min(1),
  /** Who may read the terms. */
  parties: z.array(partyId),
  terms: z.record(z.string(), z.unknown()),
});

export const registerRecord = z.discriminatedUnion('kind', [pledgeRecord]);
export type RegisterRecord = z.output<typeof registerRecord>;
