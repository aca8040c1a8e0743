import { describe, expect, it } from 'vitest';
import { mandateId } from '../../../shared/kernel/id.ts';
import { money } from '../../../shared/kernel/money.ts';
import { uscc } from '../../../shared/kernel/uscc.ts';
import {
  accountSubject,
  consentCapacities,
  covers,
  hasCapacity,
  identifierKeyOf,
  institutionKinds,
  isRunning,
  isSameParty,
  type Mandate,
  mandate,
  mandateActs,
  type Party,
  party,
  partyKinds,
  partyName,
  partyStatuses,
  signaturesNeeded,
} from '../../../shared/register/party.ts';
import { day, moment, organisation, partyNo } from './sample.ts';
import { expectShape, idOf, times } from './shape.ts';

const first = { scheme: 'uscc' as const, value: uscc.parse('91110108551385082Q') };
const second = { scheme: 'uscc' as const, value: uscc.parse('91110000600037341L') };
const abroad = { scheme: 'foreign' as const, value: '91110108551385082Q' };
const name = '演示科技有限公司';

describe('isSameParty', () => {
  type Owner = Parameters<typeof isSameParty>[0];
  const same = (owner: Owner, candidate: Owner & { readonly formerNames?: readonly string[] }) =>
    isSameParty(owner, { formerNames: [], ...candidate });

  it('A4.g1: the registered identifier decides, whatever the names', () => {
    expect(same({ name, identifier: first }, { name: '改名有限公司', identifier: first })).toBe(true);
    expect(same({ name, identifier: first }, { name, identifier: second })).toBe(false);
  });

  it('A4.g1: a party without the registered identifier is somebody else, also under the same name', () => {
    expect(same({ name, identifier: first }, { name })).toBe(false);
    expect(same({ name, identifier: first }, { name: 'x', formerNames: [name] })).toBe(false);
    expect(same({ name, identifier: first }, { name, identifier: abroad })).toBe(false);
    expect(same({ name, identifier: abroad }, { name, identifier: first })).toBe(false);
    expect(same({ name, identifier: abroad }, { name: 'x', identifier: abroad })).toBe(true);
  });

  it('A4.g1: where the register has none, the normalised name decides, former names included', () => {
    expect(same({ name }, { name, identifier: first })).toBe(true);
    expect(same({ name: 'ＡＢＢ（中国）有限公司' }, { name: 'abb(中国) 有限公司' })).toBe(true);
    expect(same({ name }, { name: '新名有限公司', formerNames: ['旧名', name] })).toBe(true);
    expect(same({ name }, { name: '新名有限公司', formerNames: [] })).toBe(false);
    expect(same({ name }, { name: `${name}分公司` })).toBe(false);
  });

  it('A4.g1: names with nothing to compare are nobody’s', () => {
    expect(same({ name: '——' }, { name: '……' })).toBe(false);
    expect(same({ name: '。' }, { name: '。' })).toBe(false);
  });
});

describe('covers', () => {
  const given: Mandate = mandate.parse({
    id: mandateId.parse(`mdt_${'0'.repeat(26)}`),
    principal: partyNo(1),
    agent: partyNo(2),
    acts: ['file'],
    from: '2026-01-01',
    until: '2026-12-31',
  });

  it('A2.1: from the first to the last day, both included', () => {
    expect(covers(given, 'file', '2025-12-31')).toBe(false);
    expect(covers(given, 'file', '2026-01-01')).toBe(true);
    expect(covers(given, 'file', '2026-12-31')).toBe(true);
    expect(covers(given, 'file', '2027-01-01')).toBe(false);
  });

  it('A2.1: only within the scope that it states', () => {
    expect(covers(given, 'consent', '2026-06-01')).toBe(false);
    expect(covers({ ...given, acts: ['file', 'consent'] }, 'consent', '2026-06-01')).toBe(true);
    expect(mandate.safeParse({ ...given, acts: [] }).success).toBe(false);
  });

  it('A2.1: without an end until it is revoked', () => {
    const { until: _until, ...open } = given;
    expect(covers(open, 'file', '2999-12-31')).toBe(true);
    const revoked = { ...open, revokedAt: moment('2026-06-01T00:00:00.000Z') };
    expect(covers(revoked, 'file', '2026-06-01')).toBe(false);
  });

  it('A2.1: a mandate that begins and ends on one day holds on it', () => {
    expect(
      covers({ ...given, from: day('2026-03-01'), until: day('2026-03-01') }, 'file', '2026-03-01'),
    ).toBe(true);
  });
});

