import { describe, expect, it } from 'vitest';
import { patentNumber } from '../../../../../shared/kernel/patent-number.ts';
import { addDays } from '../../../../../shared/kernel/plain-date.ts';
import { rightOf } from '../../../../../shared/kernel/right.ts';
import { uscc } from '../../../../../shared/kernel/uscc.ts';
import type { ContractItem } from '../../../../../shared/procedures/pledge/registration/form.ts';
import { form } from '../../../../../shared/procedures/pledge/registration/form.ts';
import { grounds } from '../../../../../shared/procedures/pledge/registration/grounds.ts';
import { contractItemTexts } from '../../../../../shared/procedures/pledge/registration/texts.ts';
import { decide } from '../../../../../shared/register/decide.ts';
import type { Party } from '../../../../../shared/register/party.ts';
import type { Title } from '../../../../../shared/register/title.ts';
import { day, holdOf, organisation, patentNo, type TitleChanges, titleOf } from '../../../register/sample.ts';
import {
  bank,
  findingsOn,
  formOf,
  formOver,
  number,
  owner,
  partiesOf,
  rawForm,
  titlesOf,
  today,
  verdicts,
} from './sample.ts';

/** Verdicts when the sample's one patent is so. */
const whenPatentIs = (changes: TitleChanges) => verdicts({ titles: titlesOf(titleOf(number, changes)) });
const status = (value: Title['facts']['status']['value']) => ({
  status: { value, basis: 'source' as const },
});
const annuity = (value: Title['facts']['annuity']['value']) => ({
  annuity: { value, basis: 'source' as const },
});
const started = (open: boolean) => ({
  invalidation: { started: true, public: open, basis: 'source' as const },
});
const coded = (code: string) => ({ scheme: 'uscc' as const, value: uscc.parse(code) });
const claimUntil = (until: string) => ({
  ...formOf().claim,
  performanceFrom: day('2020-01-01'),
  performanceUntil: day(until),
});

describe('a pledge that nothing stands against', () => {
  it('has no finding, so that it registers at once (A7)', () => {
    expect(findingsOn()).toEqual([]);
    expect(decide(findingsOn(), true)).toBe('register');
  });

  it('has none for twenty patents either, and the form takes no twenty-first', () => {
    const twenty = Array.from({ length: 20 }, (_, at) => patentNo(1000 + at));
    const titles = titlesOf(...twenty.map((one) => titleOf(one)));
    expect(findingsOn({ form: formOver(twenty), titles })).toEqual([]);
    const issues = form.safeParse(rawForm({ rights: [...twenty, patentNo(2000)] })).error?.issues;
    expect(issues?.map(({ code, path }) => [code, path])).toEqual([['too_big', ['rights']]]);
  });
});

describe('A3: the right must be on this register', () => {
  it('A3: asks to correct the number where it is not, pointing at it', () => {
    const missing = patentNo(777);
    const found = findingsOn({ form: formOver([number, missing]) });
    expect(found).toMatchObject([{ ground: 'A3', severity: 'deficiency', pointer: '/rights/1' }]);
    expect(found[0]?.text.zh).toContain(`ZL${missing.slice(0, -1)}.${missing.slice(-1)}`);
    expect(decide(found, true)).toBe('correct');
  });
});

describe('A1.3: a party without residence in mainland China acts through an agency', () => {
  const abroad = organisation(3, 'Demonstration Lender Ltd', { residence: 'US' });
  const withAbroad = {
    parties: partiesOf(owner, bank, abroad),
    form: formOf({
      pledgees: [
        { party: bank.id, address: 'a' },
        { party: abroad.id, address: 'b' },
      ],
    }),
  };

  it('A1.3: is a deficiency at the party, cured by an agent', () => {
    const found = findingsOn(withAbroad);
    expect(found).toMatchObject([{ ground: 'A1.3', severity: 'deficiency', pointer: '/pledgees/1/party' }]);
    expect(found[0]?.text.en).toContain('Demonstration Lender Ltd');
    expect(findingsOn({ ...withAbroad, represented: [abroad.id] })).toEqual([]);
    // An agent of the other side does not act for the foreign party.
    expect(findingsOn({ ...withAbroad, represented: [owner.id] })).toHaveLength(1);
  });

  it('A1.3: holds for pledgors, and for Hong Kong, Macao and Taiwan, too', () => {
    for (const residence of ['HK', 'MO', 'TW', 'DE']) {
      const foreignOwner = organisation(1, owner.name, { residence });
      expect(verdicts({ parties: partiesOf(foreignOwner, bank) }), residence).toEqual(['A1.3 deficiency']);
    }
  });
});

