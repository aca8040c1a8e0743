import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../shared/kernel/digest.ts';
import { mandateId } from '../../../shared/kernel/id.ts';
import type { Money } from '../../../shared/kernel/money.ts';
import { addDays } from '../../../shared/kernel/plain-date.ts';
import {
  type Asked,
  consentUntil,
  groundsDeclared,
  judgeConsents,
  partySignatures,
  type SigningFacts,
} from '../../../shared/register/consent.ts';
import type { Consent, Declaration } from '../../../shared/register/filing.ts';
import { consentTerms, signaturesMax } from '../../../shared/register/limits.ts';
import { type Mandate, mandate, type Party } from '../../../shared/register/party.ts';
import { withDeclared } from '../../../shared/register/voided.ts';
import { day, moment, organisation, partyNo } from './sample.ts';
import { expectShape } from './shape.ts';

const [owner, bank, agency] = [partyNo(1), partyNo(2), partyNo(3)];
const today = day('2026-11-23');
const at = moment('2026-11-23T02:00:00.000Z');
const digest = digestOf('this');
const million: Money = { amount: '1000000.00', currency: 'CNY' };

const signers = (...subjects: string[]) =>
  subjects.map((subject) => ({ subject, administrator: false, signer: true }));
const two = { signing: { signatures: 2 as const } };

const asked = (more: Partial<Asked> = {}): Asked => ({
  consenting: [owner, bank],
  digest,
  amount: million,
  as: 'signer',
  candidate: undefined,
  ...more,
});

function factsOf(parties: readonly Party[], mandates: readonly Mandate[] = []): SigningFacts {
  return {
    parties: new Map(parties.map((one) => [one.id, one])),
    mandates: new Map(mandates.map((one) => [one.id, one])),
    today,
  };
}

const enrolled = (more: { owner?: Partial<Party>; bank?: Partial<Party>; agency?: Partial<Party> } = {}) => [
  organisation(1, '演示出质公司', { accounts: signers('o1', 'o2'), ...more.owner }),
  organisation(2, '演示银行', { accounts: signers('b1', 'b2'), ...more.bank }),
  organisation(3, '演示代理机构', { accounts: signers('a1', 'a2', 'o1'), ...more.agency }),
];

const given = (party: typeof owner, account: string, more: Partial<Consent> = {}): Consent => ({
  ...{ party, by: { account, party }, digest, at },
  ...{ until: addDays(today, 90), partyVersion: 1, ...more },
});

const power = (more: Record<string, unknown> = {}): Mandate =>
  mandate.parse({
    id: mandateId.parse(`mdt_${'0'.repeat(26)}`),
    ...{ principal: owner, agent: agency, acts: ['file', 'consent'], from: '2026-01-01', ...more },
  });
const byAgent = (account: string, more: Partial<Consent> = {}) =>
  given(owner, account, { by: { account, party: agency, mandate: power().id }, ...more });

describe('what is missing (A1.1, A9.2)', () => {
  it('is every party that has not consented to this very digest, in the order of the form', () => {
    const facts = factsOf(enrolled());
    const missing = (consents: Consent[]) => judgeConsents(consents, asked(), facts).missing;
    expect(missing([])).toEqual([owner, bank]);
    expect(missing([given(bank, 'b1')])).toEqual([owner]);
    expect(missing([given(bank, 'b1'), given(owner, 'o1')])).toEqual([]);
    expect(judgeConsents([given(bank, 'b1')], asked(), facts).fallen).toEqual([]);
    expect(missing([given(bank, 'b1', { digest: digestOf('other') }), given(owner, 'o1')])).toEqual([bank]);
  });

  it('nobody consents for another without a mandate', () => {
    const forged = given(bank, 'o1', { by: { account: 'o1', party: owner } });
    const judged = judgeConsents([forged], asked(), factsOf(enrolled()));
    expect(judged.missing).toEqual([owner, bank]);
    expect(judged.fallen).toMatchObject([{ reason: 'mandateEnded' }]);
  });

  it('is everything while the form is incomplete: there is nothing to agree to', () => {
    const judged = judgeConsents([given(owner, 'o1')], asked({ digest: undefined }), factsOf(enrolled()));
    expect(judged.missing).toEqual([owner, bank]);
  });
});

