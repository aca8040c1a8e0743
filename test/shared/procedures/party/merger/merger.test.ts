import { describe, expect, it } from 'vitest';
import { announcement461 } from '../../../../../shared/procedures/source.ts';
import type { Mandate } from '../../../../../shared/register/party.ts';
import { partyNo } from '../../../register/sample.ts';
import {
  bySelf,
  desk,
  entry,
  instant,
  knowing,
  mandateNo,
  mapOf,
  merged,
  other,
  person,
  self,
  third,
  today,
} from '../sample.ts';

const raw = { absorbed: other.id, absorbedGone: false };
const merging = desk('party.merger', raw);
const gone = { absorbedGone: true };
const waiting = ['P9 waiting', 'P1 examiner'];

/** A mandate that the absorbed party gave, and one by which it acts for a party that it absorbed itself. */
const givenBy = (count: number, more: Partial<Mandate> = {}) =>
  mandateNo(count, { principal: other.id, agent: third.id, ...more });
const inherited = (count: number, more: Partial<Mandate> = {}) =>
  mandateNo(count, { principal: partyNo(500 + count), agent: other.id, succession: true, ...more });
const many = (count: number, make: (at: number) => Mandate) =>
  Array.from({ length: count }, (_, at) => make(at));

describe('the form of a merger', () => {
  it('is the absorbed party, and whether it is gone', () => {
    expect(merging.open().form).toStrictEqual(raw);
    for (const name of ['absorbed', 'absorbedGone']) {
      expect(merging.without(name)).toStrictEqual([`/${name} invalid_type`]);
    }
    expect(merging.complaints({ absorbed: 'x' })).toStrictEqual(['/absorbed invalid_format']);
    expect(merging.complaints({ absorbedGone: 'yes' })).toStrictEqual(['/absorbedGone invalid_type']);
    expect(merging.complaints({ successor: self.id })).toStrictEqual([' unrecognized_keys']);
  });
});

describe('a merger', () => {
  it('both consent to; where one is gone the other alone, and the accounts of the gone one are told', () => {
    const both = merging.open();
    expect([both.consenting, both.told, both.rights]).toStrictEqual([[self.id, other.id], [], []]);
    const alone = merging.open(gone);
    expect([alone.consenting, alone.told]).toStrictEqual([[self.id], [other.id]]);
  });

  it('concerns both, and the accounts and mandates of the absorbed', () => {
    expect(merging.open().concerned).toStrictEqual({
      parties: [self.id, other.id],
      ...{ accountsOf: [other.id], givenBy: [other.id], heldBy: [other.id] },
    });
  });

  it('is proved by the registry’s extract and the proof of the change (461 art. 7)', () => {
    const source = announcement461(7);
    expect(merging.open().documents({ represented: [], parties: mapOf(self) })).toStrictEqual([
      { kind: 'registryExtract', source },
      { kind: 'changeProof', source },
    ]);
  });

  it('has these grounds against it, and a person always judges the proof (P1)', () => {
    const ids = merging.procedure.grounds.map(({ id }) => id);
    expect(ids).toStrictEqual(['A1.1', 'P13', 'P14', 'P6', 'P9', 'P10', 'P1']);
    expect(merging.verdicts()).toStrictEqual(['P1 examiner']);
    expect(merging.verdicts(gone)).toStrictEqual(waiting);
  });

  it('of a draft that names nobody concerns nobody but the party that asks', () => {
    expect(merging.draft()).toStrictEqual(['P1 examiner']);
    expect(merging.opened()).toMatchObject({ consenting: [self.id], told: [], faults: [] });
    expect(merging.opened(gone)).toMatchObject({ consenting: [self.id], told: [] });
    // Nobody is taken for gone before the form says so: it is asked, not told.
    expect(merging.opened({ absorbed: other.id })).toMatchObject({
      consenting: [self.id, other.id],
      told: [],
    });
    expect(merging.opened().concerned).toStrictEqual({
      parties: [self.id],
      ...{ accountsOf: [], givenBy: [], heldBy: [] },
    });
  });

  it('A1.1: is of two parties that are enrolled, and not merged into others', () => {
    const judged = (parties: ReturnType<typeof mapOf>) => merging.verdicts({}, { parties });
    expect(judged(mapOf(self))).toStrictEqual(['A1.1 deficiency /absorbed', 'P1 examiner']);
    expect(judged(mapOf(self, merged(other)))).toStrictEqual(['A1.1 deficiency /absorbed', 'P1 examiner']);
    expect(judged(mapOf(merged(self), other))).toStrictEqual(['A1.1 deficiency', 'P1 examiner']);
    expect(judged(mapOf(other))).toStrictEqual(['A1.1 deficiency', 'P1 examiner']);
  });
});

describe('P13: a merger is of two different organisations', () => {
  it('refuses a party with itself', () => {
    expect(merging.verdicts({ absorbed: self.id })).toStrictEqual(['P13 refusal /absorbed', 'P1 examiner']);
  });

  it('refuses a natural person on either side', () => {
    const human = ['P13 refusal /absorbed', 'P1 examiner'];
    expect(merging.verdicts({ absorbed: person.id })).toStrictEqual(human);
    const parties = mapOf({ ...self, kind: 'person' }, other);
    expect(merging.verdicts({}, { parties })).toStrictEqual(human);
  });
});