describe('A4.g1: the pledgor is the registered patentee', () => {
  const pledgedBy = (pledgor: typeof owner, owners: Title['owners']) =>
    verdicts({ parties: partiesOf(pledgor, bank), titles: titlesOf(titleOf(number, { owners })) });

  const first = '91110108551385082Q';
  const second = '91110000600037341L';

  it('A4.g1: refuses a stranger, naming it and the patent', () => {
    const stranger = organisation(1, '他人有限公司');
    const found = findingsOn({ parties: partiesOf(stranger, bank) });
    expect(found).toMatchObject([{ ground: 'A4.g1', severity: 'refusal', right: rightOf(number) }]);
    expect(found[0]?.text.zh).toContain('他人有限公司');
    expect(found[0]?.text.en).toContain(`ZL${number.slice(0, -1)}`);
    expect(decide(found, true)).toBe('refuse');
  });

  it('A4.g1: names a natural person by its id only, so that a draft is no way to look people up', () => {
    const person = { ...organisation(1, '张三'), kind: 'person' as const };
    const found = findingsOn({ parties: partiesOf(person, bank) });
    expect(found).toMatchObject([{ ground: 'A4.g1' }]);
    expect(JSON.stringify(found)).not.toContain('张三');
    expect(found[0]?.text.en).toContain(person.id);
  });

  it('A4.g1: refuses a pledgor beside the owner who owns nothing', () => {
    const other = organisation(3, '他人有限公司');
    const pledgors = [owner, other].map((one) => ({ party: one.id, address: 'a' }));
    const facts = { form: formOf({ pledgors }), parties: partiesOf(owner, other, bank) };
    expect(verdicts(facts)).toEqual(['A4.g1 refusal']);
  });

  it('A4.g1: the identifier on the register decides, not the name', () => {
    const owners = [{ name: owner.name, identifier: coded(first) }];
    expect(pledgedBy(organisation(1, '改名后有限公司', { identifier: coded(first) }), owners)).toEqual([]);
    expect(pledgedBy(organisation(1, owner.name, { identifier: coded(second) }), owners)).toEqual([
      'A4.g1 refusal',
    ]);
    expect(pledgedBy(organisation(1, owner.name), owners)).toEqual(['A4.g1 refusal']);
    const abroad = { scheme: 'foreign' as const, value: first };
    expect(pledgedBy(organisation(1, owner.name, { identifier: abroad }), owners)).toEqual(['A4.g1 refusal']);
  });

  it('A4.g1: without an identifier on the register the name decides: full width and former names too', () => {
    const owners = [{ name: 'ＡＢＢ（中国）有限公司' }];
    expect(pledgedBy(organisation(1, 'ABB(中国)有限公司', { identifier: coded(first) }), owners)).toEqual([]);
    expect(
      pledgedBy(organisation(1, '新名有限公司', { formerNames: ['ABB（中国）有限公司'] }), owners),
    ).toEqual([]);
    expect(pledgedBy(organisation(1, 'ABB有限公司'), owners)).toEqual(['A4.g1 refusal']);
  });

  it('A4.g1: judges each patent of the list by itself', () => {
    const other = patentNo(42);
    const titles = titlesOf(titleOf(number), titleOf(other, { owners: [{ name: '他人有限公司' }] }));
    expect(findingsOn({ form: formOver([number, other]), titles })).toMatchObject([
      { ground: 'A4.g1', right: rightOf(other) },
    ]);
  });
});

describe('A4.g2: the patent lives', () => {
  it('A4.g2: refuses one that terminated or was declared invalid', () => {
    expect(whenPatentIs({ facts: status('terminated') })).toEqual(['A4.g2 refusal']);
    expect(whenPatentIs({ facts: status('invalid') })).toEqual(['A4.g2 refusal']);
  });

  it('A4.g2: refuses from the day after expiry on, whatever the status says (A4.3)', () => {
    const claim = claimUntil('2020-06-01');
    const on = (text: string) =>
      verdicts({
        form: formOf({ claim }),
        titles: titlesOf(titleOf(number, { filingDate: '2006-11-23' })),
        today: day(text),
      });
    expect(on('2026-11-23')).toEqual([]);
    expect(on('2026-11-24')).toEqual(['A4.g2 refusal']);
  });
});

