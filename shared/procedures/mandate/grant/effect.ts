import type { Mandate } from '../../../register/party.ts';
import type { Effect, EffectContext } from '../../../register/procedure.ts';
import { mandateIdOf, partyIn } from '../../party/next-version.ts';
import { closed } from '../../party/public-facts.ts';
import { mandateFacts } from '../public-facts.ts';
import type { GrantForm } from './form.ts';

/** 授权的效力: from its first day, and not before today, the agent acts within the scope. */
export function effect(form: GrantForm, context: EffectContext): Effect {
  const { entry, asker } = context;
  const { agent, acts, from, until, bothSides } = form;
  const mandate: Mandate = {
    ...{ id: mandateIdOf(entry, 0), principal: asker.applicant, agent, acts, from, entry },
    ...(until && { until }),
    ...(bothSides && { bothSides }),
  };
  return {
    advances: [],
    reads: [],
    // Either could be merged away in the same instant.
    parties: [
      { kind: 'relied', party: partyIn(context, mandate.principal) },
      { kind: 'relied', party: partyIn(context, agent) },
      { kind: 'mandateGiven', mandate },
    ],
    gazette: mandateFacts(mandate, context),
    sealed: { mandate: closed(mandate) },
  };
}
