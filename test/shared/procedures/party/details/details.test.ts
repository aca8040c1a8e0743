import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { announcement461 } from '../../../../../shared/procedures/source.ts';
import { type Party, party } from '../../../../../shared/register/party.ts';
import { bySelf, desk, entry, instant, mapOf, person, self } from '../sample.ts';

const raw = { version: 4, name: '演示改名有限公司', address: '演示市科技路9号', institution: 'guarantor' };
const changing = desk('party.details', raw);
const only = (field: Record<string, unknown>) => ({
  ...{ name: undefined, address: undefined, institution: undefined },
  ...field,
});
const facts = {
  ...{ kind: 'organisation', party: self.id, name: self.name },
  identifier: self.identifier?.value,
};
const before = { name: self.name, address: self.address, institution: self.institution };

describe('the form of a change of details', () => {
  it('is what changes, on a version of the party; the identifier stays for life', () => {
    expect(changing.open().form).toStrictEqual(raw);
    for (const name of ['name', 'address', 'institution']) expect(changing.without(name)).toStrictEqual([]);
    expect(changing.without('version')).toStrictEqual(['/version invalid_type']);
    expect(changing.complaints({ version: 0 })).toStrictEqual(['/version too_small']);
    expect(changing.complaints({ version: 1 })).toStrictEqual([]);
    expect(changing.complaints({ institution: 'casino' })).toStrictEqual(['/institution invalid_value']);
    expect(changing.complaints({ identifier: self.identifier })).toStrictEqual([' unrecognized_keys']);
  });

  it('asks for something', () => {
    const { version } = raw;
    expect(changing.procedure.open({ version }, bySelf)).toMatchObject({
      ok: false,
      issues: [{ pointer: '', code: 'custom', message: 'form.nothingChanges' }],
    });
    for (const name of ['name', 'address', 'institution'] as const) {
      expect(changing.procedure.open({ version, [name]: raw[name] }, bySelf)).toMatchObject({ ok: true });
    }
  });
});

describe('a change of details', () => {
  it('is consented to by the party alone', () => {
    const form = changing.open();
    expect([form.consenting, form.rights, form.told]).toStrictEqual([[self.id], [], []]);
  });

  it('concerns the new name, where there is one, and the party’s accounts', () => {
    expect(changing.open().concerned).toStrictEqual({ names: [raw.name], accountsOf: [self.id] });
    expect(changing.open(only({ address: 'a' })).concerned).toStrictEqual({ accountsOf: [self.id] });
  });

  it('is proved by the registry’s extract, of a natural person by its identity paper (461 art. 7)', () => {
    const source = announcement461(7);
    const asked = (...parties: Party[]) =>
      changing.open().documents({ represented: [], parties: mapOf(...parties) });
    expect(asked(self)).toStrictEqual([{ kind: 'registryExtract', source }]);
    expect(asked(person)).toStrictEqual([{ kind: 'identity', source }]);
    expect(asked()).toStrictEqual([{ kind: 'registryExtract', source }]);
  });

  it('has these grounds against it, and a person always judges the proof (P1)', () => {
    const ids = changing.procedure.grounds.map(({ id }) => id);
    expect(ids).toStrictEqual(['A1.1', 'P8', 'P5', 'P3', 'P4', 'P6', 'P1']);
    expect(changing.verdicts()).toStrictEqual(['P1 examiner']);
  });
});

describe('P8: twenty former names are kept, and none is dropped for another', () => {
  const names = (count: number) => Array.from({ length: count }, (_, at) => `演示旧名${at}有限公司`);
  const having = (count: number, more = {}) =>
    changing.verdicts(more, { parties: mapOf({ ...self, formerNames: names(count) }) });

  it('refuses a new name where there is no room for the one before', () => {
    expect(having(19)).toStrictEqual(['P1 examiner']);
    expect(having(20)).toStrictEqual(['P8 refusal /name', 'P1 examiner']);
    expect(
      changing.findings({}, { parties: mapOf({ ...self, formerNames: names(20) }) })[0]?.text.en,
    ).toContain('20');
  });

  it('does not concern a change that leaves the name, nor a party that is not there', () => {
    expect(having(20, only({ address: 'a' }))).toStrictEqual(['P1 examiner']);
    expect(changing.verdicts({}, { parties: mapOf() })).toStrictEqual(['A1.1 deficiency', 'P1 examiner']);
  });

  it('makes a party that still passes the register’s own schema', () => {
    const parties = mapOf({ ...self, formerNames: names(19) });
    const [change] = changing.effect({}, { parties }).parties ?? [];
    if (change?.kind !== 'changed') throw new Error('the party changes');
    expect(party.parse(change.party)).toStrictEqual(change.party);
    expect(change.party.formerNames).toHaveLength(20);
  });
});