describe('every consent is judged again on what is known now', () => {
  const reasonOf = (one: Consent, facts: SigningFacts, more: Partial<Asked> = {}) =>
    judgeConsents([one], asked(more), facts).fallen[0]?.reason;

  it('stands through its last day, and not one day longer', () => {
    const facts = factsOf(enrolled());
    expect(reasonOf(given(owner, 'o1', { until: today }), facts)).toBeUndefined();
    expect(reasonOf(given(owner, 'o1', { until: addDays(today, -1) }), facts)).toBe('expired');
  });

  it('falls with the signer, the party and the form', () => {
    const without = enrolled({ owner: { accounts: signers('o2') } });
    const clerk = enrolled({ owner: { accounts: [{ subject: 'o1', administrator: true, signer: false }] } });
    const merged = enrolled({ owner: { status: 'merged', mergedInto: bank } });
    expect(reasonOf(given(owner, 'o1'), factsOf(without))).toBe('signerEnded');
    expect(reasonOf(given(owner, 'o1'), factsOf(clerk))).toBe('signerEnded');
    expect(reasonOf(given(owner, 'o1'), factsOf(merged))).toBe('partyEnded');
    expect(reasonOf(given(owner, 'o1'), factsOf([]))).toBe('partyEnded');
    expect(reasonOf(given(owner, 'o1'), factsOf(enrolled()), { digest: digestOf(2) })).toBe('changed');
  });

  it.each([
    ['over', { until: '2026-11-22' }],
    ['not begun', { from: '2026-11-24' }],
    ['revoked', { revokedAt: '2026-11-01T00:00:00.000Z' }],
    ['only for filing', { acts: ['file'] }],
    ['another principal’s', { principal: bank }],
    ['another agent’s', { agent: bank }],
  ])('an agent’s falls with its mandate: %s', (_how, change) => {
    expect(reasonOf(byAgent('a1'), factsOf(enrolled(), [power()]))).toBeUndefined();
    expect(reasonOf(byAgent('a1'), factsOf(enrolled(), [power(change)]))).toBe('mandateEnded');
    expect(reasonOf(byAgent('a1'), factsOf(enrolled(), []))).toBe('mandateEnded');
  });

  it('an agent’s falls with the agent’s own signer too', () => {
    const facts = factsOf(enrolled({ agency: { accounts: signers('a2') } }), [power()]);
    expect(reasonOf(byAgent('a1'), facts)).toBe('signerEnded');
  });

  it('what only administrators agree to, no signer and no agent does', () => {
    const facts = factsOf(
      enrolled({
        owner: { accounts: [{ subject: 'o1', administrator: true, signer: false }, ...signers('o2')] },
      }),
      [power()],
    );
    expect(reasonOf(given(owner, 'o1'), facts, { as: 'administrator' })).toBeUndefined();
    expect(reasonOf(given(owner, 'o2'), facts, { as: 'administrator' })).toBe('signerEnded');
    expect(reasonOf(byAgent('a1'), facts, { as: 'administrator' })).not.toBeUndefined();
  });

  it('nor does an agent’s administrator: a mandate never says who acts for the principal', () => {
    const accounts = [{ subject: 'a1', administrator: true, signer: true }];
    const facts = factsOf(enrolled({ agency: { accounts } }), [power()]);
    expect(reasonOf(byAgent('a1'), facts)).toBeUndefined();
    expect(reasonOf(byAgent('a1'), facts, { as: 'administrator' })).toBe('mandateEnded');
  });

  it('a candidate agrees to its own enrolment, and nobody else unknown to anything', () => {
    const facts = factsOf([]);
    expect(reasonOf(given(owner, 'x', { partyVersion: 0 }), facts, { candidate: owner })).toBeUndefined();
    expect(reasonOf(given(bank, 'x', { partyVersion: 0 }), facts, { candidate: owner })).toBe('partyEnded');
  });
});