describe('A4.g3: the patent is granted', () => {
  it('A4.g3: refuses an application', () => {
    expect(whenPatentIs({ facts: status('application') })).toEqual(['A4.g3 refusal']);
  });
});

describe('A4.g4: annual fees are paid', () => {
  it('A4.g4: refuses where they are late', () => {
    expect(whenPatentIs({ facts: annuity('late') })).toEqual(['A4.g4 refusal']);
  });

  it('A4.g4: asks a person where nobody knows', () => {
    expect(whenPatentIs({ facts: annuity('unknown') })).toEqual(['A4.g4 examiner']);
  });
});

describe('A4.g5: no stay and no preservation', () => {
  it('A4.g5: refuses under either, announced or not', () => {
    for (const kind of ['preservation', 'ownershipStay'] as const) {
      for (const open of [true, false]) {
        expect(whenPatentIs({ holds: [holdOf(kind, { public: open })] }), kind).toEqual(['A4.g5 refusal']);
      }
    }
  });

  it('A4.g5: one finding, however many holds', () => {
    expect(whenPatentIs({ holds: [holdOf('preservation'), holdOf('ownershipStay')] })).toEqual([
      'A4.g5 refusal',
    ]);
  });
});

describe('A4.g6: the debt falls due within the term of the patent', () => {
  const due = (until: string, changes: TitleChanges) =>
    verdicts({
      form: formOf({ claim: claimUntil(until) }),
      titles: titlesOf(titleOf(number, changes)),
    });

  it('A4.g6: passes when the debt ends on the day of expiry, refuses one day later', () => {
    expect(due('2037-07-21', { filingDate: '2017-07-21' })).toEqual([]);
    expect(due('2037-07-22', { filingDate: '2017-07-21' })).toEqual(['A4.g6 refusal']);
  });

  it('A4.g6: says both days and points at the end of the debt', () => {
    const form = formOf({ claim: claimUntil('2037-07-22') });
    const [found] = findingsOn({ form });
    expect(found?.pointer).toBe('/claim/performanceUntil');
    for (const text of [found?.text.zh, found?.text.en]) {
      expect(text).toContain('2037-07-22');
      expect(text).toContain('2037-07-21');
    }
  });

  it('A4.g6, A4.3: a utility model has ten years', () => {
    const filed = { kind: 'utilityModel', filingDate: '2018-03-01' } as const;
    expect(due('2028-03-01', filed)).toEqual([]);
    expect(due('2028-03-02', filed)).toEqual(['A4.g6 refusal']);
  });

  it('A4.g6, A4.3: a design has ten years when filed up to 2021-05-31, fifteen from 2021-06-01', () => {
    expect(due('2031-05-31', { kind: 'design', filingDate: '2021-05-31' })).toEqual([]);
    expect(due('2031-06-01', { kind: 'design', filingDate: '2021-05-31' })).toEqual(['A4.g6 refusal']);
    expect(due('2036-06-01', { kind: 'design', filingDate: '2021-06-01' })).toEqual([]);
    expect(due('2036-06-02', { kind: 'design', filingDate: '2021-06-01' })).toEqual(['A4.g6 refusal']);
  });

  it('A4.g6, A4.3: compensation days lengthen the term by just those days', () => {
    const filed = { filingDate: '2017-07-21', compensationDays: 30 };
    expect(due('2037-08-20', filed)).toEqual([]);
    expect(due('2037-08-21', filed)).toEqual(['A4.g6 refusal']);
  });

  it('A4.g6: a filing on 29 February ends on 28 February of a common year', () => {
    const filed = { kind: 'utilityModel', filingDate: '2020-02-29' } as const;
    expect(due('2030-02-28', filed)).toEqual([]);
    expect(due('2030-03-01', filed)).toEqual(['A4.g6 refusal']);
  });

  it('A4.g6: a maximum-amount pledge is judged by the end of performance, not of determination', () => {
    const claim = {
      nature: 'maximumAmount',
      kind: 'loan',
      performanceFrom: '2026-11-02',
      performanceUntil: '2037-07-22',
      maximumAmount: { amount: '1', currency: 'CNY' },
      determinationFrom: '2026-11-02',
      priorClaimsIncluded: false,
    };
    expect(verdicts({ form: formOf({ claim }) })).toEqual(['A4.g6 refusal']);
    const shorter = { ...claim, performanceUntil: '2030-01-01', determinationUntil: '2040-01-01' };
    expect(verdicts({ form: formOf({ claim: shorter }) })).toEqual([]);
  });

  it('A4.g6: a pledge for the debt of another is judged alike', () => {
    const debtor = { name: '演示债务有限公司' };
    expect(verdicts({ form: formOf({ debtor }) })).toEqual([]);
    expect(verdicts({ form: formOf({ debtor, claim: claimUntil('2037-07-22') }) })).toEqual([
      'A4.g6 refusal',
    ]);
  });
});

