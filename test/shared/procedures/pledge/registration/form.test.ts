import { describe, expect, it } from 'vitest';
import { claimKinds, form, neutralForm } from '../../../../../shared/procedures/pledge/registration/form.ts';
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

  it('A3: tells of everything that is wrong at once, so that nobody sends it twice', () => {
    const wrong = {
      ...{ pledgors: [at(owner), at(owner)], pledgees: [at(bank), at(owner)] },
      ...{ rights: [number, number], claim: ordinary({ performanceUntil: '2025-12-31' }) },
    };
    expect(complaints(wrong)).toEqual([
      '/pledgors/1/party form.repeatedParty',
      '/rights/1 form.repeatedRight',
      '/pledgees/1/party form.partyOnBothSides',
      '/claim/performanceUntil form.periodEndsBeforeItBegins',
    ]);
    const determination = { determinationUntil: '2025-12-31', performanceUntil: '2025-12-31' };
    expect(complaints({ claim: maximum(determination) })).toEqual([
      '/claim/performanceUntil form.periodEndsBeforeItBegins',
      '/claim/determinationUntil form.periodEndsBeforeItBegins',
    ]);
  });

  it('A3: has one to twenty parties on each side', () => {
    const many = (count: number, from: number) =>
      Array.from({ length: count }, (_, index) => at(organisation(from + index, `演示${index}`)));
    expect(complaints({ pledgors: many(20, 100), pledgees: many(20, 200) })).toEqual([]);
    expect(complaints({ pledgors: many(21, 100) })).toEqual(['/pledgors too_big']);
    expect(complaints({ pledgees: many(21, 100) })).toEqual(['/pledgees too_big']);
  });

  it.each([
    [
      'kind',
      (one: string) => ({ claim: ordinary({ kind: one }) }),
      ['loan', 'counterGuarantee', 'trade', 'other'],
    ],
    [
      'scope',
      (one: string) => ({ scope: [one] }),
      ['principal', 'interest', 'penalty', 'damages', 'custodyCosts', 'realisationCosts'],
    ],
  ] as const)('A3: knows each %s of the list, and no other', (_what, filled, words) => {
    for (const word of words) expect(complaints(filled(word)), word).toEqual([]);
    for (const word of ['', 'Loan', 'gift']) expect(complaints(filled(word)), word).toHaveLength(1);
  });

  it('A3: the security may cover all six at once, and no more are stated', () => {
    const six = ['principal', 'interest', 'penalty', 'damages', 'custodyCosts', 'realisationCosts'];
    expect(complaints({ scope: six })).toEqual([]);
    expect(complaints({ scope: [...six, 'principal'] })).toEqual(['/scope too_big']);
  });

  /** Every place of the fullest form at which an object stands. */
  it.each([
    ['pledgors', 0],
    ['mainContract'],
    ['pledgeContract'],
    ['claim'],
    ['contractItems'],
    ['clauses'],
    ['debtor'],
    ['valuation'],
    ['pledgeAmount'],
  ])('A3: %s is a closed list of fields', (name, index?: number) => {
    const full: Record<string, unknown> = fullForm();
    const whole = full[String(name)];
    const open = Array.isArray(whole) ? [{ ...whole[0], surprise: 1 }] : { ...Object(whole), surprise: 1 };
    const place = index === undefined ? `/${name}` : `/${name}/${index}`;
    const issues = form.safeParse({ ...full, [String(name)]: open }).error?.issues ?? [];
    expect(issues.map(({ path, code }) => `/${path.join('/')} ${code}`)).toEqual([
      `${place} unrecognized_keys`,
    ]);
  });

  it.each([
    ['pledgors.0.address', 300],
    ['pledgors.0.telephone', 40],
    ['pledgors.0.contact', 100],
    ['mainContract.name', 200],
    ['mainContract.number', 100],
    ['pledgeContract.number', 100],
    ['debtor.name', 300],
    ['valuation.valuer', 300],
    ['clauses.annualFees', 1000],
    ['clauses.transferAndLicence', 1000],
    ['clauses.invalidation', 1000],
    ['clauses.technicalData', 1000],
    ['clauses.sameDayApplications', 1000],
  ])('A3: %s is a text of at most %i characters', (place, charsMax) => {
    const steps = place.split('.');
    const withText = (text: string) => {
      const full = structuredClone(fullForm());
      const parent = steps
        .slice(0, -1)
        .reduce<unknown>((tree, step) => Reflect.get(Object(tree), step), full);
      Reflect.set(Object(parent), steps.at(-1) ?? '', text);
      const issues = form.safeParse(full).error?.issues ?? [];
      return issues.map(({ path, message }) => `${path.join('.')} ${message}`);
    };
    expect(withText('字'.repeat(charsMax))).toEqual([]);
    expect(withText('字'.repeat(charsMax + 1))).toEqual([`${place} text.tooLong`]);
    expect(withText(' ')).toEqual([`${place} text.empty`]);
  });

  it('A3: the pledge contract has no name, the main contract has one', () => {
    expect(complaints({ pledgeContract: { name: 'x', signedOn: '2026-11-02' } })).toEqual([
      '/pledgeContract unrecognized_keys',
    ]);
    expect(complaints({ mainContract: { signedOn: '2026-11-02' } })).toEqual([
      '/mainContract/name invalid_type',
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
  it('names nobody and states nothing', () => {
    const { pledgors, pledgees, rights, scope, mainContract } = neutralForm;
    expect([pledgors, pledgees, rights, scope, mainContract.name]).toEqual([[], [], [], [], '']);
    expect(claimKinds).toContain(neutralForm.claim.kind);
    const { pledgeContract } = neutralForm;
    expect(form.shape.pledgeContract.parse(pledgeContract)).toEqual(pledgeContract);
  });

  it('is one on which no ground fires, whatever the register holds', () => {
    expect(form.shape.contractItems.parse(neutralForm.contractItems)).toEqual(neutralForm.contractItems);
    const titles = titlesOf(titleOf(number, { facts: { status: { value: 'invalid', basis: 'source' } } }));
    const parties = partiesOf(organisation(1, 'x', { residence: 'US' }), bank);
    expect(findingsOn({ form: neutralForm, titles, parties })).toEqual([]);
  });
});
