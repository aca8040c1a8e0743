import { describe, expect, it } from 'vitest';
import {
  clientId,
  knownSecret,
  machine,
  machineScopes,
  machineTokenSeconds,
  restSeconds,
  secretId,
  secretsMax,
  slot,
  slotStates,
} from '../../../shared/register/machine.ts';
import { moment, partyNo } from './sample.ts';
import { expectShape, times } from './shape.ts';

const at = moment('2026-11-23T02:00:00.000Z');
const secret = { id: 'client--secret-1', addedAt: at };
const taken = {
  ...{ party: partyNo(1), name: '收单系统', scope: 'prepare', takenAt: at, takenBy: 'a', rotatedAt: at },
  ...{ secrets: [secret], leaving: 'client--secret-0' },
};

describe('a machine', () => {
  it('is read as it was written, and nothing unknown with it', () => {
    expectShape(machine, {
      full: taken,
      optional: ['/rotatedAt', '/leaving'],
      taken: {
        ...{ '/scope': machineScopes, '/name': ['字'.repeat(100)] },
        '/secrets': [[], times(secretsMax, secret)],
      },
      refused: {
        ...{ '/scope': ['sign', 'administer'], '/name': ['', '字'.repeat(101)] },
        '/secrets': [times(secretsMax + 1, secret)],
      },
    });
    expectShape(knownSecret, { full: secret, optional: [] });
    expect(secretsMax).toBe(2);
  });

  it('never signs and never administers: it may read, or also prepare', () => {
    expect(machineScopes).toEqual(['read', 'prepare']);
  });

  it('leaves its slot at rest until its last token is dead, and clocks may differ by five minutes', () => {
    expect(restSeconds).toBe(machineTokenSeconds + 5 * 60);
  });

  it('is named by the identity provider’s ids: no space, nothing that would change an address', () => {
    for (const [schema, longest] of [
      [clientId, 128],
      [secretId, 200],
    ] as const) {
      for (const good of ['a', 'A9_+', 'x'.repeat(longest)])
        expect(schema.safeParse(good).success).toBe(true);
      for (const bad of ['', 'x'.repeat(longest + 1), 'a b', 'a/b', ' a', 'a\n', '#', 'é']) {
        expect(schema.safeParse(bad).error?.issues[0]?.message, bad).toBe('id.format');
      }
    }
    expect(secretId.safeParse('a--b').success).toBe(true);
    expect(clientId.safeParse('a-b').success).toBe(false);
  });
});

describe('a slot', () => {
  const base = { client: 'client', version: 0, heldUntil: at };

  it('that is free is sealed, one that is assigned has its machine', () => {
    expectShape(slot, { full: { ...base, state: 'free', seal: 's' }, optional: ['/heldUntil'] });
    expectShape(slot, {
      full: { ...base, state: 'assigned', machine: taken },
      optional: ['/heldUntil', '/machine/rotatedAt', '/machine/leaving'],
    });
  });

  it('that is retired says since when, whether a party had it, and from when it is free', () => {
    const sealed = { seal: 's', freeFrom: at };
    expectShape(slot, {
      full: { ...base, state: 'retired', since: at, used: true, sealed },
      optional: ['/heldUntil', '/sealed'],
    });
    expect(slotStates).toEqual(['free', 'assigned', 'retired']);
  });
});
