import { describe, expect, it } from 'vitest';
import { form, neutralForm } from '../../../../../shared/procedures/mandate/grant/form.ts';
import type { Mandate } from '../../../../../shared/register/party.ts';
import {
  desk,
  entry,
  knowing,
  mandateNo,
  mapOf,
  merged,
  other,
  person,
  self,
  third,
} from '../../party/sample.ts';

const raw = { agent: other.id, acts: ['consent', 'file'], from: '2026-12-01', bothSides: false };
const granting = desk('mandate.grant', raw);
const many = (count: number) => Array.from({ length: count }, (_, at) => mandateNo(at));

describe('the form of a mandate (A2.1: it states its scope)', () => {
  it('is the agent, its acts, from when and until when, and whether it may act for both sides', () => {
    expect(granting.open().form).toStrictEqual(raw);
    expect(granting.open({ until: '2026-12-31', bothSides: true }).form).toStrictEqual({
      ...raw,
      ...{ until: '2026-12-31', bothSides: true },
    });
    for (const name of ['agent', 'acts', 'from', 'bothSides']) {
      expect(granting.without(name)).toStrictEqual([`/${name} invalid_type`]);
    }
    expect(granting.complaints({ succession: true })).toStrictEqual([' unrecognized_keys']);
  });

  it('covers one act or both, none twice and no other', () => {
    expect(granting.complaints({ acts: ['file'] })).toStrictEqual([]);
    expect(granting.complaints({ acts: ['consent'] })).toStrictEqual([]);
    expect(granting.complaints({ acts: [] })).toStrictEqual(['/acts too_small']);
    expect(granting.complaints({ acts: ['file', 'file'] })).toStrictEqual(['/acts form.repeatedAct']);
    expect(granting.complaints({ acts: ['file', 'consent', 'file'] })).toContain('/acts too_big');
    expect(granting.complaints({ acts: ['register'] })).toStrictEqual(['/acts/0 invalid_value']);
  });

  it('may be of one day, and may not end before it begins', () => {
    expect(granting.complaints({ until: '2026-12-01' })).toStrictEqual([]);
    expect(granting.complaints({ until: '2026-12-02' })).toStrictEqual([]);
    expect(granting.complaints({ until: '2026-11-30' })).toStrictEqual([
      '/until form.periodEndsBeforeItBegins',
    ]);
  });
});

describe('a mandate', () => {
  it('is consented to by principal and agent, each once, and needs no document', () => {
    const form = granting.open();
    expect([form.consenting, form.told, form.rights]).toStrictEqual([[self.id, other.id], [], []]);
    expect(granting.open({ agent: self.id }).consenting).toStrictEqual([self.id]);
    expect(form.documents({ represented: [], parties: mapOf(self) })).toStrictEqual([]);
    expect(form.concerned).toStrictEqual({ givenBy: [self.id] });
  });

  it('has these grounds against it, none of which needs a person', () => {
    const ids = granting.procedure.grounds.map(({ id }) => id);
    expect(ids).toStrictEqual(['A1.1', 'P15', 'P16', 'P17', 'P6']);
    expect(granting.verdicts()).toStrictEqual([]);
  });

  it('of an empty draft is one that a form could state, and agrees to nothing for both sides', () => {
    expect(form.shape.acts.parse(neutralForm.acts)).toStrictEqual(neutralForm.acts);
    expect(neutralForm.bothSides).toBe(false);
  });

  it('of a draft that names no agent is the principal’s business alone, and nothing stands against it', () => {
    expect(granting.draft()).toStrictEqual([]);
    expect(granting.opened()).toMatchObject({ consenting: [self.id], faults: [] });
  });

  it('A1.1: is between two that are enrolled, and not merged into others', () => {
    const judged = (parties: ReturnType<typeof mapOf>) => granting.verdicts({}, { parties });
    expect(judged(mapOf(self))).toStrictEqual(['A1.1 deficiency /agent']);
    expect(judged(mapOf(self, merged(other)))).toStrictEqual(['A1.1 deficiency /agent']);
    expect(judged(mapOf(other))).toStrictEqual(['A1.1 deficiency']);
    expect(judged(mapOf(merged(self), other))).toStrictEqual(['A1.1 deficiency']);
  });

  it('P15: is given to somebody else', () => {
    expect(granting.verdicts({ agent: self.id })).toStrictEqual(['P15 refusal /agent']);
  });

  it('P16: is not over before it is given; its last day may be today', () => {
    const until = (day: string) => granting.verdicts({ from: '2026-01-01', until: day });
    expect(until('2026-11-22')).toStrictEqual(['P16 deficiency /until']);
    expect(until('2026-11-23')).toStrictEqual([]);
    expect(until('2026-11-24')).toStrictEqual([]);
    const [found] = granting.findings({ from: '2026-01-01', until: '2026-11-22' });
    expect(found?.text.zh).toContain('2026-11-22');
    expect(found?.text.en).toContain('2026-11-22');
    // Without an end it runs on, however long ago it began.
    expect(granting.verdicts({ from: '1999-01-01' })).toStrictEqual([]);
  });
});