describe('A4.g7: the contract states what article 8 asks', () => {
  it.each(Object.keys(formOf().contractItems))('A4.g7: refuses without %s, pointing at it', (item) => {
    const found = findingsOn({
      form: formOf({ contractItems: { ...formOf().contractItems, [item]: false } }),
    });
    expect(found).toMatchObject([
      { ground: 'A4.g7', severity: 'refusal', pointer: `/contractItems/${item}` },
    ]);
    const text = contractItemTexts[item as ContractItem];
    expect(found[0]?.text.zh).toBe(`质押合同未载明${text.zh}`);
    expect(found[0]?.text.en).toBe(`The pledge contract does not state ${text.en}`);
  });

  it('A4.g7: names every missing item', () => {
    const none = Object.fromEntries(Object.keys(formOf().contractItems).map((item) => [item, false]));
    expect(verdicts({ form: formOf({ contractItems: none }) })).toEqual(Array(5).fill('A4.g7 refusal'));
  });
});

describe('A4.g8, A1.2: every co-owner has joined', () => {
  const [first, second, third] = [1, 3, 4].map((count) => organisation(count, `共有人${count}有限公司`));
  if (!first || !second || !third) throw new Error('three co-owners');
  const owners = [first, second, third].map(({ name }) => ({ name }));
  const pledgedBy = (joined: readonly (typeof first)[], more = {}) =>
    findingsOn({
      form: formOf({ pledgors: joined.map((one) => ({ party: one.id, address: 'a' })), ...more }),
      titles: titlesOf(titleOf(number, { owners })),
      parties: partiesOf(first, second, third, bank),
    });

  it('A4.g8: passes when all pledge, in any order', () => {
    expect(pledgedBy([first, second, third])).toEqual([]);
    expect(pledgedBy([third, first, second])).toEqual([]);
  });

  it('A4.g8: refuses for each who is missing, naming it', () => {
    const found = pledgedBy([second]);
    expect(found.map(({ ground, severity }) => `${ground} ${severity}`)).toEqual([
      'A4.g8 refusal',
      'A4.g8 refusal',
    ]);
    expect(found[0]?.text.zh).toContain(first.name);
    expect(found[1]?.text.zh).toContain(third.name);
    expect(pledgedBy([first, second])).toMatchObject([{ ground: 'A4.g8', right: rightOf(number) }]);
  });

  it('A4.g8: consent or agreement shown by a document goes to a person (461 art. 4)', () => {
    const found = pledgedBy([first], { coOwnersAgreedOtherwise: true });
    expect(found.map(({ ground, severity }) => `${ground} ${severity}`)).toEqual([
      'A4.g8 examiner',
      'A4.g8 examiner',
    ]);
    expect(decide(found, true)).toBe('examiner');
  });

  it('A4.g8: leaves a patent that no pledgor owns to A4.g1', () => {
    const stranger = organisation(1, '他人有限公司');
    const facts = {
      titles: titlesOf(titleOf(number, { owners })),
      parties: partiesOf(stranger, second, third, bank),
    };
    expect(verdicts(facts)).toEqual(['A4.g1 refusal']);
  });

  it('A4.g8: a co-owner of one patent need not join for another, but is then no owner of it (A4.g1)', () => {
    const sole = patentNo(43);
    const titles = titlesOf(titleOf(number, { owners }), titleOf(sole, { owners: [{ name: first.name }] }));
    const pledgors = [first, second, third].map((one) => ({ party: one.id, address: 'a' }));
    const found = findingsOn({
      form: formOver([number, sole], { pledgors }),
      titles,
      parties: partiesOf(first, second, third, bank),
    });
    expect(found.map(({ ground, right }) => [ground, right])).toEqual([
      ['A4.g1', rightOf(sole)],
      ['A4.g1', rightOf(sole)],
    ]);
  });

  it('A4.g8: of namesakes, the one with the registered identifier counts as joined', () => {
    const identifier = coded('91110108551385082Q');
    const other = coded('91110000600037341L');
    const mine = organisation(1, '同名有限公司', { identifier });
    const titles = titlesOf(
      titleOf(number, {
        owners: [
          { name: '同名有限公司', identifier },
          { name: '同名有限公司', identifier: other },
        ],
      }),
    );
    expect(verdicts({ titles, parties: partiesOf(mine, bank) })).toEqual(['A4.g8 refusal']);
  });
});