describe('party', () => {
  it('bounds a name by the bytes it takes in an entry', () => {
    const named = (text: string) => party.safeParse({ ...organisation(1, 'x'), name: text });
    expect(named('字'.repeat(199)).success).toBe(true);
    expect(named('字'.repeat(200)).error?.issues.map(({ message }) => message)).toEqual(['text.tooLong']);
    expect(named('𠮷'.repeat(150)).success).toBe(false);
    expect(named('x'.repeat(300)).success).toBe(true);
    // With its quotation marks: 600 bytes.
    expect(named(`${'字'.repeat(199)}x`).success).toBe(true);
  });

  it('knows two schemes of identifier, and checks the one that has a check character', () => {
    const identified = (identifier: unknown) =>
      party.safeParse({ ...organisation(1, 'x'), identifier }).success;
    expect(identified({ scheme: 'uscc', value: '91110108551385082Q' })).toBe(true);
    expect(identified({ scheme: 'uscc', value: '91110108551385082P' })).toBe(false);
    expect(identified({ scheme: 'foreign', value: 'HRB 1' })).toBe(true);
    expect(identified({ scheme: 'lei', value: 'x' })).toBe(false);
  });

  it('enrols a number given abroad once in its country, however it is written', () => {
    const keyOf = (value: string, residence = 'DE') =>
      identifierKeyOf({ residence, identifier: { scheme: 'foreign', value } });
    for (const value of ['hrb 1', 'HRB1', 'ＨＲＢ　１', 'HRB\u200b 1', 'HRB\u00a01', 'H\u00adRB\u{e0041}1'])
      expect(keyOf(value), value).toBe(keyOf('HRB 1'));
    for (const value of ['HRB 2', 'HRB 11', 'HRB-1']) expect(keyOf(value), value).not.toBe(keyOf('HRB 1'));
    expect(keyOf('HRB 1', 'AT')).not.toBe(keyOf('HRB 1'));
    // The key is stored: another spelling of it would enrol everybody a second time.
    expect(keyOf('hrb 1')).toBe('foreign#DE#HRB1');
    expect(keyOf('91110108551385082Q')).not.toBe(identifierKeyOf({ residence: 'CN', identifier: first }));
  });
});

describe('signaturesNeeded', () => {
  type Rule = Parameters<typeof signaturesNeeded>;
  const needed = (rule: Rule[0], amount?: Rule[1], as: Rule[2] = 'signer') =>
    signaturesNeeded(rule, amount, as);

  const of = (signing: Party['signing'], administrators = 1) => ({
    signing,
    accounts: Array.from({ length: administrators }, (_, at) => ({
      ...{ subject: `a${at}`, administrator: true, signer: true },
    })),
  });
  const cny = (amount: string) => money.parse({ amount, currency: 'CNY' });
  const above = cny('1000000');

  it('one where the rule says one, two where it says two, whatever the amount', () => {
    expect(needed(of({ signatures: 1 }), cny('999999999'))).toBe(1);
    expect(needed(of({ signatures: 2 }), cny('1'))).toBe(2);
  });

  it('two only above the sum; the sum itself needs one, and so does what is below', () => {
    expect(needed(of({ signatures: 2, above }), cny('999999.99'))).toBe(1);
    expect(needed(of({ signatures: 2, above }), cny('1000000'))).toBe(1);
    expect(needed(of({ signatures: 2, above }), cny('1000000.01'))).toBe(2);
  });

  it('two where nobody can say that it is not above: no amount, or another currency', () => {
    expect(needed(of({ signatures: 2, above }))).toBe(2);
    const dollars = money.parse({ amount: '1', currency: 'USD' });
    expect(needed(of({ signatures: 2, above }), dollars)).toBe(2);
  });

  it('of administrators two where there are two, one where there is one alone', () => {
    expect(needed(of({ signatures: 2, above }, 2), cny('1'), 'administrator')).toBe(2);
    expect(needed(of({ signatures: 2 }, 1), undefined, 'administrator')).toBe(1);
    const signer = { subject: 's', administrator: false, signer: true };
    const alone = { ...of({ signatures: 2 }, 1), accounts: [...of({ signatures: 2 }, 1).accounts, signer] };
    expect(needed(alone, undefined, 'administrator')).toBe(1);
    expect(needed(of({ signatures: 1 }, 3), undefined, 'administrator')).toBe(1);
  });
});