describe('the effect of a change of details', () => {
  it('A4.g1: keeps the name of before in front of the older ones, and tells both names in public', () => {
    const next = {
      ...self,
      ...{ name: raw.name, address: raw.address, institution: 'guarantor' },
      formerNames: [self.name, '演示旧名有限公司'],
      ...{ version: 5, instant, entry },
    };
    expect(changing.effect()).toStrictEqual({
      ...{ advances: [], reads: [] },
      parties: [{ kind: 'changed', party: next }],
      gazette: {
        party: { ...facts, name: raw.name },
        ...{ version: 5, changed: ['name', 'address', 'institution'], formerName: self.name },
      },
      sealed: {
        details: {
          value: {
            before,
            after: { name: raw.name, address: raw.address, institution: 'guarantor' },
          },
          public: false,
        },
      },
    });
  });

  it.each([
    ['address', '演示市科技路9号'],
    ['institution', 'guarantor'],
  ])('changes the %s alone where nothing else is asked, and tells in public that it did', (name, value) => {
    const next = { ...self, [name]: value, version: 5, instant, entry };
    expect(changing.effect(only({ [name]: value }))).toStrictEqual({
      ...{ advances: [], reads: [] },
      parties: [{ kind: 'changed', party: next }],
      gazette: { party: facts, version: 5, changed: [name] },
      sealed: { details: { value: { before, after: { ...before, [name]: value } }, public: false } },
    });
  });

  it('writes no former name where the name is the same, and none twice where an old one comes back', () => {
    const same = changing.effect(only({ name: self.name }));
    expect(same.parties).toMatchObject([{ party: { formerNames: ['演示旧名有限公司'] } }]);
    expect(same.gazette).toStrictEqual({ party: facts, version: 5, changed: ['name'] });
    const back = changing.effect(only({ name: '演示旧名有限公司' }), {
      parties: mapOf({ ...self, formerNames: ['更早有限公司', self.name, '演示旧名有限公司'] }),
    });
    expect(back.parties).toMatchObject([
      { party: { name: '演示旧名有限公司', formerNames: [self.name, '更早有限公司', '演示旧名有限公司'] } },
    ]);
  });

  it('A4.g1: through any renames, every name it ever had stays, and none stands twice', () => {
    const names = fc.array(fc.constantFrom('甲有限公司', '乙有限公司', '丙有限公司', '丁有限公司'), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(names, (asked) => {
        let now: Party = { ...self, formerNames: [] };
        for (const name of asked) {
          const [change] = changing.effect(only({ name }), { parties: mapOf(now) }).parties ?? [];
          if (change?.kind !== 'changed') throw new Error('the party changes');
          expect(change.party.version).toBe(now.version + 1);
          now = change.party;
        }
        expect(now.name).toBe(asked.at(-1) ?? self.name);
        expect(new Set(now.formerNames).size).toBe(now.formerNames.length);
        expect(new Set([now.name, ...now.formerNames])).toStrictEqual(new Set([self.name, ...asked]));
      }),
    );
  });

  it('of a natural person tells in public nothing but a new name that can be forgotten', () => {
    const asker = { ...bySelf, applicant: person.id };
    const made = changing.effect(only({ name: '张四' }), { asker });
    expect(made.gazette).toStrictEqual({
      party: { kind: 'person', party: person.id },
      ...{ version: 3, changed: ['name'] },
    });
    expect(made.sealed).toStrictEqual({
      party: { value: { name: '张四' }, public: true },
      details: { value: { before: { name: '张三' }, after: { name: '张四' } }, public: false },
    });
    const moved = changing.effect(only({ address: '演示市人民路9号' }), { asker });
    expect(Object.keys(moved.sealed)).toStrictEqual(['details']);
  });
});
