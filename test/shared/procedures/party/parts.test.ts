import { describe, expect, it } from 'vitest';
import { barAct, barFacts, barredParty, sealedBar } from '../../../../shared/procedures/party/bar.ts';
import { named, nobody } from '../../../../shared/procedures/party/form-parts.ts';
import { mandateIdOf } from '../../../../shared/procedures/party/next-version.ts';
import { partyFacts, partyFactsOf } from '../../../../shared/procedures/party/public-facts.ts';
import { day } from '../../register/sample.ts';
import { entry, instant, other, person, self } from './sample.ts';

describe('the parties that a form names', () => {
  it('are each told once, in order, and nobody is none of them', () => {
    expect(named(self.id, other.id)).toStrictEqual([self.id, other.id]);
    expect(named(other.id, self.id, other.id)).toStrictEqual([other.id, self.id]);
    expect(named(nobody)).toStrictEqual([]);
    expect(named(nobody, self.id, nobody)).toStrictEqual([self.id]);
  });
});

describe('the id of a mandate that an entry gives', () => {
  it('is told from the entry’s own, and another for each of thirty-two', () => {
    const ids = Array.from({ length: 32 }, (_, index) => mandateIdOf(entry, index));
    expect(new Set(ids).size).toBe(32);
    for (const id of ids) expect(id.slice(4, -1)).toBe(entry.slice(4, -1));
    expect(mandateIdOf(entry, 31)).toBe(mandateIdOf(entry, 31));
  });

  it('stops as a bug where there is no room for one more', () => {
    expect(() => mandateIdOf(entry, 32)).toThrow(/at most 32/);
    expect(() => mandateIdOf(entry, -1)).toThrow(RangeError);
  });
});

describe('a party in the public facts of an entry', () => {
  it('an organisation stands by name and unified social credit code, and by no number from abroad', () => {
    const facts = { kind: 'organisation', party: self.id, name: self.name };
    expect(partyFactsOf(self)).toStrictEqual({ ...facts, identifier: self.identifier?.value });
    expect(partyFactsOf({ ...self, identifier: { scheme: 'foreign', value: 'P1' } })).toStrictEqual(facts);
    expect(partyFactsOf({ ...self, identifier: undefined })).toStrictEqual(facts);
    expect(Object.keys(partyFactsOf({ ...self, identifier: undefined }))).not.toContain('identifier');
  });

  it('a natural person stands by nothing but the id', () => {
    expect(partyFactsOf({ ...self, kind: 'person' })).toStrictEqual({ kind: 'person', party: self.id });
  });

  it('has a closed list of fields, so that nothing else gets into a leaf that stays for ever', () => {
    for (const facts of [partyFactsOf(self), partyFactsOf(person)]) {
      expect(partyFacts.parse(facts)).toStrictEqual(facts);
      expect(partyFacts.safeParse({ ...facts, address: 'a' }).success).toBe(false);
    }
    const shown = { ...partyFactsOf(person), commitment: 'party' };
    expect(partyFacts.parse(shown)).toStrictEqual(shown);
    expect(partyFacts.safeParse({ ...shown, commitment: 'name' }).success).toBe(false);
    expect(partyFacts.safeParse({ ...partyFactsOf(person), name: '张三' }).success).toBe(false);
  });
});

describe('A9.1: a party whose commitment was false', () => {
  const until = day('2029-11-23');

  it('may file by none until the day, and is otherwise as before', () => {
    const before = structuredClone(self);
    expect(barredParty(self, until, { instant, entry })).toStrictEqual({
      ...self,
      ...{ version: 5, instant, entry, commitmentBarredUntil: until },
    });
    expect(self).toStrictEqual(before);
  });

  it('an organisation is named with the day in public, a natural person by id alone', () => {
    expect(barFacts(barredParty(other, until, { instant, entry }), until)).toStrictEqual({
      party: partyFactsOf(other),
      ...{ version: 8, until },
    });
    expect(barFacts(barredParty(person, until, { instant, entry }), until)).toStrictEqual({
      party: { kind: 'person', party: person.id },
      version: 3,
    });
  });

  it('is an act of the office, whose reason is for the office alone', () => {
    expect(barAct).toBe('office.commitmentBar');
    const sealed = { until, why: { check: 'x' } };
    expect(sealedBar.parse(sealed)).toStrictEqual(sealed);
    expect(sealedBar.safeParse({ ...sealed, more: 1 }).success).toBe(false);
    expect(sealedBar.safeParse({ why: 1 }).success).toBe(false);
  });
});
