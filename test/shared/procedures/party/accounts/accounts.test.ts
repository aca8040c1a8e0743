import { describe, expect, it } from 'vitest';
import { form, neutralForm } from '../../../../../shared/procedures/party/accounts/form.ts';
import { account, bySelf, desk, entry, instant, mapOf, other, person, self } from '../sample.ts';

const accounts = [account('self-1'), account('self-2', { administrator: false })];
const above = { amount: '1000000.00', currency: 'CNY' };
const raw = { version: 4, accounts, signing: { signatures: 2, above } };
const changing = desk('party.accounts', raw);

describe('the form of a change of accounts', () => {
  it('is the whole list and the rule, on a version of the party', () => {
    expect(changing.open().form).toStrictEqual(raw);
    expect(changing.complaints({ signing: { signatures: 1 } })).toStrictEqual([]);
    for (const name of ['version', 'accounts', 'signing']) {
      expect(changing.without(name)).toStrictEqual([`/${name} invalid_type`]);
    }
    expect(changing.complaints({ add: [] })).toStrictEqual([' unrecognized_keys']);
    expect(changing.complaints({ version: 0 })).toStrictEqual(['/version too_small']);
    expect(changing.complaints({ version: 1 })).toStrictEqual([]);
    expect(changing.complaints({ version: 1.5 })).toStrictEqual(['/version invalid_type']);
  });

  it('leaves nobody without an administrator, nor with fewer signers than must sign', () => {
    const lone = (more: object) => ({ accounts: [account('a', more)], signing: { signatures: 1 } });
    expect(changing.complaints(lone({}))).toStrictEqual([]);
    expect(changing.complaints(lone({ administrator: false }))).toStrictEqual([
      '/accounts form.noAdministrator',
    ]);
    expect(changing.complaints(lone({ signer: false }))).toStrictEqual(['/accounts form.tooFewSigners']);
    expect(changing.complaints(lone({ administrator: false, signer: false }))).toStrictEqual([
      '/accounts form.noAdministrator',
      '/accounts form.tooFewSigners',
    ]);
    expect(changing.complaints({ accounts: [account('a'), account('b', { signer: false })] })).toStrictEqual([
      '/accounts form.tooFewSigners',
    ]);
    expect(changing.complaints({ accounts: [] })).toContain('/accounts too_small');
  });

  it('names fifty accounts at most, none twice', () => {
    const many = (count: number) => Array.from({ length: count }, (_, at) => account(`a-${at}`));
    expect(changing.complaints({ accounts: many(50) })).toStrictEqual([]);
    expect(changing.complaints({ accounts: many(51) })).toStrictEqual(['/accounts too_big']);
    const twice = [account('a'), account('a'), account('b'), account('b')];
    expect(changing.complaints({ accounts: twice })).toStrictEqual([
      '/accounts/1/subject form.repeatedAccount',
      '/accounts/3/subject form.repeatedAccount',
    ]);
    // It keeps nobody from being told of the rest.
    const powerless = twice.map((one) => ({ ...one, administrator: false }));
    expect(changing.complaints({ accounts: powerless })).toStrictEqual([
      '/accounts/1/subject form.repeatedAccount',
      '/accounts/3/subject form.repeatedAccount',
      '/accounts form.noAdministrator',
    ]);
    // A half-filled draft is told of it too.
    expect(changing.opened({ accounts: twice }).faults.map(({ pointer }) => pointer)).toStrictEqual([
      '/accounts/1/subject',
      '/accounts/3/subject',
    ]);
  });
});

describe('a change of accounts', () => {
  it('is consented to by the party alone, needs no document, and concerns all its accounts, old and new', () => {
    const form = changing.open();
    expect(form.consenting).toStrictEqual([self.id]);
    expect(form.rights).toStrictEqual([]);
    expect(form.told).toStrictEqual([]);
    expect(form.documents({ represented: [], parties: mapOf(self) })).toStrictEqual([]);
    expect(form.concerned).toStrictEqual({ accounts: ['self-1', 'self-2'], accountsOf: [self.id] });
  });

  it('has these grounds against it, none of which needs a person', () => {
    expect(changing.procedure.grounds.map(({ id }) => id)).toStrictEqual(['A1.1', 'P5', 'P7', 'P6']);
    expect(changing.verdicts()).toStrictEqual([]);
    expect(changing.draft()).toStrictEqual([]);
    expect(form.shape.signing.parse(neutralForm.signing)).toStrictEqual(neutralForm.signing);
    expect(changing.opened().concerned).toStrictEqual({ accounts: [], accountsOf: [self.id] });
  });

  it('puts the list in place of the one before, and leaves everything else', () => {
    const next = { ...self, accounts, signing: raw.signing, version: 5, instant, entry };
    expect(changing.effect()).toStrictEqual({
      ...{ advances: [], reads: [] },
      parties: [{ kind: 'changed', party: next }],
      gazette: {
        party: {
          ...{ kind: 'organisation', party: self.id, name: self.name },
          identifier: self.identifier?.value,
        },
        ...{ version: 5, changed: 'accounts' },
      },
      sealed: { accounts: { value: { accounts, signing: raw.signing }, public: false } },
    });
  });

  it('of a natural person tells no name in public', () => {
    const asker = { ...bySelf, applicant: person.id };
    expect(changing.effect({}, { asker }).gazette).toStrictEqual({
      party: { kind: 'person', party: person.id },
      ...{ version: 3, changed: 'accounts' },
    });
  });

  it('stops as a bug where the party is missing: an accepted filing has it', () => {
    expect(() => changing.effect({}, { parties: mapOf(other) })).toThrow(`no party ${self.id}`);
  });
});
