import * as z from 'zod';
import type { Mandate, Party } from '../../../register/party.ts';
import type { Effect, EffectContext, PartyChange } from '../../../register/procedure.ts';
import { mandateIdOf, partyIn } from '../next-version.ts';
import { closed, partyFacts, partyFactsOf } from '../public-facts.ts';
import { type EnrolmentForm, identifierOf, residenceOf } from './form.ts';

/** 公开事项 of an enrolment: who, and from where; and through which agency it acts. */
const publicFacts = z.strictObject({
  party: partyFacts,
  residence: z.string().optional(),
  agency: partyFacts.optional(),
});

/** 主体登记的效力: the candidate becomes a party; an agency that it came through gets its mandate. */
export function effect(form: EnrolmentForm, context: EffectContext): Effect {
  const party = enrolled(form, context);
  const given = form.agency && mandateOf(form.agency, party, context);
  const changes: PartyChange[] = [
    { kind: 'candidateEnded', account: context.asker.filedBy.account, candidate: party.id },
    { kind: 'enrolled', party },
    ...(given ? [{ kind: 'mandateGiven' as const, mandate: given }] : []),
  ];
  const agency = form.agency && partyFactsOf(partyIn(context, form.agency));
  return {
    advances: [],
    reads: [],
    parties: changes,
    gazette: publicFacts.parse({
      party: shown(party),
      ...(party.kind === 'organisation' && { residence: party.residence }),
      ...(agency && { agency }),
    }),
    sealed: {
      // A natural person's name can be forgotten: the digest stays and says nothing.
      ...(party.kind === 'person' && { party: { value: { name: party.name }, public: true } }),
      details: closed(form.subject),
      accounts: closed({ accounts: form.accounts, signing: form.signing }),
      ...(given && { mandate: closed(given) }),
    },
  };
}

function shown(party: Party) {
  return party.kind === 'person'
    ? ({ kind: 'person', party: party.id, commitment: 'party' } as const)
    : partyFactsOf(party);
}

function enrolled({ subject, accounts, signing }: EnrolmentForm, context: EffectContext): Party {
  const { instant, entry, asker } = context;
  return {
    ...{ id: asker.applicant, version: 1, instant, entry, status: 'enrolled', enrolledAt: instant },
    ...{ name: subject.name, residence: residenceOf(subject), address: subject.address, accounts, signing },
    ...particulars(subject),
  };
}

function particulars(
  subject: EnrolmentForm['subject'],
): Pick<Party, 'kind' | 'formerNames' | 'identifier' | 'institution'> {
  if (subject.kind === 'person') return { kind: 'person', formerNames: [] };
  const { formerNames, institution } = subject;
  const identifier = identifierOf(subject);
  return { kind: 'organisation', formerNames, identifier, ...(institution && { institution }) };
}

function mandateOf(agency: Party['id'], principal: Party, context: EffectContext): Mandate {
  const { entry, today } = context;
  const id = mandateIdOf(entry, 0);
  return { id, principal: principal.id, agent: agency, acts: ['file', 'consent'], from: today, entry };
}