describe('A4.g9, A1.7: one pledge at most', () => {
  const running = holdOf('pledge', { record: 'Y2026980000001', holders: [bank.id] });

  it('A4.g9: refuses while a pledge runs, naming its number', () => {
    const found = findingsOn({ titles: titlesOf(titleOf(number, { holds: [running] })) });
    expect(found).toMatchObject([{ ground: 'A4.g9', severity: 'refusal', right: rightOf(number) }]);
    expect(found[0]?.text.zh).toContain('Y2026980000001');
    expect(found[0]?.text.en).toContain('Y2026980000001');
  });

  it('A4.g9: is found behind any other hold, each for its own ground', () => {
    const holds = [holdOf('preservation'), running];
    const found = findingsOn({ titles: titlesOf(titleOf(number, { holds })) });
    expect(found.map(({ ground }) => ground)).toEqual(['A4.g5', 'A4.g9']);
    expect(found[1]?.text.zh).toContain('Y2026980000001');
    expect(whenPatentIs({ holds: [running] })).toEqual(['A4.g9 refusal']);
  });

  it('A4.g9: refuses also where the hold names no record', () => {
    const found = findingsOn({ titles: titlesOf(titleOf(number, { holds: [holdOf('pledge')] })) });
    expect(found).toMatchObject([{ ground: 'A4.g9', severity: 'refusal' }]);
    expect(found[0]?.text.zh).toMatch(/质押登记，/);
  });

  it('A4.g9: a discharged pledge leaves no hold, hence no finding', () => {
    expect(whenPatentIs({ holds: [] })).toEqual([]);
  });
});

describe('A4.g10: a same-day invention application', () => {
  const sameDay = { kind: 'utilityModel', facts: { sameDayInvention: '2017106018623' } } as const;
  const facts = {
    titles: titlesOf(titleOf(number, sameDay)),
    form: formOf({ claim: claimUntil('2027-07-21') }),
  };

  it('A4.g10: a utility model waits for the declaration of the parties (A4.1)', () => {
    const found = findingsOn(facts);
    expect(found).toMatchObject([{ ground: 'A4.g10', severity: 'declaration', right: rightOf(number) }]);
    expect(found[0]?.text.zh).toContain('2017106018623');
    expect(decide(found, true)).toBe('awaitDeclaration');
    expect(findingsOn({ ...facts, declared: ['A4.g10'] })).toEqual([]);
    expect(verdicts({ ...facts, declared: ['A4.g11'] })).toEqual(['A4.g10 declaration']);
  });

  it('A4.g10: does not concern the invention itself', () => {
    expect(whenPatentIs({ kind: 'invention', facts: { sameDayInvention: '2017106018623' } })).toEqual([]);
  });
});

describe('A4.g11: invalidation has been requested', () => {
  it('A4.g11: waits for the declaration of the parties, announced or not (A4.1)', () => {
    for (const open of [true, false]) {
      const titles = titlesOf(titleOf(number, { facts: started(open) }));
      expect(verdicts({ titles })).toEqual(['A4.g11 declaration']);
      expect(verdicts({ titles, declared: ['A4.g11'] })).toEqual([]);
      expect(verdicts({ titles, declared: ['A4.g10'] })).toEqual(['A4.g11 declaration']);
    }
  });

  it('A4.1: no declaration cures a refusal', () => {
    const declared = ['A4.g9', 'A4.g10', 'A4.g11'];
    const titles = titlesOf(
      titleOf(number, { facts: started(true), holds: [holdOf('pledge', { holders: [bank.id] })] }),
    );
    expect(verdicts({ titles, declared })).toEqual(['A4.g9 refusal']);
  });
});

