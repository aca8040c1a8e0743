import { isProblem } from '../../shared/contracts/client.ts';
import type { Answer, Sent } from '../../shared/contracts/operations/index.ts';
import type { PartyId } from '../../shared/kernel/id.ts';
import type { PlainDate } from '../../shared/kernel/plain-date.ts';
import { type DemoPartyKey, demoAccounts } from '../demo-accounts.ts';
import type { People } from './people.ts';
import { demand } from './refused.ts';
import type { DemoOwners } from './sample.ts';

type OwnParties = Answer<'parties.mine'>;
type OwnParty = OwnParties['parties'][number];
type Enrolment = Sent<'office.parties.enrol'>['body'];

/**
 * What each demo party is enrolled as. Owner and co-owner stand under the names of real patentees, because a pledgor
 * must be the registered patentee (A4.g1); the accounts only act them out. No source gives their codes, so they have
 * none, nor have the invented ones. That the patentees reside in China is assumed.
 */
function enrolmentOf(key: DemoPartyKey, owners: DemoOwners): Omit<Enrolment, 'accounts'> {
  const organisation = (name: string): Omit<Enrolment, 'accounts'> => ({
    kind: 'organisation',
    name,
    formerNames: [],
    residence: 'CN',
  });
  switch (key) {
    case 'owner':
      return organisation(owners.owner);
    case 'co-owner':
      return organisation(owners.coOwner);
    case 'bank':
      return { ...organisation('演示银行 Demonstration Bank'), institution: 'bank' };
    case 'agency':
      return organisation('演示专利代理机构 Demonstration Patent Agency');
    case 'stranger':
      return organisation('演示无关公司 Demonstration Unrelated Company');
  }
}

/** The people who act for a party; its machine is taken by one of them. */
function accountsOf(key: DemoPartyKey): Enrolment['accounts'] {
  const persons = demoAccounts.filter((one) => one.partyKey === key);
  return persons.map(({ subject }) => ({ subject, signer: true, administrator: true }));
}

/** The party the account acts for, or nothing where it is not enrolled yet. */
export async function partyOf(people: People, account: DemoPartyKey): Promise<OwnParty | undefined> {
  const mine = await people.as(account).call('parties.mine');
  const enrolled = mine.ok || !isProblem(mine.problem) || mine.problem.code !== 'not-enrolled';
  return enrolled ? demand<OwnParties>(mine, `parties.mine, ${account}`).parties[0] : undefined;
}

export type DemoParties = Readonly<Record<DemoPartyKey, { readonly id: PartyId; readonly name: string }>>;

/**
 * Enrols the demo parties that are not enrolled yet. Each account tells whether it has a party already, since a key
 * alone is forgotten after its time; the key tells apart two starts at once and a start cut short.
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

async function enrol(people: People, key: DemoPartyKey, owners: DemoOwners) {
  const body = { ...enrolmentOf(key, owners), accounts: accountsOf(key) };
  const made = await people
    .as('operator')
    .call('office.parties.enrol', { body }, { idempotencyKey: `demonstration-party-${key}` });
  return demand(made, `office.parties.enrol, ${key}`);
}

/**
 * Records that the agency may file and consent for the owner. One that was revoked stays revoked: whoever tries that
 * out must not find it undone after a restart.
 */
export async function recordMandate(people: People, parties: DemoParties, today: PlainDate): Promise<void> {
  const { owner, agency } = parties;
  const known = (await partyOf(people, 'agency'))?.mandates ?? [];
  if (known.some((one) => one.principal === owner.id)) return;
  const body: Sent<'office.mandates.record'>['body'] = {
    principal: owner.id,
    agent: agency.id,
    acts: ['file', 'consent'],
    from: today,
  };
  const made = await people
    .as('operator')
    .call(
      'office.mandates.record',
      { body },
      { idempotencyKey: `demonstration-mandate-${owner.id}-${today}` },
    );
  demand(made, 'office.mandates.record');
}
