import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rightOf } from '../../../../../shared/kernel/right.ts';
import { uscc } from '../../../../../shared/kernel/uscc.ts';
import { effect } from '../../../../../shared/procedures/pledge/registration/effect.ts';
import { form } from '../../../../../shared/procedures/pledge/registration/form.ts';
import { gazette } from '../../../../../shared/procedures/pledge/registration/gazette.ts';
import type { Party } from '../../../../../shared/register/party.ts';
import { type RegisterRecord, registerRecord } from '../../../../../shared/register/record.ts';
import { seal } from '../../../../../shared/register/seal.ts';
import { publicView, title } from '../../../../../shared/register/title.ts';
import { holdOf, organisation, patentNo, titleOf } from '../../../register/sample.ts';
import {
  bank,
  contextOf,
  formOf,
  formOver,
  fullForm,
  number,
  owner,
  rawForm,
  titlesOf,
  verdicts,
} from './sample.ts';

const person = organisation(5, '出质人本名', { kind: 'person' });

/** The parts of a record that a public address may show; terms and party ids are not among them. */
function publicPart(record: RegisterRecord): unknown {
  const { terms: _terms, parties: _parties, ...shown } = record;
  return shown;
}

describe('the effect of a pledge', () => {
  const two = [number, patentNo(7)];
  const titles = [
    titleOf(number, { version: 4, holds: [holdOf('preservation')], compensationDays: 12 }),
    titleOf(patentNo(7), { kind: 'utilityModel', facts: { sameDayInvention: '2017106018623' } }),
  ];
  const context = contextOf(titles);
  const made = effect(formOver(two), context);

  it('A1.1, A5.3: advances every title of the form by one version and one hold, in the order of the form', () => {
    expect(made.advances.map(({ right, version }) => [right, version])).toStrictEqual([
      [rightOf(number), 5],
      [rightOf(patentNo(7)), 2],
    ]);
    expect(effect(formOver([...two].reverse()), context).advances.map(({ right }) => right)).toStrictEqual([
      rightOf(patentNo(7)),
      rightOf(number),
    ]);
    for (const after of made.advances) {
      expect(title.parse(after)).toStrictEqual(after);
      expect(after.instant).toBe(context.instant);
      expect(after.entry).toBe(context.entry);
      expect(after.holds.at(-1)).toStrictEqual({
        kind: 'pledge',
        record: context.number,
        holders: [bank.id],
        since: context.instant,
        entry: context.entry,
        public: true,
      });
    }
    expect(made.reads).toStrictEqual([]);
  });

  it('conserves everything else on the titles, and leaves the titles it was given alone', () => {
    const before = structuredClone(titles);
    const again = effect(formOver(two), context);
    expect(titles).toStrictEqual(before);
    for (const [at, after] of again.advances.entries()) {
      const { version, instant, entry, holds, ...rest } = before[at] ?? titleOf(number);
      expect(after).toStrictEqual({
        ...rest,
        version: version + 1,
        instant: context.instant,
        entry: context.entry,
        holds: [...holds, after.holds.at(-1)],
      });
      expect([instant, entry]).not.toStrictEqual([after.instant, after.entry]);
    }
  });

  it('is the same for the same facts: no clock, no chance', () => {
    expect(effect(formOver(two), context)).toStrictEqual(made);
  });

  it('A4.g9: what it leaves refuses a second pledge of each title', () => {
    const after = effect(formOf(), contextOf([titleOf(number)])).advances;
    expect(verdicts({ titles: titlesOf(...after) })).toStrictEqual(['A4.g9 refusal']);
  });

  it('is all of this and nothing else', () => {
    const filled = form.parse(fullForm());
    const code = uscc.parse('91110108551385082Q');
    const coded = organisation(2, bank.name, { identifier: { scheme: 'uscc', value: code } });
    const before = titleOf(number, { version: 4 });
    const own = contextOf([before], [owner, coded]);
    const [pledgor] = filled.pledgors;
    const [pledgee] = filled.pledgees;
    const closed = (value: unknown) => ({ value, public: false });
    const pledgors = [{ kind: 'organisation', name: owner.name }];
    const pledgees = [{ kind: 'organisation', name: bank.name, identifier: code }];
    const { pledgors: _pledgors, pledgees: _pledgees, rights: _rights, ...terms } = filled;
    expect(effect(filled, own)).toStrictEqual({
      advances: [
        {
          ...before,
          ...{ version: 5, instant: own.instant, entry: own.entry },
          holds: [
            {
              ...{ kind: 'pledge', record: own.number, holders: [bank.id] },
              ...{ since: own.instant, entry: own.entry, public: true },
            },
          ],
        },
      ],
      reads: [],
      record: {
        ...{ kind: 'pledge', number: own.number, version: 1, status: 'registered' },
        ...{ entry: own.entry, filing: own.filing },
        ...{ registeredAt: own.instant, registrationDate: own.today },
        rights: [{ right: before.right, version: 5, name: '一种测试装置' }],
        ...{ pledgors, pledgees, parties: [owner.id, bank.id], terms },
      },
      gazette: {
        ...{ registrationNumber: own.number, registrationDate: own.today, pledgors, pledgees },
        patents: [
          {
            ...{ patentNumber: number, name: '一种测试装置', mainClassification: 'H04L 9/32' },
            ...{ filingDate: '2017-07-21', grantDate: '2019-05-14' },
          },
        ],
      },
      eventCode: 'A-4-4-S10-S20-SEC-PE01',
      sealed: {
        'pledgors.0.details': closed(pledgor),
        'pledgees.0.details': closed(pledgee),
        claim: closed(filled.claim),
        security: closed({ scope: filled.scope, pledgeAmount: filled.pledgeAmount }),
        contracts: closed({
          ...{ mainContract: filled.mainContract, pledgeContract: filled.pledgeContract },
          ...{ contractItems: filled.contractItems, clauses: filled.clauses },
          ...{ coOwnersAgreedOtherwise: filled.coOwnersAgreedOtherwise, commitment: filled.commitment },
        }),
        valuation: closed(filled.valuation),
        debtor: closed(filled.debtor),
      },
    });
  });

  it('states no member for what the form, the patent or the party does not have', () => {
    const bare = titleOf(number);
    const { mainClassification: _class, grantDate: _grant, ...particulars } = bare.particulars;
    const made = effect(formOf(), contextOf([{ ...bare, particulars }]));
    expect(gazette.parse(made.gazette).patents.map((one) => Object.keys(one).sort())).toStrictEqual([
      ['filingDate', 'name', 'patentNumber'],
    ]);
    expect(Object.keys(made.sealed).sort()).toStrictEqual([
      ...['claim', 'contracts', 'pledgees.0.details', 'pledgors.0.details', 'security'],
    ]);
    expect(Object.keys(Object(made.sealed['security']?.value))).toStrictEqual(['scope']);
    expect(Object.keys(Object(made.sealed['contracts']?.value))).not.toContain('clauses');
    for (const shown of [...made.record.pledgors, ...made.record.pledgees]) {
      expect(Object.keys(shown)).toStrictEqual(['kind', 'name']);
    }
  });

  it('A1.1: makes one record for all titles, registered, at its first version', () => {
    expect(registerRecord.parse(made.record)).toStrictEqual(made.record);
    expect(made.record).toMatchObject({
      kind: 'pledge',
      number: context.number,
      version: 1,
      status: 'registered',
      entry: context.entry,
      filing: context.filing,
      registeredAt: context.instant,
      registrationDate: context.today,
      parties: [owner.id, bank.id],
    });
    expect(made.record.rights.map(({ right, version }) => [right, version])).toStrictEqual([
      [rightOf(number), 5],
      [rightOf(patentNo(7)), 2],
    ]);
  });

  it('A6.4: gazettes the parties, main classification, number, grant date and registration date', () => {
    const code = uscc.parse('91110108551385082Q');
    const coded = organisation(1, owner.name, { identifier: { scheme: 'uscc', value: code } });
    const { gazette: items, eventCode } = effect(formOf(), contextOf([titleOf(number)], [coded, bank]));
    expect(items).toStrictEqual({
      registrationNumber: 'Y2026980000009',
      registrationDate: '2026-11-23',
      pledgors: [{ kind: 'organisation', name: owner.name, identifier: code }],
      pledgees: [{ kind: 'organisation', name: bank.name }],
      patents: [
        {
          patentNumber: number,
          name: '一种测试装置',
          mainClassification: 'H04L 9/32',
          filingDate: '2017-07-21',
          grantDate: '2019-05-14',
        },
      ],
    });
    expect(gazette.parse(items)).toStrictEqual(items);
    expect(eventCode).toBe('A-4-4-S10-S20-SEC-PE01');
  });

  it('shows no foreign identifier: it may be a passport number', () => {
    const abroad = organisation(2, 'Demonstration Lender Ltd', {
      residence: 'US',
      identifier: { scheme: 'foreign', value: 'P1234567' },
    });
    const { gazette: items, record } = effect(formOf(), contextOf([titleOf(number)], [owner, abroad]));
    expect(JSON.stringify([items, publicPart(record)])).not.toContain('P1234567');
  });

  it('stops as a bug where a title or party is missing: an accepted filing has them all', () => {
    expect(() => effect(formOver(two), contextOf([titleOf(number)]))).toThrow(/no title/);
    expect(() => effect(formOf(), contextOf([titleOf(number)], [owner]))).toThrow(`no party ${bank.id}`);
    const unnumbered = contextOf([titleOf(number)], [owner, bank], { number: undefined });
    expect(() => effect(formOf(), unnumbered)).toThrow('registered under a number');
  });
});

