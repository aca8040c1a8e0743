import { describe, expect, it } from 'vitest';
import { pledgeRegistrationNumber } from '../../../shared/kernel/registration-number.ts';
import { procedureOf, procedures } from '../../../shared/procedures/index.ts';
import { requestKinds } from '../../../shared/register/hold.ts';

describe('the list of procedures', () => {
  it('names each by the id it carries', () => {
    expect(procedures.size).toBeGreaterThan(0);
    for (const [id, procedure] of procedures) {
      expect(procedure.id).toBe(id);
      expect(id).toMatch(/^[a-z-]+\.[a-z-]+$/);
      if (procedure.asks) expect(requestKinds).toContain(procedure.asks);
    }
  });

  it('A4: every ground has an id of its own, and shows no code to the outside', () => {
    for (const { grounds } of procedures.values()) {
      expect(new Set(grounds.map(({ id }) => id)).size).toBe(grounds.length);
      for (const ground of grounds) expect(Object.hasOwn(ground, 'check')).toBe(false);
    }
  });
});

describe('who consents and who decides (ADR 9)', () => {
  const rules = {
    'pledge.registration': { workingDays: [2, 5], consentBy: 'signer', numbered: true },
    'party.enrolment': { workingDays: [2], consentBy: 'signer', byCandidate: true },
    'party.accounts': { workingDays: [2], consentBy: 'administrator', byMachineAlone: true },
    'party.details': { workingDays: [2], consentBy: 'administrator' },
    'party.merger': { workingDays: [12], consentBy: 'signer', twoPersons: true, tells: true },
    'party.recovery': {
      ...{ workingDays: [12], consentBy: 'signer' },
      ...{ byCandidate: true, twoPersons: true, tells: true },
    },
    'mandate.grant': { workingDays: [2], consentBy: 'signer', byMachineAlone: true },
    'mandate.revocation': { workingDays: [2], consentBy: 'signer', byMachineAlone: true, tells: true },
  } as const;

  it('there are these procedures and no other', () => {
    expect([...procedures.keys()]).toEqual(Object.keys(rules));
  });

  it.each(Object.entries(rules))('%s', (id, rule) => {
    const found = procedureOf({ procedure: id });
    expect({
      workingDays: found.clocks.map((one) => one.workingDays),
      ...{ consentBy: found.consentBy, byCandidate: found.byCandidate, tells: found.tells },
      ...{ byMachineAlone: found.byMachineAlone, twoPersons: found.twoPersons },
      numbered: found.number !== undefined,
    }).toEqual({
      ...{ byCandidate: false, byMachineAlone: false, twoPersons: false, tells: false, numbered: false },
      ...rule,
    });
    expect(found.clocks[0]?.channel).toBe('online');
    expect(found.otherGround.id).toBe(id === 'pledge.registration' ? 'A4.g12' : 'P0');
    expect(found.asks).toBe(id === 'pledge.registration' ? 'pledge' : undefined);
    for (const { validFrom } of found.clocks) expect(validFrom).toBe('2021-11-15');
  });

  it('of a filing whose procedure there is not is a bug', () => {
    expect(() => procedureOf({ procedure: 'pledge.discharge' })).toThrow(
      'unknown procedure pledge.discharge',
    );
  });
});

describe('pledge.registration', () => {
  const procedure = procedures.get('pledge.registration');

  it('A5.1: is decided in two working days online, five on paper', () => {
    expect(procedure?.clocks.map(({ channel, workingDays }) => [channel, workingDays])).toEqual([
      ['online', 2],
      ['paper', 5],
    ]);
  });

  it('A3: its records are numbered Y, year, 98 for the online office, serial', () => {
    expect(procedure?.number?.(2026, 1234)).toBe('Y2026980001234');
    expect(pledgeRegistrationNumber.safeParse(procedure?.number?.(2026, 9_999_999)).success).toBe(true);
    expect(() => procedure?.number?.(2026, 0)).toThrow(RangeError);
    expect(() => procedure?.number?.(2026, 10_000_000)).toThrow(RangeError);
  });
});
