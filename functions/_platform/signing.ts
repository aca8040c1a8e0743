import type { PartyId } from '../../shared/kernel/id.ts';
import type { PlainDate } from '../../shared/kernel/plain-date.ts';
import { procedureOf } from '../../shared/procedures/index.ts';
import type { Asked, SigningFacts } from '../../shared/register/consent.ts';
import { type Actor, type Filing, filingDigest } from '../../shared/register/filing.ts';
import type { AnyProcedure, OpenForm } from '../../shared/register/open-form.ts';
import { party } from '../../shared/register/party.ts';
import { type Item, readAll, type Wanted } from './dynamodb.ts';
import { mandateKey, mandateOf, partyKey } from './store/parties.ts';
import type { Store } from './store/store.ts';

/** What the parties of a filing are asked to agree to, as its form now stands. */
export function askedOf(filing: Filing): Asked {
  const procedure = procedureOf(filing);
  const opened = procedure.open(filing.form, filing);
  if (opened.ok) return askedOver(filing, procedure, opened.form);
  const { consenting, amount } = procedure.openDraft(filing.form, filing);
  return { ...whoseOf(filing, procedure), consenting, amount, digest: undefined };
}

/** The same of a form that was opened already. */
export function askedOver(filing: Filing, procedure: AnyProcedure, open: OpenForm): Asked {
  const { consenting, amount, form } = open;
  return { ...whoseOf(filing, procedure), consenting, amount, digest: filingDigest({ ...filing, form }) };
}

function whoseOf(filing: Filing, procedure: AnyProcedure): Pick<Asked, 'as' | 'candidate'> {
  return { as: procedure.consentBy, candidate: procedure.byCandidate ? filing.applicant : undefined };
}

/** For which party it was signed, and by whom. */
type Signed = { readonly party: PartyId; readonly by: Actor };

/** Those who have signed something of a filing, or are about to. */
export type Signers = {
  readonly consents: readonly Signed[];
  readonly declarations: readonly Signed[];
};

/** The keys of what every signer's power rests on: the parties, those that act for them, and the mandates. */
export function signingKeys(store: Store, consenting: readonly PartyId[], signers: Signers): Wanted[] {
  const table = store.tables.parties;
  const signed = [...signers.consents, ...signers.declarations];
  const parties = new Set([...consenting, ...signed.map((one) => one.by.party)]);
  const mandates = new Map(
    signed.flatMap(({ party: principal, by: { mandate: id, party: agent } }) =>
      id ? [[id, { id, agent, principal }] as const] : [],
    ),
  );
  return [
    ...[...parties].map((id) => ({ table, key: partyKey(id) })),
    ...[...mandates.values()].map((one) => ({ table, key: mandateKey(one) })),
  ];
}

/** What was read under those keys; what does not exist is left out. */
export function signingFactsOf(items: readonly (Item | undefined)[]): Omit<SigningFacts, 'today'> {
  const found = items.filter((item) => item !== undefined);
  const parties = found.flatMap((item) => ('party' in item ? [party.parse(item['party'])] : []));
  const mandates = found.flatMap((item) => ('mandate' in item ? [mandateOf(item)] : []));
  return {
    parties: new Map(parties.map((one) => [one.id, one])),
    mandates: new Map(mandates.map((one) => [String(one.id), one])),
  };
}

/** 签署权限: what the power of all signers of a filing rests on, in one consistent read. */
export async function loadSigning(
  store: Store,
  consenting: readonly PartyId[],
  signers: Signers,
  today: PlainDate,
): Promise<SigningFacts> {
  const items = await readAll(store.client, signingKeys(store, consenting, signers));
  return { ...signingFactsOf(items), today };
}
