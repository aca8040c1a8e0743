import { describe, expect, it } from 'vitest';
import type { Party } from '../../../../../shared/register/party.ts';
import { organisation as enrolled, partyNo } from '../../../register/sample.ts';
import { account, byCandidate, desk, knowing, self } from '../sample.ts';

const subject = {
  ...{ kind: 'organisation', name: '演示新设有限公司', formerNames: ['演示曾用有限公司'] },
  ...{ identifier: '91110108551385082Q', address: '演示市新设路1号' },
};
const raw = { subject, accounts: [account('new-1')], signing: { signatures: 1 } };
const enrolling = desk('party.enrolment', raw, byCandidate);
const details = desk('party.details', { version: self.version, name: '演示改名有限公司' });

/** What is found beside P1, which is always there. */
const beside = (verdicts: readonly string[]) => verdicts.filter((one) => one !== 'P1 examiner');
const named = (name: string, formerNames: readonly string[] = []) => ({
  subject: { ...subject, name, formerNames },
});

describe('P2: an identifier is enrolled once', () => {
  const takenBy = (...parties: Party['id'][]) =>
    beside(
      enrolling.verdicts(
        {},
        { known: knowing({ identified: new Map(parties.map((id, at) => [`uscc#${at}`, id])) }) },
      ),
    );

  it('refuses, at the identifier, whoever brings one that is another’s', () => {
    expect(takenBy(self.id)).toStrictEqual(['P2 refusal /subject/identifier']);
    expect(takenBy(byCandidate.applicant, self.id)).toStrictEqual(['P2 refusal /subject/identifier']);
  });

  it('does not hold its own against a party', () => {
    expect(takenBy()).toStrictEqual([]);
    expect(takenBy(byCandidate.applicant)).toStrictEqual([]);
  });
});

describe('P3: a name that reads like another’s is looked at by a person', () => {
  const besides = (namesakes: readonly Party[], more = {}) =>
    beside(enrolling.verdicts(more, { known: knowing({ namesakes }) }));

  it('at the name or at the former name that is another’s, however it is written', () => {
    expect(besides([enrolled(7, '演示新设有限公司')])).toStrictEqual(['P3 examiner /subject/name']);
    expect(besides([enrolled(7, '演示新设（有限）公司')])).toStrictEqual(['P3 examiner /subject/name']);
    expect(besides([enrolled(7, '演示曾用有限公司')])).toStrictEqual(['P3 examiner /subject/formerNames/0']);
    const second = named('演示新设有限公司', ['甲有限公司', '乙有限公司']);
    expect(besides([enrolled(7, '乙有限公司')], second)).toStrictEqual([
      'P3 examiner /subject/formerNames/1',
    ]);
    expect(besides([enrolled(7, '演示新设有限公司'), enrolled(8, '演示新设有限公司')])).toHaveLength(2);
  });

  it('tells the examiner which party of which name it is', () => {
    const known = knowing({ namesakes: [enrolled(7, '演示新设（有限）公司')] });
    const [found] = enrolling.findings({}, { known });
    for (const text of [found?.text.zh, found?.text.en]) {
      expect(text).toContain('演示新设（有限）公司');
      expect(text).toContain(partyNo(7));
    }
  });

  it('is not found of another name, of the party itself, nor of natural persons', () => {
    expect(besides([enrolled(7, '他人有限公司')])).toStrictEqual([]);
    const own = { ...enrolled(7, '演示新设有限公司'), id: byCandidate.applicant };
    expect(besides([own])).toStrictEqual([]);
    const natural = { kind: 'person', name: '李四', residence: 'CN', address: 'a' };
    expect(besides([enrolled(7, '李四')], { subject: natural })).toStrictEqual([]);
  });

  it('of a change of name is found at the new name, against others alone', () => {
    const against = (namesakes: readonly Party[]) =>
      beside(details.verdicts({}, { known: knowing({ namesakes }) }));
    expect(against([enrolled(7, '演示改名有限公司')])).toStrictEqual(['P3 examiner /name']);
    expect(against([{ ...self, name: '演示改名有限公司' }])).toStrictEqual([]);
  });
});

describe('P4: letters of two alphabets in one word are shown to a person', () => {
  const mixed = (name: string) => beside(enrolling.verdicts(named(name)));

  it.each([
    ['АBB有限公司', 'Cyrillic А in a Latin word'],
    ['Οracle', 'Greek Ο in a Latin word'],
    ['Омeга', 'Latin e in a Cyrillic word'],
    ['ΩмегаЯ', 'Greek and Cyrillic'],
    ['ＡБ', 'full width Latin and Cyrillic'],
    ['Demo, АBB', 'in the second word'],
    ['㎏Я', 'Latin as soon as the compatibility form is read, and Cyrillic'],
  ])('%s: %s', (name) => {
    expect(mixed(name)).toStrictEqual(['P4 examiner /subject/name']);
    const [found] = enrolling.findings(named(name));
    expect(found?.text.zh).toContain(`“${name}”`);
    expect(found?.text.en).toContain(`“${name}”`);
  });

  it.each([
    'Demonstration Ltd',
    'Омега',
    'Ωμεγα',
    'Demo Омега Ωμεγα',
    'Demo-Омега',
    'Demo,Омега',
    'Demo中国Омега',
    '演示3M有限公司',
    'Café',
  ])('not in %s', (name) => {
    expect(mixed(name)).toStrictEqual([]);
  });

  it('also in a former name, and in the new name of a change', () => {
    expect(beside(enrolling.verdicts(named('演示', ['甲', 'АBB'])))).toStrictEqual([
      'P4 examiner /subject/formerNames/1',
    ]);
    expect(beside(details.verdicts({ name: 'АBB有限公司' }))).toStrictEqual(['P4 examiner /name']);
    expect(beside(details.verdicts({ name: 'ABB有限公司' }))).toStrictEqual([]);
  });
});
