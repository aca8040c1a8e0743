import { newId } from '../../shared/kernel/id.ts';
import { instantOf } from '../../shared/kernel/instant.ts';
import { normaliseName } from '../../shared/kernel/name.ts';
import type { Mandate, Party } from '../../shared/register/party.ts';
import type { Ports } from '../_platform/clock.ts';
import { readAll } from '../_platform/dynamodb.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { Problem } from '../_platform/problem.ts';
import { commitWithReply, type ReplySlot, type StoredReply } from '../_platform/reply.ts';
import {
  type Account,
  accountKey,
  accountOf,
  mandateKey,
  mandateOf,
  partyKey,
  readParties,
} from '../_platform/store/parties.ts';
import type { Store } from '../_platform/store/store.ts';
import { type Action, absent, atVersion, put } from '../_platform/transaction.ts';

export type PartiesDeps = { readonly store: Store; readonly ports: Ports };
type Parties = Handlers<'parties'>;

/**
 * 主体登记, by an operator who has seen the proof. An identifier is enrolled once: a second party with the same
 * code, or an account that already signs for this one, is refused.
 */
export function enrol(deps: PartiesDeps): Parties['office.parties.enrol'] {
  return async ({ body, slot, nowMs }) => {
    const { accounts, ...facts } = body;
    const id = newId('pty', nowMs, deps.ports.random(10));
    const party: Party = { id, enrolledAt: instantOf(nowMs), ...facts };
    const actions = [
      enrolParty(deps.store, party),
      ...uniqueIdentifier(deps.store, party),
      ...(await bindAccounts(deps.store, party, accounts)),
    ];
    return finish(deps, slot, actions, { status: 201, body: party });
  };
}

function enrolParty(store: Store, party: Party): Action {
  // Only organisations can be found by name; a natural person's name makes no index entry at all.
  const nameKey = party.kind === 'organisation' ? normaliseName(party.name) : '';
  const item = { ...partyKey(party.id), party, ...(nameKey && { nameKey }) };
  return put('party', store.tables.parties, item, absent);
}

function uniqueIdentifier(store: Store, party: Party): Action[] {
  if (!party.identifier) return [];
  const { scheme, value } = party.identifier;
  const item = { pk: `IDENTIFIER#${scheme}#${value}`, sk: 'IDENTIFIER', party: party.id };
  return [put('identifier', store.tables.parties, item, absent)];
}

/** The writes that let accounts act as the party; an account may act for several parties. */
async function bindAccounts(
  store: Store,
  party: Party,
  accounts: readonly { subject: string; signer: boolean }[],
): Promise<Action[]> {
  const table = store.tables.parties;
  const subjects = accounts.map((one) => one.subject);
  if (new Set(subjects).size < subjects.length) throw new Problem('party-known');
  const items = await readAll(
    store.client,
    subjects.map((subject) => ({ table, key: accountKey(subject) })),
  );
  return accounts.map(({ subject, signer }, index) => {
    const item = items[index];
    const known = accountOf(item);
    const bound: Account = { subject, parties: [...(known?.parties ?? []), { party: party.id, signer }] };
    const version = Number(item?.['version'] ?? 0);
    const next = { ...accountKey(subject), version: version + 1, account: bound };
    return put(`account ${subject}`, table, next, known ? atVersion(version) : absent);
  });
}

/** 登记委托: principal and agent must both be enrolled. */
export function recordMandate(deps: PartiesDeps): Parties['office.mandates.record'] {
  return async ({ body, slot, nowMs }) => {
    const enrolled = await readParties(deps.store, [body.principal, body.agent]);
    if (enrolled.size < 2) throw new Problem('not-found');
    const { principal, agent, acts, from, until } = body;
    const id = newId('mdt', nowMs, deps.ports.random(10));
    const mandate: Mandate = { id, principal, agent, acts, from, ...(until && { until }) };
    const item = { ...mandateKey(mandate), mandate };
    const actions = [put('mandate', deps.store.tables.parties, item, absent)];
    return finish(deps, slot, actions, { status: 201, body: mandate });
  };
}

/** 撤销委托: takes effect at once; revoking twice changes nothing. */
export function revokeMandate(deps: PartiesDeps): Parties['office.mandates.revoke'] {
  return async ({ params, slot, nowMs }) => {
    const key = mandateKey({ agent: params.agent, id: params.mandateId });
    const [item] = await readAll(deps.store.client, [{ table: deps.store.tables.parties, key }]);
    if (!item) throw new Problem('not-found');
    const known = mandateOf(item);
    const revoked: Mandate = { ...known, revokedAt: known.revokedAt ?? instantOf(nowMs) };
    const actions = [put('mandate', deps.store.tables.parties, { ...key, mandate: revoked })];
    return finish(deps, slot, actions, { status: 200, body: revoked });
  };
}

async function finish(
  deps: PartiesDeps,
  slot: ReplySlot,
  actions: readonly Action[],
  answered: { status: number; body: unknown },
): Promise<{ reply: StoredReply }> {
  const committed = await commitWithReply(deps.store, deps.ports, slot, actions, answered);
  if (committed.kind === 'reply') return { reply: committed.reply };
  throw new Problem(committed.kind === 'failed' ? 'party-known' : 'busy');
}
