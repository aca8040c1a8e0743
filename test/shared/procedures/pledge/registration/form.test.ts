import { describe, expect, it } from 'vitest';
import { form, neutralForm } from '../../../../../shared/procedures/pledge/registration/form.ts';
import { organisation, patentNo, titleOf } from '../../../register/sample.ts';
import { bank, findingsOn, fullForm, number, owner, partiesOf, rawForm, titlesOf } from './sample.ts';

/** Where and why the form is refused. */
function complaints(more: Record<string, unknown>): (string | undefined)[] {
  const issues = form.safeParse(rawForm(more)).error?.issues ?? [];
  return issues.map(({ path, message, code }) => `/${path.join('/')} ${code === 'custom' ? message : code}`);
}

const at = (party: typeof owner) => ({ party: party.id, address: 'a' });
const ordinary = (more: Record<string, unknown>) => ({
  nature: 'ordinary',
  kind: 'loan',
  performanceFrom: '2026-01-01',
  performanceUntil: '2027-01-01',
  amount: { amount: '1', currency: 'CNY' },
  ...more,
});
const maximum = (more: Record<string, unknown>) => ({
  nature: 'maximumAmount',
  kind: 'loan',
  performanceFrom: '2026-01-01',
  performanceUntil: '2027-01-01',
  maximumAmount: { amount: '1', currency: 'CNY' },
  determinationFrom: '2026-01-01',
  priorClaimsIncluded: false,
  ...more,
});

describe('the form of a pledge (A3)', () => {
  it('A3: takes the shortest and the fullest form', () => {
    expect(form.safeParse(rawForm()).success).toBe(true);
    expect(form.safeParse(fullForm()).success).toBe(true);
  });

  it('A3: normalises numbers, amounts and texts, so that the digest is over one spelling', () => {
    const spelled = form.parse(
      rawForm({
        rights: [` zl${number.slice(0, -1)}.${number.slice(-1)} `],
        pledgors: [{ party: owner.id, address: '  演示市科技路1号 ' }],
        claim: ordinary({ amount: { amount: '5000000', currency: 'CNY' } }),
      }),
    );
    expect(spelled.rights).toEqual([number]);
    expect(spelled.pledgors[0]?.address).toBe('演示市科技路1号');
    expect(spelled.claim).toMatchObject({ amount: { amount: '5000000.00' } });
    expect(form.parse(spelled)).toEqual(spelled);
  });

  it('A3: names a patent once, also when it is written in two ways', () => {
    const twice = ['ZL201710601862.3', patentNo(1), '2017106018623', patentNo(1)];
    expect(complaints({ rights: twice })).toEqual([
      '/rights/2 form.repeatedRight',
      '/rights/3 form.repeatedRight',
    ]);
  });

  it('A3: names each party once, and on one side', () => {
    expect(complaints({ pledgors: [at(owner), at(owner)] })).toEqual([
      '/pledgors/1/party form.repeatedParty',
    ]);
    expect(complaints({ pledgees: [at(bank), at(bank)] })).toEqual(['/pledgees/1/party form.repeatedParty']);
    expect(complaints({ pledgees: [at(bank), at(owner)] })).toEqual([
      '/pledgees/1/party form.partyOnBothSides',
    ]);
  });

  it.each([
    [{ rights: [] }, '/rights too_small'],
    [{ pledgors: [] }, '/pledgors too_small'],
    [{ pledgees: [] }, '/pledgees too_small'],
    [{ scope: [] }, '/scope too_small'],
    [{ scope: ['profit'] }, '/scope/0 invalid_value'],
    [{ rights: ['2017106018624'] }, '/rights/0 patentNumber.checkDigit'],
    [{ rights: [201710601862] }, '/rights/0 invalid_type'],
    [{ commitment: 'yes' }, '/commitment invalid_type'],
    [{ surprise: 1 }, '/ unrecognized_keys'],
    [{ mainContract: { name: 'x', signedOn: '2026-02-30' } }, '/mainContract/signedOn date.impossible'],
    [{ mainContract: { name: ' ', signedOn: '2026-02-01' } }, '/mainContract/name text.empty'],
  ])('A3: refuses %j', (more, complaint) => {
    expect(complaints(more)).toEqual([complaint]);
  });

  it.each([
    ['0', 'money.positive'],
    ['0.00', 'money.positive'],
    ['-1', 'invalid_format'],
    ['1e9', 'invalid_format'],
    ['1.001', 'invalid_format'],
    ['1000000000000000', 'invalid_format'],
  ])('A3: refuses an amount of %s', (amount, complaint) => {
    const money = { amount, currency: 'CNY' };
    expect(complaints({ claim: ordinary({ amount: money }) })).toEqual([`/claim/amount/amount ${complaint}`]);
    expect(complaints({ claim: maximum({ maximumAmount: money }) })).toEqual([
      `/claim/maximumAmount/amount ${complaint}`,
    ]);
    expect(complaints({ pledgeAmount: money })).toEqual([`/pledgeAmount/amount ${complaint}`]);
  });

  it('A1.8: a maximum-amount claim has a ceiling and a period instead of an amount', () => {
    expect(complaints({ claim: maximum({}) })).toEqual([]);
    expect(complaints({ claim: maximum({ amount: { amount: '1', currency: 'CNY' } }) })).toEqual([
      '/claim unrecognized_keys',
    ]);
    expect(complaints({ claim: maximum({ maximumAmount: undefined }) })).toEqual([
      '/claim/maximumAmount invalid_type',
    ]);
    expect(complaints({ claim: ordinary({ determinationFrom: '2026-01-01' }) })).toEqual([
      '/claim unrecognized_keys',
    ]);
  });

  it('A1.8: the determination period may be open, may be one day, and may not end before it begins', () => {
    expect(complaints({ claim: maximum({ determinationUntil: '2026-01-01' }) })).toEqual([]);
    expect(complaints({ claim: maximum({ determinationUntil: '2025-12-31' }) })).toEqual([
      '/claim/determinationUntil form.periodEndsBeforeItBegins',
    ]);
  });

  it('A3: the debt may fall due on the day it begins, and not before', () => {
    expect(complaints({ claim: ordinary({ performanceUntil: '2026-01-01' }) })).toEqual([]);
    expect(complaints({ claim: ordinary({ performanceUntil: '2025-12-31' }) })).toEqual([
      '/claim/performanceUntil form.periodEndsBeforeItBegins',
    ]);
  });

  it('A3: the debtor may be a third party, with a checked code (Civil Code art. 440)', () => {
    expect(complaints({ debtor: { name: '债务人' } })).toEqual([]);
    const identifier = { scheme: 'uscc', value: '91110108551385082P' };
    expect(complaints({ debtor: { name: '债务人', identifier } })).toEqual([
      '/debtor/identifier/value uscc.invalid',
    ]);
  });
});

describe('the neutral form', () => {
  it('is one on which no ground fires, whatever the register holds', () => {
    const titles = titlesOf(titleOf(number, { facts: { status: { value: 'invalid', basis: 'source' } } }));
    const parties = partiesOf(organisation(1, 'x', { residence: 'US' }), bank);
    expect(findingsOn({ form: neutralForm, titles, parties })).toEqual([]);
  });
});
