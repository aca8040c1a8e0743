import * as z from 'zod';
import type { EntryId } from '../../kernel/id.ts';
import type { Instant } from '../../kernel/instant.ts';
import { type PlainDate, plainDate } from '../../kernel/plain-date.ts';
import type { Party } from '../../register/party.ts';
import { partyFacts, partyFactsOf } from './public-facts.ts';

/** 列入失信主体 (A9.1): an act of the office, after which the party may not file by commitment until a day. */
export const barAct = 'office.commitmentBar';

/** What its entry commits to; why is for the office alone. */
export const sealedBar = z.strictObject({ until: plainDate, why: z.unknown() });

/** 公开事项: which organisation is barred, and until when; of a natural person nothing but the id. */
const publicFacts = z.strictObject({ party: partyFacts, version: z.int(), until: plainDate.optional() });

export function barredParty(
  before: Party,
  until: PlainDate,
  { instant, entry }: { readonly instant: Instant; readonly entry: EntryId },
): Party {
  return { ...before, version: before.version + 1, instant, entry, commitmentBarredUntil: until };
}

export function barFacts(barred: Party, until: PlainDate): z.output<typeof publicFacts> {
  return publicFacts.parse({
    ...{ party: partyFactsOf(barred), version: barred.version },
    ...(barred.kind === 'organisation' && { until }),
  });
}
