import * as z from 'zod';
import type { Effect, EffectContext } from '../../../register/procedure.ts';
import { changed, partyIn } from '../next-version.ts';
import { closed, partyFacts, partyFactsOf } from '../public-facts.ts';
import type { RecoveryForm } from './form.ts';

const publicFacts = z.strictObject({ party: partyFacts, version: z.int(), changed: z.literal('accounts') });

/** 账户恢复的效力: the stated accounts act from now on, and no other; the stand-in of the one that asked is gone. */
export function effect({ party: id, accounts, signing }: RecoveryForm, context: EffectContext): Effect {
  const before = partyIn(context, id);
  const party = changed(before, { accounts, signing }, context);
  const { applicant, filedBy } = context.asker;
  return {
    advances: [],
    reads: [],
    parties: [
      { kind: 'changed', party },
      { kind: 'candidateEnded', account: filedBy.account, candidate: applicant },
    ],
    gazette: publicFacts.parse({
      ...{ party: partyFactsOf(party), version: party.version, changed: 'accounts' },
    }),
    sealed: { accounts: closed({ accounts, signing }) },
  };
}
