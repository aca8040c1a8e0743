import { rightOf } from '../../../kernel/right.ts';
import type { Hold } from '../../../register/hold.ts';
import type { Party } from '../../../register/party.ts';
import type { Effect, EffectContext } from '../../../register/procedure.ts';
import type { PublicParty, RegisterRecord } from '../../../register/record.ts';
import type { Title } from '../../../register/title.ts';
import type { PledgeForm } from './form.ts';
import { type Gazette, gazette } from './gazette.ts';

/** WIPO ST.27: active, granted, licensing information recorded, pledge; national code PE01 (J4, J4.1). */
const eventCode = 'A-4-4-S10-S20-SEC-PE01';

/** 质权登记的效力: every title is advanced by a pledge hold, and one record stands for them all (A1.1, A5.3). */
export function effect(
  form: PledgeForm,
  context: EffectContext,
): Effect & { readonly record: RegisterRecord } {
  const pledgeeIds = form.pledgees.map((one) => one.party);
  const advances = form.rights.map((number) => pledged(titleOf(context, number), context, pledgeeIds));
  const pledgors = inPublic(form, 'pledgors', context);
  const pledgees = inPublic(form, 'pledgees', context);
  return {
    advances,
    reads: [],
    record: recordOf(form, context, advances, { pledgors: pledgors.shown, pledgees: pledgees.shown }),
    // Parsed, so that nothing but the gazette's own items can slip into a leaf that stays for ever.
    gazette: gazette.parse({
      registrationNumber: numberOf(context),
      registrationDate: context.today,
      pledgors: pledgors.shown,
      pledgees: pledgees.shown,
      patents: form.rights.map((number) => gazetteLine(number, titleOf(context, number))),
    } satisfies Record<keyof Gazette, unknown>),
    eventCode,
    sealed: { ...pledgors.sealed, ...pledgees.sealed, ...sealedTerms(form) },
  };
}

function numberOf(context: EffectContext): string {
  if (context.number === undefined) throw new Error('a pledge is registered under a number');
  return context.number;
}

function titleOf(context: EffectContext, number: PledgeForm['rights'][number]): Title {
  const title = context.titles.get(rightOf(number));
  // An accepted filing has every title, since a missing one is finding A3; anything else is a bug.
  if (!title) throw new Error(`no title for ${number}`);
  return title;
}

function pledged(title: Title, context: EffectContext, pledgees: Hold['holders']): Title {
  const held: Hold = {
    kind: 'pledge',
    record: numberOf(context),
    holders: pledgees,
    since: context.instant,
    entry: context.entry,
    public: true,
  };
  return {
    ...title,
    version: title.version + 1,
    instant: context.instant,
    entry: context.entry,
    holds: [...title.holds, held],
  };
}

function gazetteLine(
  patentNumber: PledgeForm['rights'][number],
  { particulars }: Title,
): Record<string, unknown> {
  const { name, mainClassification, filingDate, grantDate } = particulars;
  return {
    patentNumber,
    name,
    filingDate,
    ...(mainClassification && { mainClassification }),
    ...(grantDate && { grantDate }),
  };
}

type SealedValues = Record<string, { readonly value: unknown; readonly public: boolean }>;

/**
 * The parties' business by subject, each under a digest of its own: an amount may have to be proved to a court
 * without the valuation, and a telephone number forgotten without either.
 */
function sealedTerms(form: PledgeForm): SealedValues {
  const { claim, scope, pledgeAmount, valuation, debtor } = form;
  const { mainContract, pledgeContract, contractItems, coOwnersAgreedOtherwise, clauses, commitment } = form;
  const closed = (value: unknown) => ({ value, public: false });
  return {
    claim: closed(claim),
    security: closed({ scope, ...(pledgeAmount && { pledgeAmount }) }),
    contracts: closed({
      ...{ mainContract, pledgeContract, contractItems, coOwnersAgreedOtherwise, commitment },
      ...(clauses && { clauses }),
    }),
    ...(valuation && { valuation: closed(valuation) }),
    ...(debtor && { debtor: closed(debtor) }),
  };
}

/** Organisations by name; a natural person by a commitment, whose opening is public until it is forgotten. */
function inPublic(form: PledgeForm, side: 'pledgors' | 'pledgees', context: EffectContext) {
  const shown: PublicParty[] = [];
  const sealed: SealedValues = {};
  for (const [index, stated] of form[side].entries()) {
    const party = context.parties.get(stated.party);
    if (!party) throw new Error(`no party ${stated.party}`);
    sealed[`${side}.${index}.details`] = { value: stated, public: false };
    if (party.kind === 'organisation') {
      shown.push(organisation(party));
    } else {
      const commitment = `${side}.${index}`;
      shown.push({ kind: 'person', commitment });
      sealed[commitment] = { value: { name: party.name }, public: true };
    }
  }
  return { shown, sealed };
}

function organisation(party: Party): PublicParty {
  const identifier = party.identifier?.scheme === 'uscc' ? party.identifier.value : undefined;
  return { kind: 'organisation', name: party.name, ...(identifier && { identifier }) };
}

function recordOf(
  form: PledgeForm,
  context: EffectContext,
  titles: readonly Title[],
  shown: { pledgors: PublicParty[]; pledgees: PublicParty[] },
): RegisterRecord {
  const { pledgors: _pledgors, pledgees: _pledgees, rights: _rights, ...terms } = form;
  const record: RegisterRecord = {
    kind: 'pledge',
    number: numberOf(context),
    version: 1,
    status: 'registered',
    entry: context.entry,
    filing: context.filing,
    registeredAt: context.instant,
    registrationDate: context.today,
    rights: titles.map((title) => ({
      right: title.right,
      version: title.version,
      name: title.particulars.name,
    })),
    ...shown,
    parties: [...form.pledgors, ...form.pledgees].map((one) => one.party),
    terms,
  };
  return record;
}
