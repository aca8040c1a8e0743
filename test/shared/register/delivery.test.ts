import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { emailAddress } from '../../../shared/kernel/email-address.ts';
import { noticeId } from '../../../shared/kernel/id.ts';
import {
  codeDeliveryId,
  delivery,
  deliveryId,
  deliveryKinds,
  deliveryStates,
  digestDeliveryId,
  failureReasons,
  noticeDeliveryId,
} from '../../../shared/register/delivery.ts';
import { moment, partyNo } from './sample.ts';
import { expectShape, idOf } from './shape.ts';

const address = emailAddress.parse('Legal@example.com');
const shouted = emailAddress.parse('LEGAL@example.com');
const other = emailAddress.parse('other@example.com');
const notice = (count: number) => noticeId.parse(idOf('ntc', count));
const at = moment('2026-11-23T02:00:00.000Z');

describe('a mail is named by what it tells and to whom', () => {
  it('one notice and one mailbox make one, however the mailbox is spelled', () => {
    const id = noticeDeliveryId(notice(1), address);
    expect(noticeDeliveryId(notice(1), shouted)).toBe(id);
    expect(noticeDeliveryId(notice(2), address)).not.toBe(id);
    expect(noticeDeliveryId(notice(1), other)).not.toBe(id);
  });

  it('one party, one mailbox and one day make one digest', () => {
    const id = digestDeliveryId(partyNo(1), address, '2026-11-23');
    expect(digestDeliveryId(partyNo(1), shouted, '2026-11-23')).toBe(id);
    expect(digestDeliveryId(partyNo(2), address, '2026-11-23')).not.toBe(id);
    expect(digestDeliveryId(partyNo(1), other, '2026-11-23')).not.toBe(id);
    expect(digestDeliveryId(partyNo(1), address, '2026-11-24')).not.toBe(id);
  });

  it('each code asked for is one of its own', () => {
    const id = codeDeliveryId('adr_1', at);
    expect(codeDeliveryId('adr_1', at)).toBe(id);
    expect(codeDeliveryId('adr_2', at)).not.toBe(id);
    expect(codeDeliveryId('adr_1', moment('2026-11-23T02:00:00.001Z'))).not.toBe(id);
  });

  it('by its kind and parts, and by nothing that a later version could change: or a mail would go out twice', () => {
    const named = (...parts: string[]) =>
      createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
    const mailbox = 'legal@example.com';
    expect(noticeDeliveryId(notice(1), address)).toBe(named('notice', notice(1), mailbox));
    expect(digestDeliveryId(partyNo(1), address, '2026-11-23')).toBe(
      named('digest', partyNo(1), mailbox, '2026-11-23'),
    );
    expect(codeDeliveryId('adr_1', at)).toBe(named('code', 'adr_1', at));
  });

  it('kinds never share a name, nor do parts that only together read the same', () => {
    const said = address.toLowerCase();
    const ids = [
      noticeDeliveryId(notice(1), address),
      codeDeliveryId(notice(1), said as typeof at),
      digestDeliveryId(partyNo(1), address, ''),
      noticeDeliveryId(partyNo(1) as never, address),
    ];
    expect(new Set(ids).size).toBe(4);
    expect(codeDeliveryId('a', 'bc' as typeof at)).not.toBe(codeDeliveryId('ab', 'c' as typeof at));
  });

  it('by 32 hexadecimal digits, that show nothing of either', () => {
    for (const id of [noticeDeliveryId(notice(1), address), codeDeliveryId('adr_1', at)]) {
      expect(deliveryId.parse(id)).toBe(id);
      expect(id).toHaveLength(32);
    }
    const id = 'a'.repeat(32);
    for (const wrong of [
      '',
      id.slice(1),
      `${id}a`,
      id.toUpperCase(),
      `g${id.slice(1)}`,
      ` ${id}`,
      `${id}\n`,
    ]) {
      expect(deliveryId.safeParse(wrong).error?.issues[0]?.message, wrong).toBe('id.format');
    }
  });
});

describe('a delivery', () => {
  it('is read as it was written, and nothing unknown with it', () => {
    const full = {
      ...{ id: 'a'.repeat(32), version: 1, kind: 'notice', state: 'sent', party: partyNo(1), account: 'a' },
      ...{ address: idOf('adr'), notice: notice(1), code: 'registered', at, due: at, attempts: 1 },
      ...{ claimedAt: at, sentAt: at, message: 'm', reason: 'throttled', feedback: 'f' },
    };
    const optional = ['notice', 'code', 'claimedAt', 'sentAt', 'message', 'reason', 'feedback'];
    expectShape(delivery, {
      full,
      optional: optional.map((name) => `/${name}`),
      taken: {
        ...{ '/version': [1], '/attempts': [0], '/account': ['x'.repeat(128)] },
        ...{ '/message': ['x'.repeat(200)], '/feedback': ['x'.repeat(200)] },
        ...{ '/kind': deliveryKinds, '/state': deliveryStates, '/reason': failureReasons },
      },
      refused: {
        ...{ '/version': [0], '/attempts': [-1, 0.5], '/account': ['x'.repeat(129)] },
        ...{ '/message': ['x'.repeat(201)], '/feedback': ['x'.repeat(201)], '/code': ['nonsense'] },
        ...{ '/kind': ['mail'], '/state': ['lost'], '/reason': ['other'] },
      },
    });
  });

  it('has closed words for kind, state and reason', () => {
    expect(deliveryKinds).toEqual(['notice', 'digest', 'code']);
    expect(deliveryStates).toEqual(['gathering', 'waiting', 'claimed', 'sent', 'failed', 'dropped']);
    expect(failureReasons).toEqual(['refused', 'throttled', 'unreachable', 'uncertain']);
  });
});