describe('A1.1: parties are enrolled', () => {
  it('A1.1: tells at the party that it is not enrolled, and cannot consent', () => {
    const found = findingsOn({ parties: partiesOf(owner) });
    expect(found).toMatchObject([{ ground: 'A1.1', severity: 'deficiency', pointer: '/pledgees/0/party' }]);
  });
});

describe('A1.1: a party that was merged into another', () => {
  it('consents no more, on either side', () => {
    const merged = (one: Party): Party => ({ ...one, status: 'merged' });
    const pointers = (...all: Party[]) => {
      const found = findingsOn({ parties: partiesOf(...all) }).filter(({ ground }) => ground === 'A1.1');
      return found.map(({ pointer }) => pointer);
    };
    expect(pointers(merged(owner), bank)).toEqual(['/pledgors/0/party']);
    expect(pointers(owner, merged(bank))).toEqual(['/pledgees/0/party']);
    expect(pointers()).toEqual(['/pledgors/0/party', '/pledgees/0/party']);
  });
});

describe('A9.1: a commitment in place of proof', () => {
  const barred = (until: string) => partiesOf({ ...owner, commitmentBarredUntil: day(until) }, bank);

  it('is not for a party on the list, up to the day and not on it; identity papers are', () => {
    const next = addDays(today, 1);
    expect(verdicts({ parties: barred(next) })).toEqual(['A9.1 deficiency']);
    expect(verdicts({ parties: barred(today) })).toEqual([]);
    expect(verdicts({ parties: barred(next), form: formOf({ commitment: false }) })).toEqual([]);
  });

  it('is told at the commitment: of an organisation by name, of a person by id, until which day, on either side', () => {
    const until = addDays(today, 1);
    const [found] = findingsOn({ parties: barred(until) });
    expect(found?.pointer).toBe('/commitment');
    expect(found?.text.zh).toContain(owner.name);
    expect(found?.text.en).toContain(until);
    const person: Party = { ...bank, kind: 'person', name: '张三', commitmentBarredUntil: until };
    const [other] = findingsOn({ parties: partiesOf(owner, person) });
    expect(other).toMatchObject({ ground: 'A9.1', pointer: '/commitment' });
    expect(other?.text.zh).toContain(bank.id);
    expect(JSON.stringify(other)).not.toContain('张三');
  });
});

describe('A9.4: natural persons share names', () => {
  const person = { ...organisation(1, '张三'), kind: 'person' as const };
  const owned = (owners: Title['owners']) => titlesOf(titleOf(number, { owners }));

  it('a namesake of the patentee does not pledge by machine; nobody is named', () => {
    const found = findingsOn({ parties: partiesOf(person, bank), titles: owned([{ name: '张三' }]) });
    expect(found).toMatchObject([{ ground: 'A9.4', severity: 'examiner', right: rightOf(number) }]);
    expect(JSON.stringify(found)).not.toContain('张三');
    expect(decide(found, true)).toBe('examiner');
  });

  it('is found of each patent that such a person pledges, and not of those another owns', () => {
    const [mine, others] = [patentNo(51), patentNo(52)];
    const coOwned = [{ name: '李四有限公司' }, { name: '张三' }];
    const titles = titlesOf(
      titleOf(mine, { owners: coOwned }),
      titleOf(others, { owners: [{ name: '李四' }] }),
    );
    const found = findingsOn({ form: formOver([mine, others]), parties: partiesOf(person, bank), titles });
    const named = found.filter(({ ground }) => ground === 'A9.4');
    expect(named.map(({ right }) => right)).toEqual([rightOf(mine)]);
    for (const text of [named[0]?.text.zh, named[0]?.text.en]) {
      expect(text).toContain(person.id);
      expect(text).toContain(`ZL${mine.slice(0, -1)}.${mine.slice(-1)}`);
    }
  });

  it('does not concern organisations, nor an owner that the register knows by an identifier', () => {
    const identifier = { scheme: 'foreign' as const, value: 'P1234567' };
    const known = partiesOf({ ...person, identifier }, bank);
    expect(verdicts({ parties: known, titles: owned([{ name: '张三', identifier }]) })).toEqual([]);
    expect(verdicts({ titles: owned([{ name: owner.name }]) })).toEqual([]);
  });
});

