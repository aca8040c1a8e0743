import type * as z from 'zod';
import { SALT_BYTES } from '../../shared/kernel/digest.ts';
import { newId } from '../../shared/kernel/id.ts';
import { addMillis, instantOf, laterOf } from '../../shared/kernel/instant.ts';
import type { PlainDate } from '../../shared/kernel/plain-date.ts';
import { barAct, barFacts, barredParty, type sealedBar } from '../../shared/procedures/party/bar.ts';
import { closed } from '../../shared/procedures/party/public-facts.ts';
import type { Entry } from '../../shared/register/entry.ts';
import type { Party } from '../../shared/register/party.ts';
import { seal } from '../../shared/register/seal.ts';
import { changeParty } from '../_platform/store/parties.ts';
import { writeEntry } from '../_platform/store/records.ts';
import type { Action } from '../_platform/transaction.ts';
import type { RegistrarDeps } from './deps.ts';

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
  const party = barredParty(before, until, { instant, entry: id });
  const said: z.input<typeof sealedBar> = { until, why };
  const sealed = seal({ bar: closed(said) }, () => ports.random(SALT_BYTES));
  const entry: Entry = {
    ...{ schema: 'entry-1', id, instant, act: barAct, decidedBy: 'office' },
    public: barFacts(party, until),
    commitments: [...sealed.commitments],
    demonstration: deps.demonstration,
  };
  return { entry, party, actions: [changeParty(store, party), ...writeEntry(store, entry, sealed.openings)] };
}
