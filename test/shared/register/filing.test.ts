import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestText } from '../../../shared/kernel/digest.ts';
import { documentReference } from '../../../shared/register/document.ts';
import { type Consent, filing, filingDigest } from '../../../shared/register/filing.ts';
import { day, filingNo, moment, partyNo } from './sample.ts';

const [owner, bank] = [partyNo(1), partyNo(3)];
const at = moment('2026-11-23T02:00:00.000Z');
const document = {
  ...{ kind: 'pledgeContract' as const, name: '质押合同.pdf', type: 'application/pdf' as const },
  ...{ sha256: 'a'.repeat(64), bytes: 10 },
};
const base = { procedure: 'pledge.registration', form: { rights: ['1', '2'] }, documents: [document] };
const digest = digestText.parse(filingDigest(base));

const consented = (party: typeof owner, over = digest): Consent => ({
  party,
  by: { account: 'a', party },
  digest: over,
  at,
  until: day('2027-02-21'),
  partyVersion: 1,
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