describe('P17: a party has a hundred mandates running at most', () => {
  const having = (...mandates: Mandate[]) => granting.verdicts({}, { known: knowing({ mandates }) });

  it('refuses one more', () => {
    expect(having(...many(99))).toStrictEqual([]);
    expect(having(...many(100))).toStrictEqual(['P17 deficiency']);
    expect(having(...many(101))).toStrictEqual(['P17 deficiency']);
    const [found] = granting.findings({}, { known: knowing({ mandates: many(100) }) });
    expect([found?.text.zh, found?.text.en].every((text) => text?.includes('100'))).toBe(true);
  });

  it.each([
    ['over yesterday', { until: '2026-11-22' }, 0],
    ['that ends today', { until: '2026-11-23' }, 1],
    ['that ends tomorrow', { until: '2026-11-24' }, 1],
    ['that does not run yet', { from: '2027-01-01' }, 1],
    ['revoked', { revokedAt: '2026-11-01T00:00:00.000Z' }, 0],
    ['that another gave to it', { principal: third.id, agent: self.id }, 0],
  ] as const)('of 99 and one %s', (_what, more, count) => {
    expect(having(...many(99), mandateNo(99, more as Partial<Mandate>))).toHaveLength(count);
  });
});

describe('the effect of a mandate', () => {
  const shown = (of: typeof self) => ({
    ...{ kind: 'organisation', party: of.id, name: of.name },
    identifier: of.identifier?.value,
  });
  const mandate = {
    ...{ id: `mdt_${entry.slice(4, -1)}0`, principal: self.id, agent: other.id },
    ...{ acts: ['consent', 'file'], from: '2026-12-01', entry },
  };

  it('gives it between two that still stand as they were read, and tells in public only between whom', () => {
    expect(granting.effect()).toStrictEqual({
      ...{ advances: [], reads: [] },
      parties: [
        { kind: 'relied', party: self },
        { kind: 'relied', party: other },
        { kind: 'mandateGiven', mandate },
      ],
      gazette: { mandate: mandate.id, principal: shown(self), agent: shown(other) },
      sealed: { mandate: { value: mandate, public: false } },
    });
    expect(Object.keys(granting.effect().sealed['mandate']?.value ?? {})).not.toContain('until');
  });

  it('A9.3: with an end and for both sides where the form says so', () => {
    const more = { until: '2027-11-30', bothSides: true };
    const made = granting.effect(more);
    expect(made.sealed).toStrictEqual({ mandate: { value: { ...mandate, ...more }, public: false } });
    expect(made.parties?.at(-1)).toStrictEqual({ kind: 'mandateGiven', mandate: { ...mandate, ...more } });
  });

  it('a natural person stands in public by id alone', () => {
    expect(granting.effect({ agent: person.id }).gazette).toMatchObject({
      agent: { kind: 'person', party: person.id },
    });
    expect(JSON.stringify(granting.effect({ agent: person.id }).gazette)).not.toContain(person.name);
  });

  it('stops as a bug where either is missing: an accepted filing has both', () => {
    expect(() => granting.effect({}, { parties: mapOf(self) })).toThrow(`no party ${other.id}`);
    expect(() => granting.effect({}, { parties: mapOf(other) })).toThrow(`no party ${self.id}`);
  });
});
