import * as z from 'zod';
import type { Party } from '../../../register/party.ts';
import type { Effect, EffectContext } from '../../../register/procedure.ts';
import { changed, partyIn } from '../next-version.ts';
import { closed, partyFacts, partyFactsOf } from '../public-facts.ts';
import type { DetailsForm } from './form.ts';

const particulars = ['name', 'address', 'institution'] as const;

/** 公开事项: which particulars changed; of an organisation its names of before and after. */
const publicFacts = z.strictObject({
  party: partyFacts,
  version: z.int(),
  changed: z.array(z.enum(particulars)).min(1),
  formerName: z.string().optional(),
});

/** 变更登记: the name of before stays with the party, since owners on the register are compared by it (A4.g1). */
export function effect(form: DetailsForm, context: EffectContext): Effect {
  const before = partyIn(context, context.asker.applicant);
  const { version: _version, ...change } = form;
  const party = changed(before, { ...defined(change), formerNames: formerNamesOf(before, form) }, context);
  const renamed = party.name !== before.name;
  return {
    advances: [],
    reads: [],
    parties: [{ kind: 'changed', party }],
    gazette: publicFacts.parse({
      ...{ party: partyFactsOf(party), version: party.version },
      changed: particulars.filter((name) => form[name] !== undefined),
      ...(renamed && party.kind === 'organisation' && { formerName: before.name }),
    }),
    sealed: {
      ...(renamed && party.kind === 'person' && { party: { value: { name: party.name }, public: true } }),
      details: closed({ before: pick(before), after: pick(party) }),
    },
  };
}

function defined({ name, address, institution }: Omit<DetailsForm, 'version'>): Partial<Party> {
  return { ...(name && { name }), ...(address && { address }), ...(institution && { institution }) };
}

function formerNamesOf(before: Party, { name }: DetailsForm): string[] {
  if (name === undefined || name === before.name) return before.formerNames;
  return [before.name, ...before.formerNames.filter((one) => one !== before.name)];
}

function pick({ name, address, institution }: Party) {
  return { name, ...(address && { address }), ...(institution && { institution }) };
}
