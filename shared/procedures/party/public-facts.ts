import * as z from 'zod';
import { partyId } from '../../kernel/id.ts';
import type { Party } from '../../register/party.ts';

/**
 * A party in the public facts of an entry: an organisation by name and unified social credit code, which are public
 * by law; a natural person by nothing but the id, and at enrolment by a commitment whose opening can be forgotten.
 * Foreign identifiers, addresses and accounts stand here for nobody (`docs/adr/0003-entry-schema.md`).
 */
export const partyFacts = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('organisation'),
    party: partyId,
    name: z.string(),
    identifier: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal('person'), party: partyId, commitment: z.literal('party').optional() }),
]);
export type PartyFacts = z.output<typeof partyFacts>;

export function partyFactsOf(of: Pick<Party, 'id' | 'kind' | 'name' | 'identifier'>): PartyFacts {
  if (of.kind === 'person') return { kind: 'person', party: of.id };
  const identifier = of.identifier?.scheme === 'uscc' ? of.identifier.value : undefined;
  return { kind: 'organisation', party: of.id, name: of.name, ...(identifier && { identifier }) };
}

/** A value that goes into the entry as a digest only, opened to nobody but by the office. */
export const closed = (value: unknown) => ({ value, public: false });
