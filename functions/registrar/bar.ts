import * as z from 'zod';
import { SALT_BYTES } from '../../shared/kernel/digest.ts';
import { newId } from '../../shared/kernel/id.ts';
import { addMillis, instantOf, laterOf } from '../../shared/kernel/instant.ts';
import { type PlainDate, plainDate } from '../../shared/kernel/plain-date.ts';
import { closed, partyFacts, partyFactsOf } from '../../shared/procedures/party/public-facts.ts';
import type { Entry } from '../../shared/register/entry.ts';
import type { Party } from '../../shared/register/party.ts';
import { seal } from '../../shared/register/seal.ts';
import { changeParty } from '../_platform/store/parties.ts';
import { writeEntry } from '../_platform/store/records.ts';
import type { Action } from '../_platform/transaction.ts';
import type { RegistrarDeps } from './deps.ts';

/** 公开事项: which organisation is barred, and until when; of a natural person nothing but the id. */
const publicFacts = z.strictObject({ party: partyFacts, version: z.int(), until: plainDate.optional() });

/**
 * 列入失信主体 (A9.1): an office act. Until the day the party may not file by commitment (the day itself is free
 * again). Answers the writes for the transaction of whoever found the commitment false: the party's next version, on
 * condition of the one read, and the entry. `why` is sealed, and opened by nobody but the office.
 */
export function barCommitment(
  deps: RegistrarDeps,
  before: Party,
  until: PlainDate,
  why: unknown,
): { readonly entry: Entry; readonly party: Party; readonly actions: Action[] } {
  const { ports, store } = deps;
  const instant = laterOf(instantOf(ports.now()), addMillis(before.instant, 1));
  const id = newId('ent', ports.now(), ports.random(10));
  const version = before.version + 1;
  const party: Party = { ...before, version, instant, entry: id, commitmentBarredUntil: until };
  const sealed = seal({ bar: closed({ until, why }) }, () => ports.random(SALT_BYTES));
  const entry: Entry = {
    ...{ schema: 'entry-1', id, instant, act: 'office.commitmentBar', decidedBy: 'office' },
    public: publicFacts.parse({
      ...{ party: partyFactsOf(party), version },
      ...(party.kind === 'organisation' && { until }),
    }),
    commitments: [...sealed.commitments],
    demonstration: deps.demonstration,
  };
  return { entry, party, actions: [changeParty(store, party), ...writeEntry(store, entry, sealed.openings)] };
}
