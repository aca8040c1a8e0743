import { describe, expect, it } from 'vitest';
import { mandateId } from '../../../shared/kernel/id.ts';
import { money } from '../../../shared/kernel/money.ts';
import { uscc } from '../../../shared/kernel/uscc.ts';
import {
  covers,
  identifierKeyOf,
  isSameParty,
  type Mandate,
  mandate,
  type Party,
  party,
  signaturesNeeded,
} from '../../../shared/register/party.ts';
import { day, moment, organisation, partyNo } from './sample.ts';

const first = { scheme: 'uscc' as const, value: uscc.parse('91110108551385082Q') };
const second = { scheme: 'uscc' as const, value: uscc.parse('91110000600037341L') };
const abroad = { scheme: 'foreign' as const, value: '91110108551385082Q' };
const name = '演示科技有限公司';

describe('isSameParty', () => {
  it('A4.g1: the registered identifier decides, whatever the names', () => {
    expect(isSameParty({ name, identifier: first }, { name: '改名有限公司', identifier: first })).toBe(true);
    expect(isSameParty({ name, identifier: first }, { name, identifier: second })).toBe(false);
  });

  it('A4.g1: a party without the registered identifier is somebody else, also under the same name', () => {
    expect(isSameParty({ name, identifier: first }, { name })).toBe(false);
    expect(isSameParty({ name, identifier: first }, { name: 'x', formerNames: [name] })).toBe(false);
    expect(isSameParty({ name, identifier: first }, { name, identifier: abroad })).toBe(false);
    expect(isSameParty({ name, identifier: abroad }, { name, identifier: first })).toBe(false);
    expect(isSameParty({ name, identifier: abroad }, { name: 'x', identifier: abroad })).toBe(true);
  });

  it('A4.g1: where the register has none, the normalised name decides, former names included', () => {
    expect(isSameParty({ name }, { name, identifier: first })).toBe(true);
    expect(isSameParty({ name: 'ＡＢＢ（中国）有限公司' }, { name: 'abb(中国) 有限公司' })).toBe(true);
    expect(isSameParty({ name }, { name: '新名有限公司', formerNames: ['旧名', name] })).toBe(true);
    expect(isSameParty({ name }, { name: '新名有限公司', formerNames: [] })).toBe(false);
    expect(isSameParty({ name }, { name: `${name}分公司` })).toBe(false);
  });

  it('A4.g1: names with nothing to compare are nobody’s', () => {
    expect(isSameParty({ name: '——' }, { name: '……' })).toBe(false);
    expect(isSameParty({ name: '。' }, { name: '。' })).toBe(false);
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
    expect(keyOf('91110108551385082Q')).not.toBe(identifierKeyOf({ residence: 'CN', identifier: first }));
  });
});

describe('signaturesNeeded', () => {
  const of = (signing: Party['signing'], administrators = 1) => ({
    signing,
    accounts: Array.from({ length: administrators }, (_, at) => ({
      ...{ subject: `a${at}`, administrator: true, signer: true },
    })),
  });
  const cny = (amount: string) => money.parse({ amount, currency: 'CNY' });
  const above = cny('1000000');

  it('one where the rule says one, two where it says two, whatever the amount', () => {
    expect(signaturesNeeded(of({ signatures: 1 }), cny('999999999'))).toBe(1);
    expect(signaturesNeeded(of({ signatures: 2 }), cny('1'))).toBe(2);
  });

  it('two only above the sum; the sum itself needs one', () => {
    expect(signaturesNeeded(of({ signatures: 2, above }), cny('1000000'))).toBe(1);
    expect(signaturesNeeded(of({ signatures: 2, above }), cny('1000000.01'))).toBe(2);
  });

  it('two where nobody can say that it is not above: no amount, or another currency', () => {
    expect(signaturesNeeded(of({ signatures: 2, above }))).toBe(2);
    const dollars = money.parse({ amount: '1', currency: 'USD' });
    expect(signaturesNeeded(of({ signatures: 2, above }), dollars)).toBe(2);
  });

  it('of administrators two where there are two, one where there is one alone', () => {
    expect(signaturesNeeded(of({ signatures: 2, above }, 2), cny('1'), 'administrator')).toBe(2);
    expect(signaturesNeeded(of({ signatures: 2 }, 1), undefined, 'administrator')).toBe(1);
    expect(signaturesNeeded(of({ signatures: 1 }, 3), undefined, 'administrator')).toBe(1);
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