describe('the terms that its parties read', () => {
  it('are the form without the parties’ addresses and contacts, and without what the record says anyway', () => {
    const filled = form.parse(fullForm());
    const { pledgors: _pledgors, pledgees: _pledgees, rights: _rights, ...terms } = filled;
    expect(effect(filled, contextOf([titleOf(number)])).record.terms).toStrictEqual(terms);
  });
});

describe('what is sealed', () => {
  const withPerson = (raw: Record<string, unknown>) => {
    const filled = form.parse(raw);
    return { filled, made: effect(filled, contextOf([titleOf(number)], [owner, bank, person])) };
  };
  const persons = (raw: Record<string, unknown>) => ({
    ...raw,
    pledgors: [
      { party: owner.id, address: '演示市科技路1号' },
      { party: person.id, address: '演示市人民路9号', telephone: '13800000000', contact: '本人' },
    ],
  });

  it('opens a person’s name in public until it is forgotten, and nothing else', () => {
    const { made } = withPerson(persons(fullForm()));
    const open = Object.entries(made.sealed).filter(([, { public: shown }]) => shown);
    expect(open).toStrictEqual([['pledgors.1', { value: { name: person.name }, public: true }]]);
    expect(made.record.pledgors).toStrictEqual([
      { kind: 'organisation', name: owner.name },
      { kind: 'person', commitment: 'pledgors.1' },
    ]);
    expect(made.gazette['pledgors']).toStrictEqual(made.record.pledgors);
  });

  it('each subject by itself, so that it can be opened or forgotten without the others', () => {
    const { made } = withPerson(persons(fullForm()));
    expect(Object.keys(made.sealed).sort()).toStrictEqual([
      'claim',
      'contracts',
      'debtor',
      'pledgees.0.details',
      'pledgors.0.details',
      'pledgors.1',
      'pledgors.1.details',
      'security',
      'valuation',
    ]);
  });

  it('is the whole form but for the patents, which the gazette names: the entry commits to all of it', () => {
    for (const raw of [rawForm(), persons(fullForm())]) {
      const { filled, made } = withPerson(raw);
      const opened = (name: string) => made.sealed[name]?.value;
      const details = (side: 'pledgors' | 'pledgees') =>
        filled[side].map((_, at) => opened(`${side}.${at}.details`));
      const rebuilt = {
        ...(opened('security') as object),
        ...(opened('contracts') as object),
        claim: opened('claim'),
        pledgors: details('pledgors'),
        pledgees: details('pledgees'),
        rights: gazette.parse(made.gazette).patents.map((one) => one.patentNumber),
        ...('debtor' in made.sealed && { debtor: opened('debtor') }),
        ...('valuation' in made.sealed && { valuation: opened('valuation') }),
      };
      expect(rebuilt).toStrictEqual(filled);
    }
  });

  it('A6.4: no person’s name, no address, no contact, no amount and no term stands in anything public', () => {
    // Every marker is planted in one private place; none may come out at a public one.
    const marker = fc.uniqueArray(fc.integer({ min: 10_000_000, max: 99_999_999 }), {
      minLength: 40,
      maxLength: 40,
    });
    fc.assert(
      fc.property(
        marker,
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        (drawn, maximum, personPledges, personLends) => {
          const left = [...drawn];
          const planted: string[] = [];
          const plant = () => {
            const text = String(left.pop());
            planted.push(text);
            return text;
          };
          const amount = () => ({ amount: plant(), currency: 'CNY' });
          const detailed = (party: Party) => ({
            party: party.id,
            address: plant(),
            telephone: plant(),
            contact: plant(),
          });
          const one = (count: number, isPerson: boolean): Party =>
            isPerson
              ? organisation(count, plant(), {
                  kind: 'person',
                  formerNames: [plant()],
                  identifier: { scheme: 'foreign', value: plant() },
                })
              : organisation(count, `演示${count}有限公司`, { formerNames: [plant()] });
          const [pledgor, pledgee] = [one(1, personPledges), one(2, personLends)];
          const period = { kind: 'loan', performanceFrom: '2026-03-04', performanceUntil: '2029-05-06' };
          const claim = maximum
            ? {
                ...period,
                nature: 'maximumAmount',
                maximumAmount: amount(),
                determinationFrom: '2026-03-04',
                determinationUntil: '2028-07-08',
                priorClaimsIncluded: true,
              }
            : { ...period, nature: 'ordinary', amount: amount() };
          const filled = form.parse({
            ...fullForm(),
            claim,
            pledgors: [detailed(pledgor)],
            pledgees: [detailed(pledgee)],
            debtor: { name: plant(), identifier: { scheme: 'foreign', value: plant() } },
            mainContract: { name: plant(), number: plant(), signedOn: '2026-02-03' },
            pledgeContract: { number: plant(), signedOn: '2026-02-04' },
            pledgeAmount: amount(),
            valuation: { valuer: plant(), value: amount(), valuedOn: '2026-01-02' },
            clauses: { annualFees: plant(), transferAndLicence: plant(), invalidation: plant() },
          });
          const made = effect(filled, contextOf([titleOf(number)], [pledgor, pledgee]));
          const { commitments, openings } = seal(made.sealed, () => new Uint8Array(32).fill(7));
          const shown = JSON.stringify([
            made.gazette,
            publicPart(made.record),
            made.advances.map(publicView),
            // Digests are hexadecimal noise, in which eight digits could stand by chance.
            commitments.map(({ name }) => name),
          ]);
          const dates = ['2026-03-04', '2029-05-06', '2028-07-08', '2026-02-03', '2026-02-04', '2026-01-02'];
          for (const secret of [...planted, ...dates, 'maximumAmount', 'ordinary']) {
            expect(shown, secret).not.toContain(secret);
          }
          const openInPublic = openings.filter((opened) => opened.public).map((opened) => opened.value);
          expect(openInPublic).toStrictEqual(
            [pledgor, pledgee].flatMap(({ kind, name }) => (kind === 'person' ? [{ name }] : [])),
          );
          // The test would pass for nothing if the markers had not gone in.
          const kept = JSON.stringify([openings, made.record.terms]);
          expect(kept).toContain(planted.at(-1));
        },
      ),
    );
  });
});

describe('several pledgees', () => {
  it('A6.7: hold the title together, in the order of the form', () => {
    const second = organisation(3, '演示第二银行');
    const pledgees = [second, bank].map((one) => ({ party: one.id, address: 'a' }));
    const [after] = effect(
      formOf({ pledgees }),
      contextOf([titleOf(number)], [owner, bank, second]),
    ).advances;
    expect(after?.holds.map(({ holders }) => holders)).toStrictEqual([[second.id, bank.id]]);
  });
});
