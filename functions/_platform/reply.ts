import * as z from 'zod';
import { sha256Hex } from '../../shared/kernel/digest.ts';
import type { Ports } from './clock.ts';
import type { Item, Key } from './dynamodb.ts';
import { Problem } from './problem.ts';
import type { Store } from './store/store.ts';
import { type Action, absent, type Committed, commit, put } from './transaction.ts';

/** Replies are kept for 30 days; later, the business's own uniqueness answers. */
export const keptSeconds = 30 * 24 * 60 * 60;

const storedReply = z.object({
  requestDigest: z.string(),
  status: z.int(),
  body: z.string(),
  etag: z.string().optional(),
});

/** An answer as it was first given, byte for byte. */
export type StoredReply = z.output<typeof storedReply>;

/** Where the reply of one request under one `Idempotency-Key` is stored, and what it must have asked. */
export type ReplySlot = { readonly key: Key; readonly requestDigest: string };

/** The key belongs to one account and one operation, so nobody meets another's replies. */
export function replyKey(account: string, operation: string, idempotencyKey: string): Key {
  return { pk: `REPLY#${sha256Hex(JSON.stringify([account, operation, idempotencyKey]))}`, sk: 'REPLY' };
}

/** The stored reply, if the request was made before; a problem when the key was used for another request. */
export function repeated(slot: ReplySlot, item: Item | undefined): StoredReply | undefined {
  if (!item) return undefined;
  const stored = storedReply.parse(item['reply']);
  if (stored.requestDigest !== slot.requestDigest) throw new Problem('idempotency-key-reused');
  return stored;
}

export type Answered = { readonly status: number; readonly body: unknown; readonly etag?: string };

/**
 * Commits the writes together with the reply: a caller who never saw it gets the same one again, and a second
 * request under the same key, even a concurrent one, changes nothing. Other failed conditions are the caller's.
 */
export async function commitWithReply(
  store: Store,
  ports: Ports,
  slot: ReplySlot,
  actions: readonly Action[],
  answered: Answered,
  attemptsMax?: number,
): Promise<{ kind: 'reply'; reply: StoredReply } | Exclude<Committed, { kind: 'done' }>> {
  const reply: StoredReply = {
    requestDigest: slot.requestDigest,
    status: answered.status,
    body: JSON.stringify(answered.body),
    ...(answered.etag && { etag: answered.etag }),
  };
  const all = [...actions, putReply(store, ports, slot, reply)];
  const committed = await commit(store.client, ports, all, attemptsMax);
  if (committed.kind === 'done') return { kind: 'reply', reply };
  const twin = committed.kind === 'failed' && committed.failures.find((one) => one.name === 'reply');
  const stored = twin ? repeated(slot, twin.old) : undefined;
  return stored ? { kind: 'reply', reply: stored } : committed;
}

function putReply(store: Store, ports: Ports, slot: ReplySlot, reply: StoredReply): Action {
  const expiresAt = Math.floor(ports.now() / 1000) + keptSeconds;
  return put('reply', store.tables.filings, { ...slot.key, reply, expiresAt }, absent);
}