describe('identifierKeyOf', () => {
  it('P2: a foreign number is one within its country, in either case of letters; a code everywhere', () => {
    const foreign = (value: string, residence: string) =>
      identifierKeyOf({ identifier: { scheme: 'foreign', value }, residence });
    expect(foreign('hrb 1', 'DE')).toBe(foreign('HRB 1', 'DE'));
    expect(foreign('HRB 1', 'AT')).not.toBe(foreign('HRB 1', 'DE'));
    expect(identifierKeyOf({ identifier: first, residence: 'CN' })).toBe('uscc#91110108551385082Q');
    expect(identifierKeyOf({ residence: 'CN' })).toBeUndefined();
  });
});

describe('a name (P3, P4)', () => {
  const issuesOf = (text: string) => partyName.safeParse(text).error?.issues.map(({ message }) => message);

  it('shows every character of it: with one that shows nothing, two names would read the same', () => {
    const unseen = [
      ...['\u034f', '\u00ad', '\u061c', '\u115f', '\u1160', '\u17b4', '\u17b5', '\u180e', '\u200b'],
      ...['\u200e', '\u200f', '\u2060', '\u2064', '\u206f', '\u3164', '\ufeff', '\uffa0', '\u{e0041}'],
    ];
    for (const one of unseen) {
      expect(issuesOf(`甲${one}公司`), one.codePointAt(0)?.toString(16)).toEqual(['text.forbidden']);
    }
  });

  it('may have joiners, by which some scripts spell, and spaces that can be seen', () => {
    for (const one of ['\u200c', '\u200d', ' ', '\u00a0', '\u3000'])
      expect(issuesOf(`甲${one}公司`), one.codePointAt(0)?.toString(16)).toBeUndefined();
  });

  it('fits the key of the index, also where its characters grow when they are normalised', () => {
    // One character of three bytes becomes fifteen letters, of thirty bytes; the key has 2048 at most.
    const longest = `${'\ufdfa'.repeat(68)}字字`;
    expect(issuesOf(longest)).toBeUndefined();
    expect(issuesOf(`${longest}x`)).toEqual(['text.tooLong']);
  });
});

