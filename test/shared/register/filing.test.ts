import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestText } from '../../../shared/kernel/digest.ts';
import { documentReference } from '../../../shared/register/document.ts';
import {
  type Consent,
  type Declaration,
  declaredByAll,
  filing,
  filingDigest,
  missingConsents,
} from '../../../shared/register/filing.ts';
import { filingNo, moment, partyNo } from './sample.ts';

const [owner, coOwner, bank] = [partyNo(1), partyNo(2), partyNo(3)];
const at = moment('2026-11-23T02:00:00.000Z');
const document = {
  ...{ kind: 'pledgeContract' as const, name: '质押合同.pdf', type: 'application/pdf' as const },
  ...{ sha256: 'a'.repeat(64), bytes: 10 },
};
const base = { procedure: 'pledge.registration', form: { rights: ['1', '2'] }, documents: [document] };
const digest = digestText.parse(filingDigest(base));

const declared = (party: typeof owner, ground: string): Declaration => ({
  party,
  by: { account: 'a', party },
  ground,
  at,
});
const consented = (party: typeof owner, over = digest): Consent => ({
  party,
  by: { account: 'a', party },
  digest: over,
  at,
});

describe('filingDigest', () => {
  it('A9.2: changes with the procedure, any field, and any document', () => {
    const changed = [
      { ...base, procedure: 'pledge.discharge' },
      { ...base, form: { rights: ['2', '1'] } },
      { ...base, form: { ...base.form, debtor: { name: 'x' } } },
      { ...base, documents: [] },
      { ...base, documents: [document, document] },
      { ...base, documents: [{ ...document, sha256: 'b'.repeat(64) }] },
    ];
    const digests = [base, ...changed].map((one) => filingDigest(one));
    expect(new Set(digests).size).toBe(changed.length + 1);
  });

  it('A9.2: does not depend on the order in which a client writes its fields', () => {
    const form = { b: 1, a: { d: 2, c: 3 } };
    const turned = { a: { c: 3, d: 2 }, b: 1 };
    expect(filingDigest({ ...base, form })).toBe(filingDigest({ ...base, form: turned }));
  });

  it('A9.2: two forms have one digest only if they are the same JSON', () => {
    const forms = fc.dictionary(fc.string({ unit: 'grapheme', maxLength: 5 }), fc.jsonValue({ maxDepth: 3 }));
    const wellFormed = (value: unknown) => JSON.stringify(value).isWellFormed();
    fc.assert(
      fc.property(forms, forms, (a, b) => {
        fc.pre(wellFormed(a) && wellFormed(b));
        const [one, other] = [JSON.parse(JSON.stringify(a)), JSON.parse(JSON.stringify(b))];
        const same = filingDigest({ ...base, form: one }) === filingDigest({ ...base, form: other });
        expect(same).toBe(JSON.stringify(sorted(one)) === JSON.stringify(sorted(other)));
      }),
    );
  });
});

/** Members in one order; lists stay as they are. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .map(([key, member]) => [key, sorted(member)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => ({ key, member }));
}

describe('missingConsents', () => {
  it('A1.1: every party consents; the order of the form is kept', () => {
    expect(missingConsents([], [owner, coOwner, bank], digest)).toEqual([owner, coOwner, bank]);
    expect(missingConsents([consented(coOwner)], [owner, coOwner, bank], digest)).toEqual([owner, bank]);
    expect(
      missingConsents(
        [owner, coOwner, bank].map((one) => consented(one)),
        [owner, bank],
        digest,
      ),
    ).toEqual([]);
  });

  it('A9.2: a consent over another digest counts for nothing', () => {
    const older = digestText.parse(filingDigest({ ...base, documents: [] }));
    expect(missingConsents([consented(bank, older)], [bank], digest)).toEqual([bank]);
    expect(missingConsents([consented(bank, older), consented(bank)], [bank], digest)).toEqual([]);
  });

  it('A9.2: nobody consents for another', () => {
    const forBank = { ...consented(owner), by: { account: 'a', party: bank } };
    expect(missingConsents([forBank], [bank], digest)).toEqual([bank]);
  });
});

describe('declaredByAll', () => {
  it('A4.1: a ground is cured only when all parties declared it', () => {
    const one = [declared(owner, 'A4.g11')];
    expect(declaredByAll(one, [owner, bank])).toEqual([]);
    expect(declaredByAll([...one, declared(bank, 'A4.g10')], [owner, bank])).toEqual([]);
    expect(declaredByAll([...one, declared(bank, 'A4.g11')], [owner, bank])).toEqual(['A4.g11']);
  });

  it('A4.1: each ground for itself, and each once', () => {
    const all = [owner, bank].flatMap((party) => [declared(party, 'A4.g10'), declared(party, 'A4.g11')]);
    expect(declaredByAll([...all, ...all], [owner, bank]).sort()).toEqual(['A4.g10', 'A4.g11']);
    expect(declaredByAll(all, [owner, bank, coOwner])).toEqual([]);
  });

  it('A4.1: nothing is declared where nobody declared', () => {
    expect(declaredByAll([], [owner, bank])).toEqual([]);
    expect(declaredByAll([], [])).toEqual([]);
  });
});

describe('filing', () => {
  const draft = {
    id: filingNo(1),
    procedure: 'pledge.registration',
    status: 'draft',
    version: 1,
    createdAt: at,
    updatedAt: at,
    applicant: owner,
    filedBy: { account: 'a', party: owner },
    parties: [owner],
    form: {},
    documents: [],
    consents: [],
    voided: [],
    declarations: [],
    decisions: [],
  };

  it('is read back as it was stored, and refuses what it does not know', () => {
    expect(filing.parse(draft)).toEqual(draft);
    expect(filing.safeParse({ ...draft, status: 'received' }).success).toBe(false);
    expect(filing.safeParse({ ...draft, version: 0 }).success).toBe(false);
    expect(filing.safeParse({ ...draft, note: 'x' }).success).toBe(false);
    expect(filing.safeParse({ ...draft, consents: [{ ...consented(bank), party: 'pty_1' }] }).success).toBe(
      false,
    );
  });

  it('A2.1: names documents by kind, type, digest and size alone', () => {
    expect(documentReference.safeParse(document).success).toBe(true);
    for (const wrong of [
      { kind: 'photo' },
      { type: 'image/gif' },
      { type: undefined },
      { parties: [] },
      { sha256: 'A'.repeat(64) },
      { sha256: 'a'.repeat(63) },
      { bytes: 0 },
      { bytes: 52_428_801 },
      { bytes: 1.5 },
      { name: '' },
      { name: 'a\u202eb' },
      { url: 'https://example.com' },
    ]) {
      expect(documentReference.safeParse({ ...document, ...wrong }).success, JSON.stringify(wrong)).toBe(
        false,
      );
    }
  });
});
