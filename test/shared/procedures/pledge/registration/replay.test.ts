import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SALT_BYTES } from '../../../../../shared/kernel/digest.ts';
import { form, type PledgeForm } from '../../../../../shared/procedures/pledge/registration/form.ts';
import { pledgeRegistration } from '../../../../../shared/procedures/pledge/registration/procedure.ts';
import type { Entry, Opening } from '../../../../../shared/register/entry.ts';
import { type Consent, filingDigest } from '../../../../../shared/register/filing.ts';
import { closeForm } from '../../../../../shared/register/open-form.ts';
import { type Replay, replay } from '../../../../../shared/register/replay.ts';
import { seal } from '../../../../../shared/register/seal.ts';
import { day, entryNo, filingNo, moment, organisation, patentNo, titleOf } from '../../../register/sample.ts';
import { contextOf, fullForm, rawForm } from './sample.ts';

const procedure = closeForm(pledgeRegistration);
const people = Array.from({ length: 6 }, (_, index) =>
  organisation(index + 1, `演示主体${index + 1}`, index % 2 === 0 ? {} : { kind: 'person' }),
);
const patents = Array.from({ length: 4 }, (_, index) => patentNo(index + 1));
const titles = patents.map((number) => titleOf(number));

const text = (maxLength: number) =>
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength })
    .filter((one) => form.shape.debtor.unwrap().shape.name.safeParse(one).success);
const date = fc.constantFrom('2026-11-02', '2029-11-01', '1999-12-31');
const money = fc.record({
  amount: fc.oneof(
    fc.integer({ min: 1, max: 9_999_999 }).map(String),
    fc.integer({ min: 1, max: 9_999_999 }).map((units) => `${units}.5`),
    fc.constant('999999999999999.99'),
  ),
  currency: fc.constantFrom('CNY', 'USD', 'EUR'),
});
const optional = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });
const stated = (id: string) =>
  fc.record(
    { party: fc.constant(id), address: text(30), telephone: text(10), contact: text(10) },
    { requiredKeys: ['party', 'address'] },
  );
const side = (ids: readonly string[]) =>
  fc
    .shuffledSubarray([...ids], { minLength: 1 })
    .chain((chosen) => fc.tuple(...chosen.map((id) => stated(id))));
const claimFacts = {
  kind: fc.constantFrom('loan', 'counterGuarantee', 'trade', 'other'),
  performanceFrom: fc.constant('2026-11-02'),
  performanceUntil: fc.constant('2029-11-01'),
};

/** Any pledge form that the schema takes: sides, patents, amounts, and each optional part there or not. */
const anyForm: fc.Arbitrary<PledgeForm> = fc
  .record({
    pledgors: side(people.slice(0, 3).map((one) => one.id)),
    pledgees: side(people.slice(3).map((one) => one.id)),
    debtor: optional(fc.record({ name: text(20) })),
    rights: fc.shuffledSubarray(patents, { minLength: 1 }),
    mainContract: fc.record(
      { name: text(20), number: text(10), signedOn: date },
      { requiredKeys: ['name', 'signedOn'] },
    ),
    pledgeContract: fc.record({ number: text(10), signedOn: date }, { requiredKeys: ['signedOn'] }),
    claim: fc.oneof(
      fc.record({ nature: fc.constant('ordinary'), ...claimFacts, amount: money }),
      fc.record(
        {
          ...{ nature: fc.constant('maximumAmount'), ...claimFacts, maximumAmount: money },
          ...{ determinationFrom: fc.constant('2026-11-02'), determinationUntil: fc.constant('2028-11-01') },
          priorClaimsIncluded: fc.boolean(),
        },
        {
          requiredKeys: [
            ...(['nature', 'kind', 'performanceFrom', 'performanceUntil'] as const),
            ...(['maximumAmount', 'determinationFrom', 'priorClaimsIncluded'] as const),
          ],
        },
      ),
    ),
    scope: fc.shuffledSubarray(['principal', 'interest', 'penalty'] as const, { minLength: 1 }),
    pledgeAmount: optional(money),
    valuation: optional(fc.record({ valuer: text(10), value: money, valuedOn: date })),
    contractItems: fc.constant(rawForm()['contractItems']),
    coOwnersAgreedOtherwise: fc.boolean(),
    clauses: optional(fc.record({ annualFees: text(20), invalidation: text(20) }, { requiredKeys: [] })),
    commitment: fc.boolean(),
  })
  .map((made) => form.parse(JSON.parse(JSON.stringify(made))));

const documents = [
  {
    ...{ kind: 'pledgeContract' as const, name: '质押合同.pdf', type: 'application/pdf' as const },
    ...{ sha256: 'a'.repeat(64), bytes: 182_044 },
  },
];
const at = moment('2026-11-23T02:00:00.000Z');