describe('the list of grounds', () => {
  it('A4: holds g1 to g11 in order, and leaves g12 to examiners', () => {
    expect(grounds.map(({ id }) => id)).toEqual([
      'A1.1',
      'A3',
      'A1.3',
      ...Array.from({ length: 11 }, (_, at) => `A4.g${at + 1}`),
      ...['A9.1', 'A9.3', 'A9.4'],
    ]);
  });

  it('each is dated, sourced and worded in both languages, with the same blanks in both', () => {
    const blanks = (text: string) => [...text.matchAll(/\{(\w+?)(?:En)?\}/g)].map(([, name]) => name).sort();
    for (const ground of grounds) {
      const byCode = ground.id === 'A9.3';
      expect(ground.validFrom).toBe(byCode ? '2021-01-01' : '2021-11-15');
      expect(ground.source.zh).toMatch(byCode ? /民法典.*第168条/ : /第461号.*第\d+条/);
      expect(ground.source.en).toMatch(byCode ? /Civil Code.*168/ : /461.*article \d+/);
      expect(ground.heading.zh).toMatch(/\p{Script=Han}/u);
      expect(ground.heading.en).not.toMatch(/\p{Script=Han}/u);
      expect(blanks(ground.text.zh), ground.id).toEqual(blanks(ground.text.en));
    }
  });

  it('article 11 items are numbered as the grounds are', () => {
    for (const ground of grounds.filter(({ id }) => id.startsWith('A4.g'))) {
      expect(ground.source.en).toContain(`article 11(${ground.id.slice(4)})`);
    }
  });

  it('none was in force before Announcement 461', () => {
    const stranger = partiesOf(organisation(1, '他人有限公司'), bank);
    expect(verdicts({ parties: stranger, today: day('2021-11-14') })).toEqual([]);
    expect(verdicts({ parties: stranger, today: day('2021-11-15') })).toEqual(['A4.g1 refusal']);
  });

  it('findings never show a blank, whatever stands against the patent at once', () => {
    const found = findingsOn({
      form: formOf({ claim: claimUntil('2090-01-01') }),
      parties: partiesOf(organisation(1, '{patent}{owner}有限公司', { residence: 'US' }), bank),
      titles: titlesOf(
        titleOf(number, {
          kind: 'utilityModel',
          facts: { ...annuity('late'), ...status('invalid'), ...started(true), sameDayInvention: '1' },
          holds: [holdOf('pledge', { record: 'Y1' }), holdOf('preservation')],
        }),
      ),
    });
    expect(new Set(found.map(({ ground }) => ground)).size).toBe(9);
    for (const { ground, text } of found) {
      if (ground !== 'A4.g1' && ground !== 'A1.3') expect(text.zh + text.en).not.toMatch(/\{\w+\}/);
    }
    // A name that looks like a blank stays the name it is.
    expect(found.find(({ ground }) => ground === 'A4.g1')?.text.zh).toContain('{patent}{owner}有限公司');
  });

  it('a number is one number however it is written', () => {
    const spelled = [
      'ZL201710601862.3',
      '2017106018623',
      'CN 2017 1060 1862.3',
      'ＺＬ２０１７１０６０１８６２．３',
    ];
    expect(new Set(spelled.map((text) => patentNumber.parse(text))).size).toBe(1);
    const issues = form.safeParse(rawForm({ rights: spelled.slice(0, 2) })).error?.issues;
    expect(issues?.map(({ path, message }) => [path, message])).toEqual([
      [['rights', 1], 'form.repeatedRight'],
    ]);
  });

  it('expiry on the day of examination does not refuse, nor does a debt already due', () => {
    const titles = titlesOf(titleOf(number, { filingDate: addDays(today, -7305) }));
    expect(verdicts({ titles, form: formOf({ claim: claimUntil('2026-01-01') }) })).toEqual([]);
  });
});
