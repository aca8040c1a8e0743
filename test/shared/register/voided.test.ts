import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../shared/kernel/digest.ts';
import {
  type Consent,
  type Declaration,
  type Filing,
  filing,
  voidedKept,
} from '../../../shared/register/filing.ts';
import { signaturesMax } from '../../../shared/register/limits.ts';
import { voidedAt, withDeclared, withVoided } from '../../../shared/register/voided.ts';
import { day, filingNo, moment, partyNo } from './sample.ts';

const [owner, bank] = [partyNo(1), partyNo(2)];
const at = moment('2026-11-23T02:00:00.000Z');
const later = moment('2026-11-23T03:00:00.000Z');
const given = (party: typeof owner, account: string, more: Partial<Consent> = {}): Consent => ({
  ...{ party, by: { account, party }, digest: digestOf(1), at, until: day('2027-02-21'), partyVersion: 1 },
  ...more,
});
const filed = (more: Partial<Filing>): Filing => ({
  ...filing.parse({
    ...{ id: filingNo(1), procedure: 'pledge.registration', status: 'examination', version: 3 },
    ...{ createdAt: at, updatedAt: at, applicant: owner, filedBy: { account: 'a', party: owner } },
    ...{ parties: [owner, bank], form: {}, documents: [], consents: [], voided: [] },
    ...{ declarations: [], decisions: [] },
  }),
  ...more,
});

describe('consents that ended', () => {
  it('carry why and when, and are otherwise as they were given', () => {
    const one = given(owner, 'o1');
    expect(voidedAt([{ consent: one, reason: 'expired' }], later)).toEqual([
      { ...one, reason: 'expired', voidedAt: later },
    ]);
    expect(voidedAt([], later)).toEqual([]);
  });

  it('stand among the voided, and no longer among those that count', () => {
    const [first, second] = [given(owner, 'o1'), given(bank, 'b1')];
    const ended = voidedAt([{ consent: first, reason: 'withdrawn' }], later);
    const after = withVoided(filed({ consents: [first, second] }), ended);
    expect(after.consents).toEqual([second]);
    expect(after.voided).toEqual(ended);
    expect(withVoided(after, [])).toEqual(after);
  });

  it.each([
    ['another party', given(bank, 'o1')],
    ['another account', given(owner, 'o2')],
    ['the same account at another time', given(owner, 'o1', { at: later })],
  ])('are those meant and no other: not one of %s', (_which, other) => {
    const ended = voidedAt([{ consent: given(owner, 'o1'), reason: 'changed' }], later);
    expect(withVoided(filed({ consents: [other] }), ended).consents).toEqual([other]);
  });

  it('are kept, the newest forty of them, so that each party sees what ended its own', () => {
    const old = Array.from({ length: voidedKept }, (_, index) =>
      voidedAt([{ consent: given(owner, `o${index}`), reason: 'changed' }], at),
    ).flat();
    const [newest] = voidedAt([{ consent: given(bank, 'b1'), reason: 'withdrawn' }], later);
    const after = newest && withVoided(filed({ voided: old }), [newest]);
    expect(voidedKept).toBe(40);
    expect(after?.voided).toEqual([...old.slice(1), newest]);
    expect(withVoided(filed({ voided: old.slice(0, 2) }), []).voided).toEqual(old.slice(0, 2));
  });
});

describe('declarations (A4.g10, A4.g11)', () => {
  const declared = (party: typeof owner, account: string, more: Partial<Declaration> = {}): Declaration => ({
    ...{ party, by: { account, party }, ground: 'A4.g10', at },
    ...more,
  });

  it('take the place of an earlier one of the same account, for the same party and ground', () => {
    const again = declared(owner, 'o1', { at: later });
    expect(withDeclared([declared(owner, 'o1')], [again])).toEqual([again]);
  });

  it('stand beside those of another party, another ground and another account', () => {
    const others = [declared(bank, 'o1'), declared(owner, 'o1', { ground: 'A4.g11' }), declared(owner, 'o2')];
    const made = declared(owner, 'o1');
    expect(withDeclared(others, [made])).toEqual([...others, made]);
  });

  it('are as many as can bind a party, the newest; those already there are left as they were', () => {
    const before = [declared(owner, 'o1'), declared(bank, 'b1'), declared(owner, 'o2')];
    const kept = withDeclared(before, [declared(owner, 'o3')]);
    expect(kept.filter((one) => one.party === owner).map((one) => one.by.account)).toEqual(['o2', 'o3']);
    expect(kept.filter((one) => one.party === bank)).toHaveLength(1);
    expect(signaturesMax).toBe(2);
    expect(before).toHaveLength(3);
    expect(withDeclared(before, [])).toEqual(before);
  });
});
