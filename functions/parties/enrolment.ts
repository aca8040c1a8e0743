import { formFaultTexts, schemaFaultTexts } from '../../shared/contracts/issue-texts.ts';
import { ownPartyViewOf } from '../../shared/contracts/views/party-view.ts';
import { faultText } from '../../shared/kernel/fault.ts';
import { newId } from '../../shared/kernel/id.ts';
import { instantOf } from '../../shared/kernel/instant.ts';
import type { Language } from '../../shared/kernel/localised.ts';
import { type Mandate, type Party, partiesOfAccountMax } from '../../shared/register/party.ts';
import type { Ports } from '../_platform/clock.ts';
import { readAll } from '../_platform/dynamodb.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { Problem } from '../_platform/problem.ts';
import { commitWithReply, type ReplySlot, type StoredReply } from '../_platform/reply.ts';
import {
  type Account,
  accountKey,
  accountOf,
  enrolParty,
  mandateKey,
  nameKeyOf,
  readMandates,
  readParties,
} from '../_platform/store/parties.ts';
import type { Store } from '../_platform/store/store.ts';
import { type Action, absent, atVersion, type Condition, put } from '../_platform/transaction.ts';

export type PartiesDeps = { readonly store: Store; readonly ports: Ports };
type Parties = Handlers<'parties'>;

/**
 * 主体登记, by an operator who has seen the proof. An identifier is enrolled once: a second party with the same
 * code, or an account that already signs for this one, is refused.
 */
export function enrol(deps: PartiesDeps): Parties['office.parties.enrol'] {
  return async ({ body, slot, nowMs, language }) => {
    const { accounts, ...facts } = body;
    const id = newId('pty', nowMs, deps.ports.random(10));
    const party: Party = {
      ...{ id, version: 1, instant: instantOf(nowMs), status: 'enrolled', ...facts },
      accounts: accounts.map(({ administrator = false, ...one }) => ({ ...one, administrator })),
      ...{ signing: { signatures: 1 }, enrolledAt: instantOf(nowMs) },
    };
    if (party.kind === 'organisation' && nameKeyOf(party.name) === undefined) {
      throw wrongField('/name', 'text.tooLong', faultText('text.tooLong')?.[language] ?? '');
    }
    const own = enrolParty(deps.store, party);
    for (let round = 1; round <= roundsMax; round += 1) {
      const actions = [...own, ...(await bindAccounts(deps.store, party, accounts, language))];
      const answered = { status: 201, body: ownPartyViewOf(party) };
      const committed = await commitWithReply(deps.store, deps.ports, slot, actions, answered);
      if (committed.kind === 'reply') return { reply: committed.reply };
      if (committed.kind === 'busy') break;
      // An account that was bound to another party meanwhile is no reason to refuse this one.
      if (committed.failures.some((one) => !one.name.startsWith('account ')))
        throw new Problem('party-known');
    }
    throw new Problem('busy');
  };
}

const roundsMax = 5;

function wrongField(pointer: string, code: string, detail: string): Problem {
  return new Problem('invalid-request', { errors: [{ in: 'body', pointer, code, detail }] });
}

/** The writes that let accounts act as the party; an account may act for several parties. */
async function bindAccounts(
  store: Store,
  party: Party,
  accounts: readonly { subject: string; signer: boolean; administrator?: boolean | undefined }[],
  language: Language,
): Promise<Action[]> {
  const table = store.tables.parties;
  const subjects = accounts.map((one) => one.subject);
  if (new Set(subjects).size < subjects.length) throw new Problem('party-known');
  const items = await readAll(
    store.client,
    subjects.map((subject) => ({ table, key: accountKey(subject) })),
  );
  return accounts.map(({ subject, signer, administrator = false }, index) => {
    const item = items[index];
    const known = accountOf(item);
    if (known && known.parties.length >= partiesOfAccountMax) {
      throw wrongField(`/accounts/${index}/subject`, 'too-big', schemaFaultTexts['too-big'][language]);
    }
    const binding = { party: party.id, signer, administrator };
    const bound: Account = { subject, parties: [...(known?.parties ?? []), binding] };
    const version = Number(item?.['version'] ?? 0);
    const next = { ...accountKey(subject), version: version + 1, account: bound };
    return put(`account ${subject}`, table, next, known ? atVersion(version) : absent);
  });
}

/** 登记委托: principal and agent must both be enrolled. */
export function recordMandate(deps: PartiesDeps): Parties['office.mandates.record'] {
  return async ({ body, slot, nowMs, language }) => {
    if (body.until !== undefined && body.until < body.from) {
      const code = 'form.periodEndsBeforeItBegins';
      throw wrongField('/until', code, formFaultTexts[code][language]);
    }
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
    const held = await readMandates(deps.store, params.agent);
    const known = held.find((one) => one.id === params.mandateId);
    if (!known) throw new Problem('not-found');
    const key = mandateKey(known);
    const revoked: Mandate = { ...known, revokedAt: known.revokedAt ?? instantOf(nowMs) };
    const unchanged = known.revokedAt ? revokedBefore : notRevoked;
    const actions = [put('mandate', deps.store.tables.parties, { ...key, mandate: revoked }, unchanged)];
    return finish(deps, slot, actions, { status: 200, body: revoked });
  };
}

/** Of two revocations at once the first one's time stands. */
const notRevoked: Condition = { expression: 'attribute_not_exists(mandate.revokedAt)' };
const revokedBefore: Condition = { expression: 'attribute_exists(mandate.revokedAt)' };

async function finish(
  deps: PartiesDeps,
  slot: ReplySlot,
  actions: readonly Action[],
  answered: { status: number; body: unknown },
): Promise<{ reply: StoredReply }> {
  const committed = await commitWithReply(deps.store, deps.ports, slot, actions, answered);
  if (committed.kind === 'reply') return { reply: committed.reply };
  throw new Problem('busy');
}
