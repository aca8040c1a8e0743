import * as z from 'zod';
import { mandateId } from '../../kernel/id.ts';
import type { Mandate } from '../../register/party.ts';
import type { EffectContext } from '../../register/procedure.ts';
import { partyIn } from '../party/next-version.ts';
import { partyFacts, partyFactsOf } from '../party/public-facts.ts';

/** 公开事项 of a mandate: between whom. Its scope and its end are the parties' business. */
const publicFacts = z.strictObject({ mandate: mandateId, principal: partyFacts, agent: partyFacts });

export function mandateFacts(of: Mandate, context: EffectContext): z.output<typeof publicFacts> {
  return publicFacts.parse({
    mandate: of.id,
    principal: partyFactsOf(partyIn(context, of.principal)),
    agent: partyFactsOf(partyIn(context, of.agent)),
  });
}