describe('a party is stored', () => {
  const signing = { signatures: 2, above: { amount: '1000000.00', currency: 'CNY' } };
  const account = { subject: 'a', administrator: true, signer: true };
  const full = {
    ...organisation(1, name, { identifier: first, accounts: [account], formerNames: ['旧名'] }),
    ...{ entry: idOf('ent'), mergedInto: partyNo(2), institution: 'bank', address: '北京', signing },
    commitmentBarredUntil: '2029-11-23',
  };

  it('as it was written, and nothing unknown with it', () => {
    const optional = ['entry', 'mergedInto', 'identifier', 'institution', 'address', 'signing/above'];
    expectShape(party, {
      full,
      optional: [...optional, 'commitmentBarredUntil'].map((one) => `/${one}`),
      taken: {
        ...{ '/version': [1], '/status': partyStatuses, '/kind': partyKinds, '/signing/signatures': [1, 2] },
        ...{ '/institution': institutionKinds, '/formerNames': [[], times(20, '旧名'), ['x'.repeat(300)]] },
        ...{
          '/residence': ['CN', 'DE'],
          '/address': ['x'.repeat(300)],
          '/accounts': [[], times(50, account)],
        },
      },
      refused: {
        ...{
          '/version': [0, 1.5],
          '/status': ['ended', ''],
          '/kind': ['state', ''],
          '/institution': ['shop', ''],
        },
        ...{ '/signing/signatures': [0, 3], '/formerNames': [times(21, '旧名'), ['x'.repeat(301)], ['']] },
        ...{ '/residence': ['CHN', 'C', 'cn', 'C1', '', ' CN'], '/address': ['x'.repeat(301), ''] },
        ...{ '/accounts': [times(51, account)], '/signing/above/amount': ['0.00', '-1.00'] },
      },
    });
    expect([partyKinds, partyStatuses, institutionKinds]).toEqual([
      ['organisation', 'person'],
      ['enrolled', 'merged'],
      ['bank', 'guarantor', 'smallLoanCompany', 'other'],
    ]);
  });

  it('with the subjects of its accounts, of one to 128 visible characters', () => {
    for (const subject of ['a', '!', '~', 'x'.repeat(128)])
      expect(accountSubject.safeParse(subject).success, subject).toBe(true);
    for (const subject of ['', 'x'.repeat(129), 'a b', ' a', 'a ', 'é', 'a\n', '\u007f'])
      expect(accountSubject.safeParse(subject).success, subject).toBe(false);
  });

  it('and a number given abroad of 64 characters at most', () => {
    const abroadOf = (value: string) => ({ ...full, identifier: { scheme: 'foreign', value } });
    expect(party.safeParse(abroadOf('x'.repeat(64))).success).toBe(true);
    expect(party.safeParse(abroadOf('x'.repeat(65))).success).toBe(false);
  });
});

describe('a mandate is stored', () => {
  const full = {
    ...{ id: idOf('mdt'), principal: partyNo(1), agent: partyNo(2), acts: ['file', 'consent'] },
    ...{ from: '2026-01-01', until: '2026-12-31', revokedAt: moment('2026-06-01T00:00:00.000Z') },
    ...{ bothSides: true, succession: true, entry: idOf('ent'), revokedBy: idOf('ent', 2) },
  };

  it('as it was written, and nothing unknown with it', () => {
    const optional = ['until', 'revokedAt', 'bothSides', 'succession', 'entry', 'revokedBy'];
    expectShape(mandate, {
      full,
      optional: optional.map((one) => `/${one}`),
      taken: { '/acts': mandateActs.map((act) => [act]) },
      refused: {
        ...{ '/acts': [[], ['sell'], ['']], '/bothSides': [false], '/succession': [false] },
      },
    });
    expect(mandateActs).toEqual(['file', 'consent']);
  });

  it('and runs from its first through its last day, unless it was revoked', () => {
    const { revokedAt: _revoked, ...standing } = mandate.parse(full);
    for (const [on, runs] of [
      ['2025-12-31', false],
      ['2026-01-01', true],
      ['2026-12-31', true],
      ['2027-01-01', false],
    ] as const)
      expect(isRunning(standing, on), on).toBe(runs);
    expect(isRunning(mandate.parse(full), '2026-03-01')).toBe(false);
  });
});

describe('the capacity in which an account consents (A9.2)', () => {
  it('is one of two, and each account has just those that it was given', () => {
    expect(consentCapacities).toEqual(['signer', 'administrator']);
    const accounts = [
      { subject: 's', administrator: false, signer: true },
      { subject: 'm', administrator: true, signer: false },
    ];
    const has = (subject: string) => consentCapacities.filter((as) => hasCapacity({ accounts }, subject, as));
    expect([has('s'), has('m'), has('x')]).toEqual([['signer'], ['administrator'], []]);
  });
});
