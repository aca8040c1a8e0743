import { describe, expect, it } from 'vitest';
import type { PartyId } from '../../../../../shared/kernel/id.ts';
import { partyNo } from '../../../register/sample.ts';
import { account, accountsActing, byCandidate, desk, other, self } from '../sample.ts';

const parties = (count: number) => Array.from({ length: count }, (_, at) => partyNo(100 + at));
const accounts = [account('free'), account('busy')];
const signing = { signatures: 1 };

/** What stands against naming the second account, which acts for these parties already. */
const desks = {
  'party.enrolment': desk(
    'party.enrolment',
    { subject: { kind: 'person', name: '李四', residence: 'CN', address: 'a' }, accounts, signing },
    byCandidate,
  ),
  'party.accounts': desk('party.accounts', { version: self.version, accounts, signing }),
  'party.recovery': desk(
    'party.recovery',
    { party: other.id, accounts: [...accounts, account('new-1')], signing },
    byCandidate,
  ),
} as const;
const against = (id: keyof typeof desks, acting: readonly PartyId[]) =>
  desks[id]
    .verdicts({}, { known: accountsActing({ busy: acting, elsewhere: parties(90) }) })
    .filter((one) => one.startsWith('P7'));

describe('P7: an account acts for fifty parties at most', () => {
  const full = ['P7 deficiency /accounts/1/subject'];

  it.each(['party.enrolment', 'party.accounts', 'party.recovery'] as const)(
    '%s: for one more and no two',
    (id) => {
      expect(against(id, [])).toStrictEqual([]);
      expect(against(id, parties(49))).toStrictEqual([]);
      expect(against(id, parties(50))).toStrictEqual(full);
      expect(against(id, parties(51))).toStrictEqual(full);
    },
  );

  it('does not count the party itself, nor the stand-in under which it is asked for', () => {
    expect(against('party.accounts', [...parties(49), self.id])).toStrictEqual([]);
    expect(against('party.accounts', [...parties(50), self.id])).toStrictEqual(full);
    expect(against('party.enrolment', [...parties(49), byCandidate.applicant])).toStrictEqual([]);
    expect(against('party.recovery', [...parties(49), other.id, byCandidate.applicant])).toStrictEqual([]);
    expect(against('party.recovery', [...parties(50), other.id, byCandidate.applicant])).toStrictEqual(full);
  });

  it('says how many there may be', () => {
    const known = accountsActing({ busy: parties(50) });
    const [found] = desks['party.accounts'].findings({}, { known });
    expect(found?.text.zh).toContain('50');
    expect(found?.text.en).toContain('50');
  });
});