describe('P14: what hangs on the absorbed party fits one transaction', () => {
  const hanging = (...mandates: Mandate[]) =>
    merging.verdicts({}, { known: knowing({ mandates }) }).filter((one) => one.startsWith('P14'));
  const tooMuch = ['P14 deficiency /absorbed'];

  it('ten running mandates that it gave, and no more', () => {
    expect(hanging(...many(10, (at) => givenBy(at)))).toStrictEqual([]);
    expect(hanging(...many(11, (at) => givenBy(at)))).toStrictEqual(tooMuch);
  });

  it.each([
    ['over yesterday', { until: '2026-11-22' }],
    ['revoked', { revokedAt: '2026-11-01T00:00:00.000Z' }],
    ['of somebody else', { principal: third.id }],
    ['by a merger, which nobody ends', { succession: true }],
  ] as const)('counts none that is %s', (_what, more) => {
    const all = [...many(10, (at) => givenBy(at)), givenBy(10, more as Partial<Mandate>)];
    expect(hanging(...all)).toStrictEqual([]);
  });

  it.each(['2026-11-23', '2026-11-24'])('counts one that ends on %s: it runs today', (until) => {
    expect(
      hanging(...many(10, (at) => givenBy(at)), givenBy(10, { until } as Partial<Mandate>)),
    ).toStrictEqual(tooMuch);
  });

  it('eight parties that it absorbed itself, and no more', () => {
    expect(hanging(...many(8, (at) => inherited(at)))).toStrictEqual([]);
    expect(hanging(...many(9, (at) => inherited(at)))).toStrictEqual(tooMuch);
    expect(hanging(...many(10, (at) => givenBy(at)), ...many(8, (at) => inherited(at + 20)))).toStrictEqual(
      [],
    );
  });

  it('counts no mandate that it holds as an agent, nor one by succession that another holds or that is over', () => {
    const eight = many(8, (at) => inherited(at));
    const { succession: _law, ...asAgent } = inherited(20);
    expect(hanging(...eight, asAgent)).toStrictEqual([]);
    expect(hanging(...eight, inherited(21, { agent: third.id }))).toStrictEqual([]);
    const revokedAt = '2026-11-01T00:00:00.000Z';
    expect(hanging(...eight, inherited(22, { revokedAt } as Partial<Mandate>))).toStrictEqual([]);
  });

  it('says how many there are and how many there may be', () => {
    const mandates = [...many(11, (at) => givenBy(at)), ...many(3, (at) => inherited(at + 20))];
    const [found] = merging.findings({}, { known: knowing({ mandates }) });
    for (const text of [found?.text.zh, found?.text.en]) {
      expect(text?.match(/\d+/g)).toStrictEqual(['11', '10', '3', '8']);
    }
  });
});

describe('the effect of a merger', () => {
  const absorbed = {
    ...other,
    ...{ status: 'merged', mergedInto: self.id, accounts: [] },
    ...{ version: 8, instant, entry },
  };
  const succession = (index: number, principal: string) => ({
    ...{ id: `mdt_${entry.slice(4, -1)}${index}`, principal, agent: self.id },
    ...{ acts: ['file', 'consent'], from: today, succession: true, entry },
  });
  const shown = (of: typeof self) => ({
    ...{ kind: 'organisation', party: of.id, name: of.name },
    identifier: of.identifier?.value,
  });

  it('the absorbed acts no more, and the successor acts for it by law', () => {
    expect(merging.effect()).toStrictEqual({
      ...{ advances: [], reads: [] },
      parties: [
        { kind: 'changed', party: absorbed },
        { kind: 'relied', party: self },
        { kind: 'mandateGiven', mandate: succession(0, other.id) },
      ],
      gazette: { absorbed: shown(other), version: 8, successor: shown(self) },
      sealed: {
        merger: { value: raw, public: false },
        mandates: { value: { given: [succession(0, other.id).id], ended: [] }, public: false },
      },
    });
  });

  it('ends the mandates it gave, hands on what it had absorbed, and nothing that it held as an agent', () => {
    const [running, old] = [givenBy(1), givenBy(2, { until: today })];
    const mandates = [
      ...[running, givenBy(3, { principal: third.id }), inherited(4), old, inherited(5)],
      mandateNo(6, { principal: third.id, agent: other.id }),
    ];
    const made = merging.effect(gone, { known: knowing({ mandates }) });
    const given = [other.id, partyNo(504), partyNo(505)].map((one, at) => succession(at, one));
    const ended = [running, old].map((one) => ({ ...one, revokedAt: instant, revokedBy: entry }));
    expect(made.parties).toStrictEqual([
      { kind: 'changed', party: absorbed },
      { kind: 'relied', party: self },
      ...given.map((mandate) => ({ kind: 'mandateGiven', mandate })),
      ...ended.map((mandate) => ({ kind: 'mandateRevoked', mandate })),
    ]);
    expect(made.sealed).toStrictEqual({
      merger: { value: { ...raw, ...gone }, public: false },
      mandates: {
        value: { given: given.map((one) => one.id), ended: [running.id, old.id] },
        public: false,
      },
    });
  });

  it('stops as a bug where either party is missing: an accepted filing has both', () => {
    expect(() => merging.effect({}, { parties: mapOf(self) })).toThrow(`no party ${other.id}`);
    expect(() => merging.effect({}, { asker: bySelf, parties: mapOf(other) })).toThrow(`no party ${self.id}`);
  });
});
