import { type EmailAddress, sameMailbox } from '../../shared/kernel/email-address.ts';
import { newId } from '../../shared/kernel/id.ts';
import { addMillis, type Instant, instantOf } from '../../shared/kernel/instant.ts';
import { codeDeliveryId, type Delivery } from '../../shared/register/delivery.ts';
import {
  addressesMax,
  addressOf,
  codePauseSeconds,
  codesPerDayMax,
  type MailAddress,
  type NoticePreferences,
  withAddress,
} from '../../shared/register/notice-preferences.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { Problem } from '../_platform/problem.ts';
import { commitWithReply, type ReplySlot, type StoredReply } from '../_platform/reply.ts';
import { planDelivery, wake } from '../_platform/store/deliveries.ts';
import {
  changePreferences,
  linkUnsubscribing,
  readPreferences,
} from '../_platform/store/notice-preferences.ts';
import type { Store } from '../_platform/store/store.ts';
import { type Action, commit } from '../_platform/transaction.ts';
import { opensCode } from './code.ts';
import type { NoticesDeps } from './deps.ts';
import { shown } from './preferences.ts';

type Notices = Handlers<'notices'>;
type Whose = Pick<NoticePreferences, 'party' | 'account'>;
type Change = { readonly to: NoticePreferences; readonly actions: readonly Action[] };

const roundsMax = 5;
const tokenBytes = 24;

/**
 * 添加邮箱: the address gets a code and nothing else until the code comes back. The code is drawn when it is mailed, so
 * that it rests nowhere. How many may be asked for is bounded, since they go to whoever was named.
 */
export function addAddress(deps: NoticesDeps): Notices['notices.addAddress'] {
  return async ({ body, caller, slot, nowMs }) => {
    if (!deps.mailing) throw new Problem('no-mail');
    return changing(deps, slot, 201, caller, (known) => asked(deps, known, body.address, instantOf(nowMs)));
  };
}

function asked(deps: NoticesDeps, known: NoticePreferences, named: EmailAddress, at: Instant): Change {
  const same = known.addresses.find((one) => sameMailbox(one.address) === sameMailbox(named));
  if (same?.state === 'confirmed') return { to: known, actions: [] };
  if (!same && known.addresses.length >= addressesMax) throw new Problem('too-many-addresses');
  const codesAsked = counted(known, same, at);
  const address: MailAddress = {
    id: same?.id ?? newId('adr', Date.parse(at), deps.ports.random(10)),
    ...{ address: named, state: 'unconfirmed', addedAt: same?.addedAt ?? at, failures: 0, codeAskedAt: at },
  };
  const others = known.addresses.filter((one) => one.id !== address.id);
  const to = { ...known, version: known.version + 1, addresses: [...others, address], codesAsked };
  const { store } = deps;
  const code = codeDelivery(known, address, at);
  const actions = [planDelivery(store, code), wake(store, code.id, at), changePreferences(store, known, to)];
  return { to, actions };
}

/** The day's count, also over addresses that were removed meanwhile; a problem where it is too soon for another. */
function counted(known: NoticePreferences, same: MailAddress | undefined, at: Instant) {
  const day = at.slice(0, 10);
  const count = known.codesAsked.day === day ? known.codesAsked.count : 0;
  const tooSoon = same !== undefined && addMillis(same.codeAskedAt, codePauseSeconds * 1000) > at;
  if (tooSoon || count >= codesPerDayMax) throw new Problem('code-too-soon');
  return { day, count: count + 1 };
}

function codeDelivery({ party, account }: Whose, address: MailAddress, at: Instant): Delivery {
  return {
    ...{ id: codeDeliveryId(address.id, at), version: 1, kind: 'code', state: 'waiting', attempts: 0 },
    ...{ party, account, address: address.id, at, due: at },
  };
}

/** 确认邮箱: a wrong code costs a try, whatever becomes of the request; after five the code is void. */
export function confirmAddress(deps: NoticesDeps): Notices['notices.confirmAddress'] {
  return async ({ params, body, caller, slot, nowMs }) => {
    const at = instantOf(nowMs);
    return changing(deps, slot, 200, caller, async (known) => {
      const address = addressOf(known, params.addressId);
      if (!address) throw new Problem('not-found');
      if (address.state === 'confirmed') return { to: known, actions: [] };
      const { code } = address;
      if (!code || code.until < at || code.triesLeft === 0) throw new Problem('code-expired');
      if (opensCode(address, body.code)) return confirmed(deps, known, address, at);
      const less = withAddress(known, { ...address, code: { ...code, triesLeft: code.triesLeft - 1 } });
      const spent = await commit(deps.store.client, deps.ports, [changePreferences(deps.store, known, less)]);
      // Somebody else changed the preferences just now: this try has not been counted yet.
      if (spent.kind !== 'done') return undefined;
      throw new Problem('code-wrong');
    });
  };
}

function confirmed(deps: NoticesDeps, known: NoticePreferences, address: MailAddress, at: Instant): Change {
  const token = Buffer.from(deps.ports.random(tokenBytes)).toString('base64url');
  const { code: _code, stoppedFor: _stopped, ...rest } = address;
  const to = withAddress(known, {
    ...{ ...rest, state: 'confirmed', confirmedAt: at, failures: 0, unsubscribeToken: token },
  });
  const { party, account } = known;
  const link = linkUnsubscribing(deps.store, token, { party, account, address: address.id });
  return { to, actions: [link, changePreferences(deps.store, known, to)] };
}

/** 删除邮箱: nothing goes there any more, whatever is on its way. */
export function removeAddress(deps: NoticesDeps): Notices['notices.removeAddress'] {
  return async ({ params, caller }) => {
    for (let round = 0; round < roundsMax; round += 1) {
      const known = await readPreferences(deps.store, caller);
      const addresses = known.addresses.filter((one) => one.id !== params.addressId);
      if (addresses.length === known.addresses.length) throw new Problem('not-found');
      const to = { ...known, version: known.version + 1, addresses };
      const actions = [changePreferences(deps.store, known, to)];
      if ((await commit(deps.store.client, deps.ports, actions)).kind === 'done')
        return { body: shown(to).body };
    }
    throw new Problem('busy');
  };
}

/** Reads, plans and commits with the reply, again where somebody else changed the preferences in between. */
async function changing(
  deps: { readonly store: Store; readonly ports: NoticesDeps['ports'] },
  slot: ReplySlot,
  status: 200 | 201,
  whose: Whose,
  plan: (known: NoticePreferences) => Change | undefined | Promise<Change | undefined>,
): Promise<{ reply: StoredReply }> {
  for (let round = 0; round < roundsMax; round += 1) {
    const change = await plan(await readPreferences(deps.store, whose));
    if (!change) continue;
    const answered = { status, body: shown(change.to).body };
    const committed = await commitWithReply(deps.store, deps.ports, slot, change.actions, answered);
    if (committed.kind === 'reply') return { reply: committed.reply };
  }
  throw new Problem('busy');
}
