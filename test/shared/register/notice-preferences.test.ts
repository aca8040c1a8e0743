import { describe, expect, it } from 'vitest';
import { addressId } from '../../../shared/kernel/id.ts';
import { mutableCodes, noticeCodes } from '../../../shared/register/notice.ts';
import {
  addressesMax,
  addressOf,
  addressStates,
  type MailAddress,
  mailAddress,
  mailLanguages,
  mailPaces,
  type NoticePreferences,
  noticePreferences,
  stopped,
  stopReasons,
  unsaid,
  wants,
  withAddress,
} from '../../../shared/register/notice-preferences.ts';
import { moment, partyNo } from './sample.ts';
import { expectShape, idOf, times } from './shape.ts';

const at = moment('2026-11-23T02:00:00.000Z');
const addressNo = (count: number) => addressId.parse(idOf('adr', count));
const address = (count = 1): MailAddress =>
  mailAddress.parse({
    ...{ id: addressNo(count), address: `a${count}@example.com`, state: 'confirmed', addedAt: at },
    ...{ failures: 0, codeAskedAt: at, code: { salt: 's', hash: 'h', until: at, triesLeft: 5 } },
  });
const nobody = { party: partyNo(1), account: 'a' };
const kept = (more: Partial<NoticePreferences> = {}): NoticePreferences => ({ ...unsaid(nobody), ...more });

describe('who is told by mail', () => {
  it('every kind, as long as nothing was said', () => {
    for (const code of noticeCodes) expect(wants(kept(), code), code).toBe(true);
  });

  it('no kind that was muted, but for those whose loss may cost a right', () => {
    const muted = kept({ muted: [...noticeCodes] });
    expect(noticeCodes.filter((code) => !wants(muted, code))).toEqual(mutableCodes);
    expect(wants(kept({ muted: ['withdrawn'] }), 'registered')).toBe(true);
    expect(wants(kept({ muted: ['a code of the past'] }), 'registered')).toBe(true);
  });
});

describe('the preferences of an account', () => {
  it('that never said anything: no address, both languages, each notice at once', () => {
    expect(unsaid(nobody)).toEqual({
      ...{ version: 1, party: partyNo(1), account: 'a', language: 'both', pace: 'atOnce', muted: [] },
      ...{ addresses: [], codesAsked: { day: '', count: 0 } },
    });
    expect(noticePreferences.parse(unsaid(nobody))).toEqual(unsaid(nobody));
  });

  it('change one address at a time, a version further, the others as they were', () => {
    const before = kept({ addresses: [address(1), address(2)], version: 4 });
    const changed = { ...address(2), failures: 2 };
    expect(withAddress(before, changed)).toEqual({
      ...before,
      ...{ version: 5, addresses: [address(1), changed] },
    });
  });

  it('find an address by its id', () => {
    const of = kept({ addresses: [address(1), address(2)] });
    expect(addressOf(of, addressNo(2))).toEqual(address(2));
    expect(addressOf(of, addressNo(3))).toBeUndefined();
  });

  it('are read as they were written, and nothing unknown with them', () => {
    expectShape(noticePreferences, {
      full: {
        ...{ ...unsaid(nobody), muted: ['registered'] },
        codesAsked: { day: '2026-11-23', count: 1 },
      },
      optional: [],
      taken: {
        ...{ '/language': mailLanguages, '/pace': mailPaces, '/account': ['x'.repeat(128)] },
        ...{ '/muted': [times(100, 'x'.repeat(64))], '/addresses': [times(addressesMax, address())] },
      },
      refused: {
        ...{ '/language': ['fr'], '/pace': ['weekly'], '/account': ['x'.repeat(129)], '/version': [0] },
        ...{ '/muted': [times(101, 'x'), ['x'.repeat(65)]], '/codesAsked/count': [0.5] },
        '/addresses': [times(addressesMax + 1, address())],
      },
    });
    expect(addressesMax).toBe(3);
    expect([mailLanguages, mailPaces]).toEqual([
      ['zh', 'en', 'both'],
      ['atOnce', 'daily'],
    ]);
  });
});

describe('an address', () => {
  it('that is stopped says why, and no code confirms it any more', () => {
    const { code: _code, ...rest } = address();
    for (const reason of stopReasons)
      expect(stopped(address(), reason)).toEqual({ ...rest, state: 'stopped', stoppedFor: reason });
  });

  it('is read as it was written, and nothing unknown with it', () => {
    expectShape(mailAddress, {
      full: {
        ...{ ...address(), confirmedAt: at, stoppedFor: 'bounced', failedAt: at, unsubscribeToken: 't' },
      },
      optional: ['/confirmedAt', '/stoppedFor', '/failedAt', '/code', '/unsubscribeToken'],
      taken: { '/state': addressStates, '/stoppedFor': stopReasons, '/code/triesLeft': [0] },
      refused: {
        ...{ '/state': ['unknown'], '/stoppedFor': ['tired'], '/code/triesLeft': [-1] },
        ...{ '/failures': [-1], '/address': ['a@b'] },
      },
    });
    expect(addressStates).toEqual(['unconfirmed', 'confirmed', 'stopped']);
    expect(stopReasons).toEqual(['bounced', 'complained', 'unsubscribed']);
  });
});
