import { type PartyId, partyId } from '../../shared/kernel/id.ts';
import {
  type Actor,
  accountOf,
  codes,
  names,
  numbers,
  type Patent,
  secondAccount,
  stranger,
} from './cast.ts';
import type { View } from './state.ts';

type Raw = Readonly<Record<string, unknown>>;

/**
 * One thing that somebody asks for: by which procedure, for whom, from which account, with which form. The form is made
 * on the state, since some name versions and mandates; none where there is nothing of the kind to ask for.
 */
export type Variant = {
  readonly procedure: string;
  readonly name: string;
  readonly account: string;
  /** Nobody where the account asks for a party that it does not act for yet. */
  readonly applicant: (view: View) => PartyId | undefined;
  readonly form: (view: View) => Raw | undefined;
  /** Another form of the same filing, to which it may be edited. */
  readonly other?: (view: View) => Raw | undefined;
};

/** The party of an actor, whatever it is called by now: by its identifier. */
export function partyOf(view: View, actor: Actor | 'newcomer'): PartyId | undefined {
  return view.identified.get(`uscc#${codes[actor]}`);
}

const idOf = (view: View, actor: Actor) => partyOf(view, actor) ?? partyId.parse(`pty_0${'1'.repeat(25)}`);

function pledge(
  pledgor: Actor,
  pledgee: Actor,
  patents: readonly Patent[],
  other: readonly Patent[],
): Variant {
  const formOver = (over: readonly Patent[]) => (view: View) => ({
    pledgors: [{ party: idOf(view, pledgor), address: '科技路1号' }],
    pledgees: [{ party: idOf(view, pledgee), address: '金融街2号' }],
    rights: over.map((one) => numbers[one]),
    mainContract: { name: '借款合同', signedOn: '2026-11-02' },
    pledgeContract: { signedOn: '2026-11-02' },
    claim: {
      ...{ nature: 'ordinary', kind: 'loan', performanceFrom: '2026-11-02' },
      ...{ performanceUntil: '2027-11-01', amount: { amount: '5000000.00', currency: 'CNY' } },
    },
    scope: ['principal'],
    contractItems: {
      ...{ partiesAndAddresses: true, claimKindAndAmount: true, performancePeriod: true },
      ...{ patentsWithNumbersAndDates: true, scopeOfSecurity: true },
    },
    coOwnersAgreedOtherwise: false,
    commitment: true,
  });
  return {
    procedure: 'pledge.registration',
    name: `${pledgor} pledges ${patents.join(' and ')} to ${pledgee}`,
    account: accountOf[pledgor],
    applicant: (view) => partyOf(view, pledgor),
    form: formOver(patents),
    other: formOver(other),
  };
}

/** The same, filed by the other bank, which consents wherever it is an agent. */
function byAgent(of: Variant, agent: Actor): Variant {
  return { ...of, name: `${of.name}, by ${agent} as agent`, account: accountOf[agent] };
}

const signer = (subject: string) => ({ subject, administrator: true, signer: true });
const alone = { signatures: 1 };

const enrolment = (name: string, identifier: string): Variant => ({
  procedure: 'party.enrolment',
  name: `a stranger enrols as ${name}`,
  account: stranger,
  applicant: () => undefined,
  form: () => ({
    subject: { kind: 'organisation', name, formerNames: [], identifier, address: '新路1号' },
    ...{ accounts: [signer(stranger)], signing: alone },
  }),
  other: () => ({
    subject: { kind: 'organisation', name, formerNames: [], identifier: codes.owner, address: '新路1号' },
    ...{ accounts: [signer(stranger)], signing: alone },
  }),
});

const own = (
  actor: Actor,
  procedure: string,
  name: string,
  form: (view: View, id: PartyId) => Raw | undefined,
) => ({
  ...{ procedure, name: `${actor} ${name}`, account: accountOf[actor] },
  applicant: (view: View) => partyOf(view, actor),
  form: (view: View) => {
    const id = partyOf(view, actor);
    return id && form(view, id);
  },
});

const versionOf = (view: View, id: PartyId) => view.parties.get(id)?.version ?? 1;

const accounts = (actor: Actor, named: readonly string[], signatures: 1 | 2): Variant =>
  own(actor, 'party.accounts', `names ${named.join(' and ')}, ${signatures} to sign`, (view, id) => ({
    ...{ version: versionOf(view, id), accounts: named.map(signer), signing: { signatures } },
  }));

const rename = (actor: Actor, name: string): Variant =>
  own(actor, 'party.details', `is called ${name}`, (view, id) => ({ version: versionOf(view, id), name }));

const merger = (actor: Actor, absorbed: Actor, absorbedGone: boolean): Variant =>
  own(actor, 'party.merger', `absorbs ${absorbed}${absorbedGone ? ', which is gone' : ''}`, (view) => {
    const other = partyOf(view, absorbed);
    return other && { absorbed: other, absorbedGone };
  });

const recovery = (of: Actor): Variant => ({
  ...{ procedure: 'party.recovery', name: `a stranger recovers ${of}`, account: stranger },
  applicant: () => undefined,
  form: (view) => ({ party: idOf(view, of), accounts: [signer(stranger)], signing: alone }),
});

const grant = (from: Actor, to: Actor, bothSides: boolean): Variant =>
  own(from, 'mandate.grant', `gives ${to} a mandate${bothSides ? ' for both sides' : ''}`, (view) => {
    const agent = partyOf(view, to);
    return agent && { agent, acts: ['file', 'consent'], from: view.today, bothSides };
  });

/** Ends the newest mandate that runs between them. */
const revocation = (by: Actor, principal: Actor, agent: Actor): Variant =>
  own(by, 'mandate.revocation', `ends the mandate of ${principal} to ${agent}`, (view) => {
    const [from, to] = [partyOf(view, principal), partyOf(view, agent)];
    const given = [...view.mandates.values()].findLast(
      (one) => one.principal === from && one.agent === to && one.revokedAt === undefined,
    );
    return given && { principal: given.principal, agent: given.agent, mandate: given.id };
  });

const banks = ['north', 'south'] as const;
const otherBank = { north: 'south', south: 'north' } as const;

/** Everything that is asked for in this model. What one bank may ask, the other may: the two are alike. */
export const variants: readonly Variant[] = [
  ...banks.flatMap((bank): Variant[] => [
    pledge('owner', bank, ['clean'], ['sameDay']),
    byAgent(pledge('owner', bank, ['clean'], ['sameDay']), otherBank[bank]),
    pledge('owner', bank, ['sameDay'], ['clean']),
    pledge('owner', bank, ['clean', 'sameDay'], ['clean']),
    pledge('owner', bank, ['held'], ['clean']),
    pledge('owner', bank, ['late'], ['clean']),
    pledge(otherBank[bank], bank, ['clean'], ['sameDay']),
    accounts(bank, [accountOf[bank], accountOf.owner], 1),
    rename(bank, `${names[bank]}（新）`),
    merger(bank, otherBank[bank], false),
    merger(bank, 'owner', true),
    merger('owner', bank, false),
    grant('owner', bank, false),
    grant('owner', bank, true),
    grant(bank, otherBank[bank], true),
    revocation('owner', 'owner', bank),
    revocation(bank, 'owner', bank),
    revocation(bank, bank, otherBank[bank]),
  ]),
  enrolment(names.owner, codes.newcomer),
  accounts('owner', [accountOf.owner, secondAccount], 2),
  accounts('owner', [secondAccount], 1),
  rename('owner', '权利人控股有限公司'),
  recovery('owner'),
];