/** The entry that registers the form, with all its openings, as the registrar makes them. */
function registered(of: PledgeForm, consentedTo: unknown = of): { entry: Entry; openings: Opening[] } {
  const digest = filingDigest({ procedure: procedure.id, form: Object(consentedTo), documents });
  const parties = [...of.pledgors, ...of.pledgees].map((one) => one.party);
  const consents = parties.map(
    (party): Consent => ({
      ...{ party, by: { account: `signer of ${party}`, party }, at },
      ...{ digest: digest as Consent['digest'], until: day('2027-02-21'), partyVersion: 3 },
    }),
  );
  const signatures = parties.map((party) => ({ party, version: 3, given: 1, needed: 1 }));
  const made = pledgeRegistration.effect(of, contextOf(titles, people));
  const own = (value: unknown) => ({ value, public: false });
  const values = {
    ...made.sealed,
    consents: own({ consents, declarations: [], signatures }),
    documents: own(documents),
    decision: own({ by: 'machine', findings: [] }),
  };
  let count = 0;
  const salt = () => {
    count += 1;
    return new Uint8Array(SALT_BYTES).fill(count);
  };
  const { commitments, openings } = seal(values, salt);
  const entry: Entry = {
    ...{ schema: 'entry-1', id: entryNo(9), instant: at, act: procedure.id, filing: filingNo(9) },
    ...{ decidedBy: 'machine', public: made.gazette, commitments: [...commitments], demonstration: true },
  };
  // What is stored is JSON: whatever would not survive it must fail here.
  return JSON.parse(JSON.stringify({ entry, openings })) as { entry: Entry; openings: Opening[] };
}

const ok = (answer: Replay) => {
  if (!answer.ok) throw new Error(`${answer.fault}: ${answer.names}`);
  return answer;
};
const opened = (openings: readonly Opening[], name: string, change: (value: unknown) => unknown) =>
  openings.map((one) => (one.name === name ? { ...one, value: change(one.value) } : one));

describe('replay (A9.2): from the entry alone, what was consented to', () => {
  it('of any form is exactly what is restored, by every consent', () => {
    fc.assert(
      fc.property(anyForm, (of) => {
        const { entry, openings } = registered(of);
        const answer = ok(replay(entry, openings, procedure));
        expect(answer.form).toEqual(of);
        expect(answer.documents).toEqual(documents);
        expect(answer.consents.every((one) => one.overThis)).toBe(true);
        expect(answer.joint).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('takes no other amount for it: consented to another, a registered form is nobody’s agreement', () => {
    fc.assert(
      fc.property(anyForm, money, (of, other) => {
        const { claim } = of;
        const changed = {
          ...of,
          claim:
            claim.nature === 'ordinary' ? { ...claim, amount: other } : { ...claim, maximumAmount: other },
        };
        const parsed = form.parse(changed);
        fc.pre(JSON.stringify(parsed) !== JSON.stringify(of));
        const { entry, openings } = registered(of, parsed);
        const answer = ok(replay(entry, openings, procedure));
        expect(answer.consents.some((one) => one.overThis)).toBe(false);
        expect(answer.joint).toBe(false);
      }),
    );
  });

  it('of the fullest form says by whom, as which version of the party, and until when', () => {
    const { entry, openings } = registered(form.parse(fullForm({ rights: [patents[0]] })));
    const answer = ok(replay(entry, openings, procedure));
    expect(answer.consents[0]).toMatchObject({
      by: { account: `signer of ${people[0]?.id}` },
      ...{ partyVersion: 3, until: '2027-02-21', at },
    });
    expect(answer.signatures.map((one) => [one.given, one.needed, one.version])).toEqual([
      [1, 1, 3],
      [1, 1, 3],
    ]);
  });

  it('believes no opening that does not open the entry’s own digest', () => {
    const { entry, openings } = registered(form.parse(rawForm({ rights: [patents[0]] })));
    for (const one of openings) {
      const forged = opened(openings, one.name, (value) => ({ was: value }));
      expect(replay(entry, forged, procedure)).toEqual({
        ...{ ok: false, fault: 'notThisEntry', names: [one.name] },
      });
    }
    const salted = openings.map((one) => (one.name === 'claim' ? { ...one, salt: `${one.salt}A` } : one));
    expect(replay(entry, salted, procedure)).toMatchObject({ fault: 'notThisEntry', names: ['claim'] });
  });

  it('says what was not opened, and looks at nothing that the entry does not commit to', () => {
    const { entry, openings } = registered(form.parse(rawForm({ rights: [patents[0]] })));
    const without = openings.filter((one) => one.name !== 'claim');
    expect(replay(entry, without, procedure)).toEqual({ ok: false, fault: 'notOpened', names: ['claim'] });
    const beside = { name: 'debtor', salt: 'A', value: { name: '他人' }, public: false };
    const answer = ok(replay(entry, [...openings, beside], procedure));
    expect(answer.form).not.toHaveProperty('debtor');
    expect(answer.joint).toBe(true);
  });

  it('of an entry whose public fields are of another act finds no form', () => {
    const { entry, openings } = registered(form.parse(rawForm({ rights: [patents[0]] })));
    const other = { ...entry, public: { batch: 'x' } };
    expect(replay(other, openings, procedure)).toEqual({ ok: false, fault: 'noForm', names: ['form'] });
  });

  it('reads a form that was sealed whole where its procedure does not take it apart', () => {
    const { restore: _apart, ...plain } = pledgeRegistration;
    const whole = closeForm(plain);
    const of = form.parse(rawForm({ rights: [patents[0]] }));
    expect([procedure.sealsForm, whole.sealsForm]).toEqual([false, true]);
    expect(whole.restore({}, new Map([['form', of]]))).toEqual(of);
    expect(whole.restore({}, new Map())).toBeUndefined();
  });
});
