import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { SALT_BYTES } from '../../../shared/kernel/digest.ts';
import { mandateId } from '../../../shared/kernel/id.ts';
import { mediaTypes } from '../../../shared/register/document.ts';
import type { Entry, Opening } from '../../../shared/register/entry.ts';
import { type Consent, consent, filingDigest } from '../../../shared/register/filing.ts';
import { closeForm } from '../../../shared/register/open-form.ts';
import { type Replay, replay, sealedAsker, sealedConsents } from '../../../shared/register/replay.ts';
import { seal } from '../../../shared/register/seal.ts';
import { entryNo, filingNo, moment, partyNo } from './sample.ts';
import { expectShape, idOf } from './shape.ts';

const [owner, bank, agency] = [partyNo(1), partyNo(2), partyNo(3)];
const at = moment('2026-11-23T02:00:00.000Z');
const form = { name: '甲' };
const documents = [
  {
    ...{ kind: 'other' as const, name: '文件.pdf', type: mediaTypes.pdf },
    ...{ sha256: 'a'.repeat(64), bytes: 10 },
  },
];
const procedure = closeForm({
  ...{ id: 'test.request', title: { zh: '测试', en: 'Test' }, form: z.strictObject({ name: z.string() }) },
  ...{
    neutral: { name: '' },
    clocks: [],
    grounds: [],
    otherGround: { id: 'A9', heading: { zh: '', en: '' } },
  },
  ...{ rights: () => [], consenting: () => [], documents: () => [] },
  effect: () => ({ advances: [], reads: [], gazette: {}, sealed: {} }),
});
const digest = filingDigest({ procedure: 'test.request', form, documents });
const given = (party: typeof owner, account: string, more: Record<string, unknown> = {}): Consent =>
  consent.parse({
    ...{ party, by: { account, party }, digest, at, until: '2027-02-21', partyVersion: 1 },
    ...more,
  });
const needs = (party: typeof owner, needed: number, counted = 0) => ({
  party,
  version: 1,
  given: counted,
  needed,
});

type Values = Readonly<Record<string, unknown>>;
const agreed = (consents: readonly Consent[], signatures: readonly unknown[]) => ({
  ...{ consents, declarations: [], signatures },
});

/** An entry that commits to the values, and their openings. */
function registered(values: Values): { entry: Entry; openings: Opening[] } {
  let count = 0;
  const salt = () => {
    count += 1;
    return new Uint8Array(SALT_BYTES).fill(count);
  };
  const own = Object.entries(values).map(([name, value]) => [name, { value, public: false }] as const);
  const { commitments, openings } = seal(Object.fromEntries(own), salt);
  const entry: Entry = {
    ...{ schema: 'entry-1', id: entryNo(9), instant: at, act: 'test.request', filing: filingNo(9) },
    ...{ decidedBy: 'machine', public: {}, commitments: [...commitments], demonstration: true },
  };
  return { entry, openings: [...openings] };
}
const replayed = (values: Values): Replay => {
  const { entry, openings } = registered(values);
  return replay(entry, openings, procedure);
};
const whole = (consents: readonly Consent[], signatures: readonly unknown[]): Values => ({
  ...{ form, documents, consents: agreed(consents, signatures) },
});

describe('what an entry registered, from it and its openings (A9.2)', () => {
  it('is form, documents and digest, and each consent with whether it was over just that', () => {
    const consents = [given(owner, 'o1'), given(bank, 'b1', { digest: `sha256:${'0'.repeat(64)}` })];
    expect(replayed(whole(consents, [needs(owner, 1), needs(bank, 1)]))).toEqual({
      ...{ ok: true, form, documents, digest, joint: false },
      consents: [
        { ...consents[0], overThis: true },
        { ...consents[1], overThis: false },
      ],
      signatures: [needs(owner, 1, 1), needs(bank, 1, 0)],
    });
  });

  it('is joint where every party agreed, by as many different accounts as it needed', () => {
    const jointBy = (consents: readonly Consent[], ...signatures: readonly unknown[]) => {
      const answer = replayed(whole(consents, signatures));
      return answer.ok && answer.joint;
    };
    const two = [given(owner, 'o1'), given(owner, 'o2')];
    expect(jointBy(two, needs(owner, 2))).toBe(true);
    expect(jointBy([...two, given(bank, 'b1')], needs(owner, 2), needs(bank, 1))).toBe(true);
    expect(jointBy(two, needs(owner, 2), needs(bank, 1))).toBe(false);
    expect(jointBy([given(owner, 'o1'), given(owner, 'o1')], needs(owner, 2))).toBe(false);
    // An account that signs for the party and, under a mandate, for its agent is one person.
    const agent = { by: { account: 'o1', party: agency, mandate: idOf('mdt') } };
    expect(jointBy([given(owner, 'o1'), given(owner, 'o1', agent)], needs(owner, 2))).toBe(false);
  });

  it('is joint by nobody where nobody had to agree: what proves no agreement is none', () => {
    expect(replayed(whole([], []))).toMatchObject({ ok: true, joint: false });
  });

  it('counts again, and believes no count that was sealed', () => {
    const answer = replayed(whole([given(owner, 'o1')], [needs(owner, 2, 2)]));
    expect(answer).toMatchObject({ signatures: [needs(owner, 2, 1)], joint: false });
  });

  it('cannot be told where an opening is missing: each that is closed is named', () => {
    const { entry, openings } = registered(whole([], []));
    expect(replay(entry, [], procedure)).toEqual({
      ...{ ok: false, fault: 'notOpened', names: ['form', 'documents', 'consents'] },
    });
    expect(replay(entry, openings.slice(1), procedure)).toMatchObject({ names: ['form'] });
  });

  it('is not what an opening says that does not open the entry’s digest: each such is named', () => {
    const { entry, openings } = registered(whole([], []));
    const forged = openings.map((one) =>
      one.name === 'documents' ? one : { ...one, value: { name: '乙' } },
    );
    expect(replay(entry, forged, procedure)).toEqual({
      ...{ ok: false, fault: 'notThisEntry', names: ['form', 'consents'] },
    });
  });

  it.each([
    ['form', { form: { other: 1 } }],
    ['documents', { documents: [{ name: 'x' }] }],
    ['consents', { consents: { consents: [] } }],
  ])('has no form where %s is not there, or is something else', (name, change) => {
    const values = { ...whole([], []), ...change };
    expect(replayed(values)).toEqual({ ok: false, fault: 'noForm', names: [name] });
    const { [name]: _gone, ...rest } = values as Record<string, unknown>;
    expect(replayed(rest)).toEqual({ ok: false, fault: 'noForm', names: [name] });
  });

  it('names all that it lacks', () => {
    expect(replayed({ decision: {} })).toMatchObject({ names: ['form', 'documents', 'consents'] });
  });
});

describe('what is sealed of an agreement', () => {
  it('is every consent, declaration and rule by which it was enough, and nothing unknown with it', () => {
    const by = { account: 'x', party: agency, mandate: mandateId.parse(idOf('mdt')) };
    const full = {
      consents: [{ ...given(owner, 'o1'), by }],
      declarations: [{ party: owner, by, ground: 'A4.g10', at }],
      signatures: [needs(owner, 1, 1)],
    };
    expectShape(sealedConsents, { full, optional: ['/consents/0/by/mandate', '/declarations/0/by/mandate'] });
    expectShape(sealedAsker, { full: { applicant: owner, filedBy: by }, optional: ['/filedBy/mandate'] });
  });
});
