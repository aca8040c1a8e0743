import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { OperationRow } from '../../shared/contracts/operation.ts';
import { digestOf } from '../../shared/kernel/digest.ts';
import { filingId } from '../../shared/kernel/id.ts';
import { epochMsOf, type Instant } from '../../shared/kernel/instant.ts';
import type { MachineScope } from '../../shared/register/machine.ts';
import { type Claims, isMachine } from './claims.ts';
import { type Item, type Key, readAll, type Wanted } from './dynamodb.ts';
import { type ReplySlot, repeated, replyKey, type StoredReply } from './reply.ts';
import { idempotencyKeyOf, type Parts } from './request.ts';
import { filingKey } from './store/filings.ts';
import { clientKey, type MachineAccount, machineAccountOf } from './store/machines.ts';
import { type Account, accountKey, accountOf, readParties } from './store/parties.ts';
import { staffKey } from './store/staff.ts';
import type { Store } from './store/store.ts';

/** A request as parsed, and who asks. */
export type Asked = {
  readonly row: OperationRow;
  readonly event: APIGatewayProxyEventV2;
  readonly claims: Claims | undefined;
  readonly parts: Parts;
};

/** What every operation needs to know first: the caller's account, the reply already given, the filing named. */
export type Opening = {
  readonly account: Account | undefined;
  /** What the caller may do where it is a machine. */
  readonly machine: MachineScope | undefined;
  /** Where the reply belongs, now that it is known who calls. */
  readonly slot: ReplySlot | undefined;
  readonly reply: StoredReply | undefined;
  readonly filing: Item | undefined;
  readonly staff: Item | undefined;
};

/**
 * What the tables know of a request before its handler begins. It reaches the stack as a port, so that a function
 * without tables carries no client of theirs.
 */
export type Openings = {
  /** Where the reply of a request with an `Idempotency-Key` belongs. */
  readonly slot: (asked: Asked, claims: Claims) => ReplySlot;
  /** One read for all. */
  readonly read: (asked: Asked, slot: ReplySlot | undefined) => Promise<Opening>;
  /** The reply that was stored in the slot since. */
  readonly reply: (slot: ReplySlot) => Promise<StoredReply | undefined>;
};

export function openingsOf(store: Store): Openings {
  return {
    slot: ({ row, event, parts }, claims) => {
      const { params, query, body } = parts;
      const party = event.headers['acting-party'];
      const asked = JSON.parse(JSON.stringify({ params, query, body, party }));
      return { key: replyKey(claims.sub, row.id, idempotencyKeyOf(event)), requestDigest: digestOf(asked) };
    },
    read: async (asked, slot) => {
      const wanted = wantedBy(store, asked, slot);
      const names = Object.keys(wanted);
      const items = await readAll(store.client, Object.values(wanted));
      const at = (name: keyof Wishes) => items[names.indexOf(name)];
      const byMachine = asked.claims !== undefined && isMachine(asked.claims);
      const machine = byMachine ? await ofStanding(store, machineOf(asked.claims, at('account'))) : undefined;
      const own = byMachine ? machine && slot && ofAssignment(slot, machine.since) : slot;
      return {
        account: byMachine ? machine?.account : accountOf(at('account')),
        machine: machine?.scope,
        slot: own,
        reply: own && repeated(own, at('reply')),
        filing: at('filing'),
        staff: at('staff'),
      };
    },
    reply: async (slot) => {
      const [item] = await readAll(store.client, [{ table: store.tables.filings, key: slot.key }]);
      return repeated(slot, item);
    },
  };
}

/** A token from before the client came to its party was given to somebody else. */
function machineOf(claims: Claims, item: Item | undefined): MachineAccount | undefined {
  const found = machineAccountOf(item);
  const issuedAt = claims.iat ?? 0;
  return found && issuedAt >= Math.floor(epochMsOf(found.since) / 1000) ? found : undefined;
}

/**
 * 合并: a party that was absorbed acts no more. Its people are unbound from it by the entry that says so; its clients are
 * not, so that each call of one asks whether the party still stands.
 */
async function ofStanding(
  store: Store,
  found: MachineAccount | undefined,
): Promise<MachineAccount | undefined> {
  const ids = found?.account.parties.map((one) => one.party) ?? [];
  if (ids.length === 0) return undefined;
  const parties = await readParties(store, ids);
  return ids.every((id) => parties.get(id)?.status === 'enrolled') ? found : undefined;
}

/**
 * A client passes from party to party, and its replies with it: each assignment asks in its own name, so that the
 * next party never reads what the one before was answered.
 */
function ofAssignment(slot: ReplySlot, since: Instant): ReplySlot {
  return { ...slot, requestDigest: digestOf([slot.requestDigest, since]) };
}

type Wishes = Partial<Record<'account' | 'reply' | 'filing' | 'staff', Wanted>>;

function wantedBy(store: Store, { row, claims, parts }: Asked, slot: ReplySlot | undefined): Wishes {
  const id = filingId.safeParse((parts.params as { filingId?: unknown } | undefined)?.filingId);
  return {
    ...(claims &&
      row.audience === 'own' && { account: { table: store.tables.parties, key: callerKey(claims) } }),
    ...(slot && { reply: { table: store.tables.filings, key: slot.key } }),
    ...(claims && row.staffFacts && { staff: { table: store.tables.filings, key: staffKey(claims.sub) } }),
    ...(id.success && { filing: { table: store.tables.filings, key: filingKey(id.data) } }),
  };
}

/** People are found by their account, machines by their client: neither can stand in for the other. */
function callerKey(claims: Claims): Key {
  return isMachine(claims) ? clientKey(claims.sub) : accountKey(claims.sub);
}
