import { type EntryId, mandateId, type PartyId } from '../../kernel/id.ts';
import type { Mandate, Party } from '../../register/party.ts';
import type { EffectContext } from '../../register/procedure.ts';

/** The party, which an accepted filing has: one that is not enrolled is a finding, so anything else is a bug. */
export function partyIn(context: Pick<EffectContext, 'parties'>, id: PartyId): Party {
  const party = context.parties.get(id);
  if (!party) throw new Error(`no party ${id}`);
  return party;
}

/** The party's next version with the change in it. */
export function changed(party: Party, change: Partial<Party>, context: EffectContext): Party {
  const { instant, entry } = context;
  return { ...party, ...change, version: party.version + 1, instant, entry };
}

const lastChars = '0123456789abcdefghjkmnpqrstvwxyz';

/** The id of the n-th mandate that an entry gives: told from the entry's own, so that an effect needs no chance. */
export function mandateIdOf(entry: EntryId, index: number): Mandate['id'] {
  const last = lastChars[index];
  if (last === undefined) throw new RangeError('an entry gives at most 32 mandates');
  return mandateId.parse(`mdt_${entry.slice('ent_'.length, -1)}${last}`);
}
