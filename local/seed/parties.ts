import { type Client, isProblem } from '../../shared/contracts/client.ts';
import type { Answer } from '../../shared/contracts/operations/index.ts';
import type { PartyId } from '../../shared/kernel/id.ts';
import { type DemoPartyKey, demoAccounts } from '../demo-accounts.ts';
import { demoEnrolments, enrolmentForm, extractOf } from './enrolments.ts';
import { type FilingView, letThrough } from './let-through.ts';
import type { People } from './people.ts';
import { demand, Refused } from './refused.ts';
import type { DemoOwners } from './sample.ts';

type OwnParties = Answer<'parties.mine'>;
type OwnParty = OwnParties['parties'][number];

/** The party the account acts for, or nothing where it is not enrolled yet. */
export async function partyOf(people: People, account: DemoPartyKey): Promise<OwnParty | undefined> {
  const mine = await people.as(account).call('parties.mine');
  const enrolled = mine.ok || !isProblem(mine.problem) || mine.problem.code !== 'not-enrolled';
  return enrolled ? demand<OwnParties>(mine, `parties.mine, ${account}`).parties[0] : undefined;
}

export type DemoParties = Readonly<Record<DemoPartyKey, { readonly id: PartyId; readonly name: string }>>;

/**
 * Enrols the demo parties that are not enrolled yet, each as any newcomer would be: its account asks, hands in its
 * paper, and the demo examiner accepts.
 */
export async function enrolParties(
  people: People,
  owners: () => DemoOwners,
  onEnrolled: () => void,
): Promise<DemoParties> {
  const enrolled = async (key: DemoPartyKey) => {
    const known = (await partyOf(people, key))?.party;
    const { id, name } = known ?? (await enrol(people, key, owners()));
    onEnrolled();
    return { id, name };
  };
  return {
    owner: await enrolled('owner'),
    'co-owner': await enrolled('co-owner'),
    bank: await enrolled('bank'),
    agency: await enrolled('agency'),
    stranger: await enrolled('stranger'),
  };
}

async function enrol(people: People, key: DemoPartyKey, owners: DemoOwners): Promise<OwnParty['party']> {
  const account = people.as(key);
  const id = await askedFor(account, key);
  const subject = demoAccounts.find((one) => one.name === key)?.subject ?? '';
  const who = demoEnrolments(owners)[key];
  await letThrough(people, account, id, enrolmentForm(who, subject), [await extractOf(who)]);
  const made = await partyOf(people, key);
  if (!made) throw new Refused(`party.enrolment, ${key}: registered, and yet no party`);
  return made.party;
}

/** The enrolment that the account has open, or a new one; the key tells apart two starts at once. */
async function askedFor(account: Client, key: DemoPartyKey): Promise<FilingView['id']> {
  const own = demand<Answer<'account.get'>>(await account.call('account.get'), `account.get, ${key}`);
  const open = own.parties.find((one) => one.candidate)?.filing;
  if (open) return open;
  const body = { procedure: 'party.enrolment' } as const;
  const idempotencyKey = `demonstration-enrolment-${key}`;
  const opened = await account.call('enrolments.open', { body }, { idempotencyKey });
  return demand<Answer<'enrolments.open'>>(opened, `enrolments.open, ${key}`).filing;
}

/**
 * Lets the owner give the agency a mandate to file and consent. One that was revoked stays revoked: whoever tries
 * that out must not find it undone after a restart.
 */
export async function giveMandate(people: People, parties: DemoParties, today: string): Promise<void> {
  const { owner, agency } = parties;
  const known = (await partyOf(people, 'agency'))?.mandates ?? [];
  if (known.some((one) => one.principal === owner.id)) return;
  const form = { agent: agency.id, acts: ['file', 'consent'], from: today, bothSides: false };
  const body = { procedure: 'mandate.grant', form, documents: [] };
  const account = people.as('owner');
  const idempotencyKey = `demonstration-mandate-${owner.id}-${today}`;
  const opened = await account.call('filings.open', { body }, { idempotencyKey });
  const { id } = demand<FilingView>(opened, 'filings.open, mandate.grant');
  await letThrough(people, account, id, form, [], [people.as('agency')]);
}
