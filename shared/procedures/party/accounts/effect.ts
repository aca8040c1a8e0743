import * as z from 'zod';
import type { Effect, EffectContext } from '../../../register/procedure.ts';
import { changed, partyIn } from '../next-version.ts';
import { closed, partyFacts, partyFactsOf } from '../public-facts.ts';
import type { AccountsForm } from './form.ts';

/** 公开事项: that it changed who acts for it, and never who they are. */
const publicFacts = z.strictObject({ party: partyFacts, version: z.int(), changed: z.literal('accounts') });

export function effect({ accounts, signing }: AccountsForm, context: EffectContext): Effect {
  const before = partyIn(context, context.asker.applicant);
  const party = changed(before, { accounts, signing }, context);
  return {
    advances: [],
    reads: [],
    parties: [{ kind: 'changed', party }],
    gazette: publicFacts.parse({
      ...{ party: partyFactsOf(party), version: party.version, changed: 'accounts' },
    }),
    sealed: { accounts: closed({ accounts, signing }) },
  };
}
