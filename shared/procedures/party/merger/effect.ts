import * as z from 'zod';
import type { PartyId } from '../../../kernel/id.ts';
import type { Mandate } from '../../../register/party.ts';
import type { Effect, EffectContext, PartyChange } from '../../../register/procedure.ts';
import { changed, mandateIdOf, partyIn } from '../next-version.ts';
import { closed, partyFacts, partyFactsOf } from '../public-facts.ts';
import { runningOf, successionsOf } from './bounds.ts';
import type { MergerForm } from './form.ts';

const publicFacts = z.strictObject({ absorbed: partyFacts, version: z.int(), successor: partyFacts });

/**
 * 合并的效力 (Civil Code art. 67, 173): the absorbed party acts no more. Its records keep its name, since they say
 * what was registered; for them, and for whatever it had absorbed itself, the successor acts by law. The mandates it
 * gave end with it, and those it held as an agent die with its accounts.
 */
export function effect(form: MergerForm, context: EffectContext): Effect {
  const { instant, entry, known, today, asker } = context;
  const successor = partyIn(context, asker.applicant);
  const before = partyIn(context, form.absorbed);
  const mergedInto = successor.id;
  const absorbed = changed(before, { status: 'merged', mergedInto, accounts: [] }, context);
  const principals = [absorbed.id, ...successionsOf(known.mandates, absorbed.id).map((one) => one.principal)];
  const given = principals.map((principal, index) => succession(principal, index, mergedInto, context));
  const ended = runningOf(known.mandates, absorbed.id, today).map(
    (one): Mandate => ({ ...one, revokedAt: instant, revokedBy: entry }),
  );
  const changes: PartyChange[] = [
    { kind: 'changed', party: absorbed },
    // Two mergers at once could make a ring in which nobody acts: the successor must still stand as it was read.
    { kind: 'relied', party: successor },
    ...given.map((mandate) => ({ kind: 'mandateGiven' as const, mandate })),
    ...ended.map((mandate) => ({ kind: 'mandateRevoked' as const, mandate })),
  ];
  return {
    advances: [],
    reads: [],
    parties: changes,
    gazette: publicFacts.parse({
      absorbed: partyFactsOf(absorbed),
      version: absorbed.version,
      successor: partyFactsOf(successor),
    }),
    sealed: {
      merger: closed(form),
      mandates: closed({ given: given.map((one) => one.id), ended: ended.map((one) => one.id) }),
    },
  };
}

function succession(principal: PartyId, index: number, agent: PartyId, context: EffectContext): Mandate {
  const { entry, today } = context;
  const id = mandateIdOf(entry, index);
  return { id, principal, agent, acts: ['file', 'consent'], from: today, succession: true, entry };
}
