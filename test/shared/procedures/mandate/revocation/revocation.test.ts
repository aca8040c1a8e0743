import { describe, expect, it } from 'vitest';
import type { Mandate } from '../../../../../shared/register/party.ts';
import {
  bySelf,
  desk,
  entry,
  instant,
  knowing,
  mandateNo,
  mapOf,
  other,
  self,
  third,
} from '../../party/sample.ts';

const given = mandateNo(1, { until: '2027-01-31' } as Partial<Mandate>);
const raw = { principal: self.id, agent: other.id, mandate: given.id };
const revoking = desk('mandate.revocation', raw);
const byAgent = { applicant: other.id, filedBy: { account: 'other-1', party: other.id } };
const known = knowing({ mandates: [mandateNo(2), given] });
const notTheirs = ['P18 refusal /mandate'];

describe('the form of a revocation', () => {
  it('is the mandate, and between whom it is', () => {
    expect(revoking.open().form).toStrictEqual(raw);
    for (const name of ['principal', 'agent', 'mandate']) {
      expect(revoking.without(name)).toHaveLength(1);
      expect(revoking.complaints({ [name]: 'x' })).toStrictEqual([`/${name} invalid_format`]);
    }
    expect(revoking.complaints({ from: '2026-11-23' })).toStrictEqual([' unrecognized_keys']);
  });
});

describe('a revocation', () => {
  it('is consented to by whoever asks, principal or agent; the other side is told, and a third is told nothing', () => {
    const seenBy = (asker: typeof bySelf) => {
      const { consenting, told } = revoking.open({}, asker);
      return [consenting, told];
    };
    expect(seenBy(bySelf)).toStrictEqual([[self.id], [other.id]]);
    expect(seenBy(byAgent)).toStrictEqual([[other.id], [self.id]]);
    expect(seenBy({ ...bySelf, applicant: third.id })).toStrictEqual([[third.id], []]);
  });

  it('concerns both and their mandate, and needs no document', () => {
    const form = revoking.open();
    expect(form.concerned).toStrictEqual({
      parties: [self.id, other.id],
      mandates: [{ agent: other.id, principal: self.id, id: given.id }],
    });
    expect(form.documents({ represented: [], parties: mapOf(self) })).toStrictEqual([]);
    expect(form.rights).toStrictEqual([]);
  });

  it('of a draft that names nothing concerns nobody, and nothing stands against it', () => {
    expect(revoking.draft()).toStrictEqual([]);
    expect(revoking.opened()).toMatchObject({ consenting: [self.id], told: [], faults: [] });
    expect(revoking.opened().concerned).toStrictEqual({ parties: [] });
    expect(revoking.opened({ principal: self.id }).told).toStrictEqual([]);
  });

  it('has these grounds against it, none of which needs a person', () => {
    expect(revoking.procedure.grounds.map(({ id }) => id)).toStrictEqual(['P18', 'P6']);
    expect(revoking.verdicts({}, { known })).toStrictEqual([]);
  });
});

describe('P18: principal or agent alone ends a mandate', () => {
  const judged = (mandates: readonly Mandate[], asker = bySelf, more = {}) =>
    revoking.verdicts(more, { known: knowing({ mandates }), filed: asker });

  it('each of the two may, and no third', () => {
    expect(judged([given])).toStrictEqual([]);
    expect(judged([given], byAgent)).toStrictEqual([]);
    expect(judged([given], { ...bySelf, applicant: third.id })).toStrictEqual(notTheirs);
  });

  it('refuses one that is not there, or not between the two that are named', () => {
    expect(judged([])).toStrictEqual(notTheirs);
    expect(judged([mandateNo(2)])).toStrictEqual(notTheirs);
    expect(judged([given], bySelf, { agent: third.id })).toStrictEqual(notTheirs);
    expect(judged([given], byAgent, { principal: third.id })).toStrictEqual(notTheirs);
  });

  it('refuses one that was revoked, or that arose from a merger', () => {
    const revokedAt = '2026-11-01T00:00:00.000Z';
    expect(judged([{ ...given, ...({ revokedAt } as Partial<Mandate>) }])).toStrictEqual(notTheirs);
    expect(judged([{ ...given, succession: true }])).toStrictEqual(notTheirs);
  });

  it('lets one be ended before it runs', () => {
    expect(judged([mandateNo(1, { from: '2027-01-01' } as Partial<Mandate>)])).toStrictEqual([]);
  });
});

describe('the effect of a revocation', () => {
  const ended = { ...given, revokedAt: instant, revokedBy: entry };
  const shown = (of: typeof self) => ({
    ...{ kind: 'organisation', party: of.id, name: of.name },
    identifier: of.identifier?.value,
  });

  it('ends the mandate at once, keeps what it was, and tells in public only between whom', () => {
    expect(revoking.effect({}, { known })).toStrictEqual({
      ...{ advances: [], reads: [] },
      parties: [{ kind: 'mandateRevoked', mandate: ended }],
      gazette: { mandate: given.id, principal: shown(self), agent: shown(other) },
      sealed: { mandate: { value: { ...ended, by: self.id }, public: false } },
    });
  });

  it('says which of the two ended it', () => {
    const made = revoking.effect({}, { known, asker: byAgent });
    expect(made.sealed).toStrictEqual({ mandate: { value: { ...ended, by: other.id }, public: false } });
  });

  it('stops as a bug where the mandate is missing: an accepted filing has it', () => {
    expect(() => revoking.effect({}, { known: knowing({ mandates: [mandateNo(2)] }) })).toThrow(
      `no mandate ${given.id}`,
    );
  });
});
