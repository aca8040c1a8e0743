import { type PartyId, partyId } from '../../shared/kernel/id.ts';
import type { Filing } from '../../shared/register/filing.ts';
import type { Party } from '../../shared/register/party.ts';
import type { Title } from '../../shared/register/title.ts';
import type { View } from './state.ts';

/** What the rule book asks of a pledge, judged on the register as it stood when the pledge was registered (A4, A9). */

type Pledge = {
  readonly filing: Filing;
  readonly titles: readonly Title[];
  readonly pledgors: readonly PartyId[];
  readonly pledgees: readonly PartyId[];
};

type PledgeRule = (pledge: Pledge, before: View) => string | undefined;

const stays = ['preservation', 'ownershipStay'];

/** A4.g2 to g5, g9: 权利状态. A patent in force, paid for, and free of stay, court and pledge. */
const soundTitles: PledgeRule = ({ titles }) => {
  const unsound = titles.find(
    ({ facts, holds }) =>
      facts.status.value !== 'granted' || facts.annuity.value === 'late' || holds.length > 0,
  );
  const held = unsound?.holds.map(({ kind }) => (stays.includes(kind) ? 'a stay' : 'a pledge')).join();
  return (
    unsound && `${unsound.right} is ${unsound.facts.status.value}, ${held || unsound.facts.annuity.value}`
  );
};

/** A4.g1, g8: 出质人与专利权人一致. Every pledgor owns each patent, and every owner pledges. */
const byTheOwners: PledgeRule = ({ titles, pledgors }, { parties }) => {
  const people = pledgors.flatMap((id) => parties.get(id) ?? []);
  const goesBy = (party: Party, name: string) => party.name === name || party.formerNames.includes(name);
  const foreign = titles.find(({ owners }) => {
    const owned = people.every((party) => owners.some((owner) => goesBy(party, owner.name)));
    return !owned || !owners.every((owner) => people.some((party) => goesBy(party, owner.name)));
  });
  return foreign && `${foreign.right} of ${foreign.owners[0]?.name} is pledged by somebody else`;
};

/** A4.g10, g11: 声明. Each party declared to continue, where a same-day invention or an invalidation is known. */
const declaredByAll: PledgeRule = ({ filing, titles, pledgors, pledgees }) => {
  const grounds = titles.flatMap(({ facts, particulars }) => [
    ...(particulars.kind === 'utilityModel' && facts.sameDayInvention ? ['A4.g10'] : []),
    ...(facts.invalidation.started ? ['A4.g11'] : []),
  ]);
  const lacks = [...pledgors, ...pledgees].some((party) =>
    grounds.some(
      (ground) => !filing.declarations.some((one) => one.party === party && one.ground === ground),
    ),
  );
  return lacks ? `registered and not everybody declared to continue despite ${grounds.join()}` : undefined;
};

/** A9.1: whoever committed itself falsely brings papers. */
const noBarredCommitment: PledgeRule = ({ filing, pledgors, pledgees }, { parties, today }) => {
  const barred = [...pledgors, ...pledgees]
    .map((id) => parties.get(id))
    .find((party) => (party?.commitmentBarredUntil ?? '') > today);
  return filing.form['commitment'] === true && barred ? `${barred.name} files by commitment` : undefined;
};

/** A9.3: 双方代理. Who consents for both sides as an agent has the leave of everybody it consents for. */
const noUnagreedBothSides: PledgeRule = ({ filing, pledgors, pledgees }, { mandates }) => {
  const byAgents = filing.consents.filter((one) => one.by.mandate !== undefined);
  const both = byAgents.filter(({ by }) => {
    const sides = byAgents.filter((one) => one.by.party === by.party).map((one) => one.party);
    return sides.some((one) => pledgors.includes(one)) && sides.some((one) => pledgees.includes(one));
  });
  const unagreed = both.some(({ by }) => by.mandate === undefined || !mandates.get(by.mandate)?.bothSides);
  return unagreed ? 'one agent consents for both sides without leave' : undefined;
};

const all: readonly PledgeRule[] = [
  ...[soundTitles, byTheOwners, declaredByAll],
  ...[noBarredCommitment, noUnagreedBothSides],
];

/** The first thing that is wrong with a pledge that this step registers. */
export function unfitPledge(after: View, before: View): string | undefined {
  for (const [id, filing] of after.filings) {
    const began = filing.status === 'registered' && before.filings.get(id)?.status !== 'registered';
    if (!began || filing.procedure !== 'pledge.registration') continue;
    const rights = filing.form['rights'];
    const titles = Array.isArray(rights)
      ? [...before.titles.values()].map((one) => one.title).filter((one) => rights.includes(numberOf(one)))
      : [];
    const [pledgors, pledgees] = [side(filing.form['pledgors']), side(filing.form['pledgees'])];
    for (const rule of all) {
      const wrong = rule({ filing, titles, pledgors, pledgees }, before);
      if (wrong) return wrong;
    }
  }
  return undefined;
}

const numberOf = ({ right }: Title) => right.slice('patent:'.length);

function side(stated: unknown): PartyId[] {
  return Array.isArray(stated) ? stated.map((one: { party?: unknown }) => partyId.parse(one.party)) : [];
}
