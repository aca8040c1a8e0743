import type { PartyId } from '../../shared/kernel/id.ts';
import type { Party, PartyAccount } from '../../shared/register/party.ts';
import type { PartyChange } from '../../shared/register/procedure.ts';
import type { Loaded } from '../_platform/facts.ts';
import {
  type Account,
  bindAccount,
  changeParty,
  enrolParty,
  giveMandate,
  relyOnParty,
  revokeMandate,
} from '../_platform/store/parties.ts';
import type { Store } from '../_platform/store/store.ts';
import type { Action } from '../_platform/transaction.ts';

/**
 * The writes that change who may act, beside the entry that says so: parties, mandates, and for each account the
 * parties it now acts for. Each stands on the version that was read.
 */
export function partyActions(
  store: Store,
  changes: readonly PartyChange[],
  loaded: Pick<Loaded, 'parties' | 'accounts'>,
): Action[] {
  return [...changes.flatMap((change) => ownActions(store, change)), ...bindings(store, changes, loaded)];
}

function ownActions(store: Store, change: PartyChange): Action[] {
  switch (change.kind) {
    case 'enrolled':
      return enrolParty(store, change.party);
    case 'changed':
      return [changeParty(store, change.party)];
    case 'relied':
      return [relyOnParty(store, change.party)];
    case 'mandateGiven':
      return giveMandate(store, change.mandate);
    case 'mandateRevoked':
      return [revokeMandate(store, change.mandate)];
    case 'candidateEnded':
      return [];
  }
}

type Bindings = Map<string, Account['parties']>;

/** One write for each account whose parties change, however many changes touch it. */
function bindings(
  store: Store,
  changes: readonly PartyChange[],
  { parties, accounts }: Pick<Loaded, 'parties' | 'accounts'>,
): Action[] {
  const next: Bindings = new Map();
  const partiesOf = (subject: string) => {
    const known = accounts.get(subject);
    // The procedure names every account that its effect touches (`Concerned`); one left out is a bug of it.
    if (!known) throw new Error('an account that was not read');
    return next.get(subject) ?? known.account.parties;
  };
  const leave = (subject: string, party: PartyId) =>
    next.set(
      subject,
      partiesOf(subject).filter((one) => one.party !== party),
    );
  const join = ({ subject, administrator, signer }: PartyAccount, party: PartyId) => {
    leave(subject, party);
    next.set(subject, [...partiesOf(subject), { party, administrator, signer }]);
  };
  for (const change of changes) {
    if (change.kind === 'candidateEnded') leave(change.account, change.candidate);
    if (change.kind !== 'enrolled' && change.kind !== 'changed') continue;
    const before = change.kind === 'changed' ? (parties.get(change.party.id)?.accounts ?? []) : [];
    for (const one of before) if (!actsIn(change.party, one.subject)) leave(one.subject, change.party.id);
    for (const one of change.party.accounts) if (!before.some(same(one))) join(one, change.party.id);
  }
  return [...next].flatMap(([subject, bound]) => {
    const from = accounts.get(subject);
    return from ? [bindAccount(store, from, bound)] : [];
  });
}

const actsIn = (party: Party, subject: string) => party.accounts.some((one) => one.subject === subject);

const same = (one: PartyAccount) => (other: PartyAccount) =>
  other.subject === one.subject && other.administrator === one.administrator && other.signer === one.signer;
