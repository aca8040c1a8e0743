import { describe, expect, it } from 'vitest';
import { announcement461 } from '../../../../../shared/procedures/source.ts';
import type { Party } from '../../../../../shared/register/party.ts';
import {
  account,
  accountsActing,
  byCandidate,
  desk,
  entry,
  instant,
  mapOf,
  merged,
  other,
  person,
} from '../sample.ts';

const accounts = [account('new-1'), account('new-2', { administrator: false })];
const raw = { party: other.id, accounts, signing: { signatures: 2 } };
const recovering = desk('party.recovery', raw, byCandidate);
const candidate = byCandidate.applicant;
const always = ['P9 waiting', 'P1 examiner'];

describe('the form of a recovery', () => {
  it('is the party and everybody who shall act for it', () => {
    expect(recovering.open().form).toStrictEqual(raw);
    for (const name of ['party', 'accounts', 'signing']) {
      expect(recovering.without(name)).toStrictEqual([`/${name} invalid_type`]);
    }
    expect(recovering.complaints({ version: 1 })).toStrictEqual([' unrecognized_keys']);
    expect(recovering.complaints({ accounts: [account('a')] })).toStrictEqual([
      '/accounts form.tooFewSigners',
    ]);
    const none = accounts.map((one) => ({ ...one, administrator: false }));
    expect(recovering.complaints({ accounts: none })).toStrictEqual(['/accounts form.noAdministrator']);
  });

  it('names ten accounts at most, none twice', () => {
    const many = (count: number) => Array.from({ length: count }, (_, at) => account(`a-${at}`));
    expect(recovering.complaints({ accounts: many(10) })).toStrictEqual([]);
    expect(recovering.complaints({ accounts: many(11) })).toStrictEqual(['/accounts too_big']);
    expect(recovering.complaints({ accounts: [account('a'), account('a')] })).toStrictEqual([
      '/accounts/1/subject form.repeatedAccount',
    ]);
  });
});

describe('a recovery', () => {
  it('is consented to by the account that asks; the party’s present accounts are told', () => {
    const form = recovering.open();
    expect([form.consenting, form.told, form.rights]).toStrictEqual([[candidate], [other.id], []]);
    expect(form.concerned).toStrictEqual({
      ...{ parties: [other.id], accountsOf: [other.id] },
      accounts: ['new-1', 'new-1', 'new-2'],
    });
  });

  it('is proved by the registry’s extract, of a natural person by its identity paper (461 art. 7)', () => {
    const source = announcement461(7);
    const asked = (...parties: Party[]) =>
      recovering.open().documents({ represented: [], parties: mapOf(...parties) });
    expect(asked(other)).toStrictEqual([{ kind: 'registryExtract', source }]);
    expect(asked({ ...other, kind: 'person' })).toStrictEqual([{ kind: 'identity', source }]);
    // What others are is nothing to it.
    expect(asked(person)).toStrictEqual([{ kind: 'registryExtract', source }]);
  });

  it('has these grounds against it; a period for objections runs and a person judges the proof', () => {
    const ids = recovering.procedure.grounds.map(({ id }) => id);
    expect(ids).toStrictEqual(['A1.1', 'P11', 'P12', 'P7', 'P6', 'P9', 'P10', 'P1']);
    expect(recovering.verdicts()).toStrictEqual(always);
  });

  it('of a draft that names no party tells nobody, and asks for none', () => {
    expect(recovering.draft()).toStrictEqual(always);
    expect(recovering.opened()).toMatchObject({ consenting: [candidate], told: [], faults: [] });
    expect(recovering.opened().concerned).toStrictEqual({ parties: [], accountsOf: [], accounts: ['new-1'] });
  });

  it('A1.1: is of a party that is enrolled, and not merged into another', () => {
    const unknown = ['A1.1 deficiency /party', ...always];
    expect(recovering.verdicts({}, { parties: mapOf(person) })).toStrictEqual(unknown);
    expect(recovering.verdicts({}, { parties: mapOf(merged(other)) })).toStrictEqual(unknown);
  });
});

describe('P11: an account that still acts for the party recovers nothing', () => {
  it('refuses it, and none that acts for others', () => {
    const acting = (known: ReturnType<typeof accountsActing>) => recovering.verdicts({}, { known });
    expect(acting(accountsActing({ 'new-1': [other.id] }))).toStrictEqual(['P11 refusal /party', ...always]);
    expect(acting(accountsActing({ 'new-1': [person.id, other.id] }))).toStrictEqual([
      'P11 refusal /party',
      ...always,
    ]);
    expect(acting(accountsActing({ 'new-1': [person.id], 'new-2': [other.id] }))).toStrictEqual(always);
  });
});

describe('P12: whoever asks is among those who administer the party afterwards', () => {
  it('is a deficiency where it is not named, or named without that power', () => {
    const named = (...list: ReturnType<typeof account>[]) => recovering.verdicts({ accounts: list });
    const lacking = ['P12 deficiency /accounts', ...always];
    expect(named(account('new-2'), account('new-3'))).toStrictEqual(lacking);
    expect(named(account('new-1', { administrator: false }), account('new-2'))).toStrictEqual(lacking);
    expect(named(account('new-2'), account('new-1', { signer: false }), account('new-3'))).toStrictEqual(
      always,
    );
  });

  it('is told of a draft only once accounts are named', () => {
    expect(recovering.draft({ accounts: [account('new-2')] })).toStrictEqual([
      'P12 deficiency /accounts',
      ...always,
    ]);
    expect(recovering.draft({ party: other.id })).toStrictEqual(always);
  });
});

describe('the effect of a recovery', () => {
  it('the stated accounts act from now on, no other, and the stand-in is gone; everything else stays', () => {
    const next = { ...other, accounts, signing: raw.signing, version: 8, instant, entry };
    expect(recovering.effect()).toStrictEqual({
      ...{ advances: [], reads: [] },
      parties: [
        { kind: 'changed', party: next },
        { kind: 'candidateEnded', account: 'new-1', candidate },
      ],
      gazette: {
        party: {
          ...{ kind: 'organisation', party: other.id, name: other.name },
          identifier: other.identifier?.value,
        },
        ...{ version: 8, changed: 'accounts' },
      },
      sealed: { accounts: { value: { accounts, signing: raw.signing }, public: false } },
    });
    expect(() => recovering.effect({}, { parties: mapOf(person) })).toThrow(`no party ${other.id}`);
  });
});