describe('two signatures', () => {
  it('are judged by the version of the party that stands now; one not enrolled yet has none', () => {
    const [known] = judgeConsents([], asked(), factsOf(enrolled({ owner: { version: 7 } }))).signatures;
    expect(known).toEqual({ party: owner, version: 7, given: 0, needed: 1 });
    const [unknown] = judgeConsents([], asked(), factsOf([])).signatures;
    expect(unknown).toEqual({ party: owner, version: 0, given: 0, needed: 1 });
  });

  it('are stored as they were judged, and nothing unknown with them', () => {
    expectShape(partySignatures, {
      full: { party: owner, version: 3, given: 2, needed: 2 },
      optional: [],
      taken: { '/version': [0], '/given': [0], '/needed': [1] },
      refused: { '/version': [-1, 0.5], '/given': [-1, 0.5], '/needed': [0, 1.5] },
    });
  });

  const judge = (consents: Consent[], facts: SigningFacts, more: Partial<Asked> = {}) => {
    const judged = judgeConsents(consents, asked({ consenting: [owner], ...more }), facts);
    const [one] = judged.signatures;
    return [one?.given, one?.needed, judged.missing.length === 0];
  };

  it('are of two accounts: the same one twice counts once', () => {
    const facts = factsOf(enrolled({ owner: two }));
    const later = moment('2026-11-23T03:00:00.000Z');
    expect(judge([given(owner, 'o1')], facts)).toEqual([1, 2, false]);
    expect(judge([given(owner, 'o1'), given(owner, 'o1', { at: later })], facts)).toEqual([1, 2, false]);
    expect(judge([given(owner, 'o1'), given(owner, 'o2')], facts)).toEqual([2, 2, true]);
  });

  it('an account that signs for the party and for its agent is still one person', () => {
    const facts = factsOf(enrolled({ owner: two }), [power()]);
    expect(judge([given(owner, 'o1'), byAgent('o1')], facts)).toEqual([1, 2, false]);
  });

  it('a mandate does not lift the principal’s rule: the agent’s people count like its own', () => {
    const facts = factsOf(enrolled({ owner: two }), [power()]);
    expect(judge([byAgent('a1')], facts)).toEqual([1, 2, false]);
    expect(judge([byAgent('a1'), byAgent('a2')], facts)).toEqual([2, 2, true]);
    expect(judge([byAgent('a1'), given(owner, 'o2')], facts)).toEqual([2, 2, true]);
  });

  it('the agent’s own rule binds it here too', () => {
    const facts = factsOf(enrolled({ agency: two }), [power()]);
    expect(judge([byAgent('a1')], facts)).toEqual([1, 2, false]);
    expect(judge([byAgent('a1'), byAgent('a2')], facts)).toEqual([2, 2, true]);
    expect(judge([given(owner, 'o2')], facts)).toEqual([1, 1, true]);
  });

  it('for an absorbed party are what its successor’s rule asks', () => {
    const merged = { ...two, status: 'merged' as const, mergedInto: agency };
    const facts = (rule: Partial<Party>) =>
      factsOf(enrolled({ owner: merged, agency: rule }), [power({ succession: true })]);
    expect(judge([byAgent('a1')], facts({}))).toEqual([1, 1, true]);
    expect(judge([byAgent('a1')], facts(two))).toEqual([1, 2, false]);
  });

  it('are asked above the sum only; where it cannot be compared, always', () => {
    const above = (amount: Money) =>
      factsOf(enrolled({ owner: { signing: { signatures: 2, above: amount } } }));
    const one = [given(owner, 'o1')];
    expect(judge(one, above(million))).toEqual([1, 1, true]);
    expect(judge(one, above({ amount: '999999.99', currency: 'CNY' }))).toEqual([1, 2, false]);
    expect(judge(one, above({ amount: '1.00', currency: 'USD' }))).toEqual([1, 2, false]);
    expect(judge(one, above(million), { amount: undefined })).toEqual([1, 2, false]);
  });

  it('signing once more, for an agent that needs two signatures, takes nothing from what one’s own signature gave', () => {
    const facts = factsOf(
      enrolled({ owner: { signing: { signatures: 1 } }, agency: { signing: { signatures: 2 } } }),
      [power()],
    );
    expect(judge([given(owner, 'o1'), byAgent('o1')], facts)).toEqual([1, 1, true]);
  });

  it('no signature more takes a party’s agreement away, and one less never gives it', () => {
    const rule = fc.constantFrom({ signatures: 1 as const }, { signatures: 2 as const });
    const any = fc.constantFrom(
      ...['o1', 'o2'].map((account) => given(owner, account)),
      ...['a1', 'a2', 'o1'].map((account) => byAgent(account)),
    );
    fc.assert(
      fc.property(rule, rule, fc.uniqueArray(any), any, (principal, agent, before, another) => {
        const facts = factsOf(enrolled({ owner: { signing: principal }, agency: { signing: agent } }), [
          power(),
        ]);
        const [, , complete] = judge(before, facts);
        const [, , still] = judge([...before, another], facts);
        expect(complete && !still).toBe(false);
      }),
    );
  });
});

describe('declarations (A4.g10, A4.g11)', () => {
  const declared = (party: typeof owner, account: string, ground = 'A4.g11'): Declaration => ({
    ...{ party, by: { account, party }, ground, at },
  });
  const both = [declared(owner, 'o1'), declared(bank, 'b1')];

  it('cure a ground only when every party has declared it, each ground for itself', () => {
    const facts = factsOf(enrolled());
    expect(groundsDeclared([], asked(), facts)).toEqual([]);
    expect(groundsDeclared([declared(owner, 'o1')], asked(), facts)).toEqual([]);
    expect(groundsDeclared([declared(owner, 'o1'), declared(bank, 'b1', 'A4.g10')], asked(), facts)).toEqual(
      [],
    );
    expect(groundsDeclared(both, asked(), facts)).toEqual(['A4.g11']);
  });

  it('need as many signers as consents do, who still have the power', () => {
    const facts = factsOf(enrolled({ bank: two }));
    expect(groundsDeclared(both, asked(), facts)).toEqual([]);
    expect(groundsDeclared([...both, declared(bank, 'b2')], asked(), facts)).toEqual(['A4.g11']);
    const gone = factsOf(enrolled({ bank: { accounts: signers('b2') } }));
    expect(groundsDeclared(both, asked(), gone)).toEqual([]);
  });

  it('are kept once an account, and no more than can bind a party', () => {
    const many = ['b1', 'b2', 'b3', 'b1', 'b4'].map((account) => declared(bank, account));
    const kept = withDeclared(both, many);
    expect(kept.filter((one) => one.party === bank).map((one) => one.by.account)).toEqual(['b1', 'b4']);
    expect(kept.filter((one) => one.party === owner)).toHaveLength(1);
    expect(signaturesMax).toBe(2);
  });
});

describe('how long a consent counts (dated rule)', () => {
  const [term] = consentTerms;
  it('the rule’s days where nothing is asked, less if asked, never more than the most', () => {
    expect(consentUntil(today, undefined, undefined)).toBe(addDays(today, term.days));
    expect(consentUntil(today, today, undefined)).toBe(today);
    expect(consentUntil(today, addDays(today, term.daysMax), undefined)).toBe(addDays(today, term.daysMax));
    expect(consentUntil(today, addDays(today, term.daysMax + 1), undefined)).toBeUndefined();
    expect(consentUntil(today, addDays(today, -1), undefined)).toBeUndefined();
  });

  it('under a mandate that ends earlier, no longer than the mandate', () => {
    const until = addDays(today, 3);
    expect(consentUntil(today, undefined, { until })).toBe(until);
    expect(consentUntil(today, addDays(today, 2), { until })).toBe(addDays(today, 2));
    expect(consentUntil(today, undefined, { until: undefined })).toBe(addDays(today, term.days));
  });
});
