import { describe, expect, it } from 'vitest';
import { mandateId } from '../../../shared/kernel/id.ts';
import { type Acting, authorityFor, principalsIn } from '../../../shared/register/authority.ts';
import { type Mandate, mandate } from '../../../shared/register/party.ts';
import { moment, partyNo } from './sample.ts';

const [agent, owner, bank, stranger] = [partyNo(1), partyNo(2), partyNo(3), partyNo(4)];
const today = '2026-06-01';

const mandateFrom = (principal: typeof owner, more: Record<string, unknown> = {}): Mandate =>
  mandate.parse({
    id: mandateId.parse(`mdt_${'0'.repeat(26)}`),
    principal,
    agent,
    acts: ['file', 'consent'],
    from: '2026-01-01',
    ...more,
  });

const acting = (more: Partial<Acting> = {}): Acting => ({
  account: 'a',
  party: agent,
  signer: true,
  administrator: false,
  mandates: [],
  ...more,
});
const kind = (who: Acting, principal: typeof owner, act: 'file' | 'consent') =>
  authorityFor(who, principal, act, today).kind;

describe('authorityFor', () => {
  it('A9.2: a party acts for itself; only its signer consents', () => {
    expect(authorityFor(acting(), agent, 'consent', today)).toEqual({
      kind: 'granted',
      actor: { account: 'a', party: agent },
    });
    expect(kind(acting({ signer: false }), agent, 'file')).toBe('granted');
    expect(kind(acting({ signer: false }), agent, 'consent')).toBe('lacking');
  });

  it('A2.1: an agent acts within its mandate, which the act then names', () => {
    const given = mandateFrom(owner);
    expect(authorityFor(acting({ mandates: [given] }), owner, 'consent', today)).toEqual({
      kind: 'granted',
      actor: { account: 'a', party: agent, mandate: given.id },
    });
    const fileOnly = acting({ mandates: [mandateFrom(owner, { acts: ['file'] })] });
    expect(kind(fileOnly, owner, 'file')).toBe('granted');
    expect(kind(fileOnly, owner, 'consent')).toBe('lacking');
    const clerk = acting({ signer: false, mandates: [given] });
    expect(kind(clerk, owner, 'file')).toBe('granted');
    expect(kind(clerk, owner, 'consent')).toBe('lacking');
  });

  it.each([
    ['none', []],
    ['of another principal', [mandateFrom(bank)]],
    ['to another agent', [mandateFrom(owner, { agent: stranger })]],
    ['not begun', [mandateFrom(owner, { from: '2026-06-02' })]],
    ['over', [mandateFrom(owner, { until: '2026-05-31' })]],
    ['revoked', [mandateFrom(owner, { revokedAt: moment('2026-05-01T00:00:00.000Z') })]],
  ])('A2.1: a mandate that is %s leaves a stranger', (_why, mandates) => {
    expect(kind(acting({ mandates }), owner, 'file')).toBe('stranger');
    expect(kind(acting({ mandates }), owner, 'consent')).toBe('stranger');
  });

  it('A2.1: of two mandates, the one that runs counts', () => {
    const mandates = [mandateFrom(owner, { until: '2026-01-31' }), mandateFrom(owner)];
    expect(kind(acting({ mandates }), owner, 'consent')).toBe('granted');
  });
});

describe('what only administrators consent to', () => {
  const asAdministrator = (who: Acting, principal: typeof owner, act: 'file' | 'consent' = 'consent') =>
    authorityFor(who, principal, act, today, 'administrator').kind;

  it('A9.2: the party’s own administrator does, and no mere signer', () => {
    expect(asAdministrator(acting({ administrator: true, signer: false }), agent)).toBe('granted');
    expect(asAdministrator(acting({ signer: true }), agent)).toBe('lacking');
  });

  it('A9.2: no agent does, whatever its mandate: it may file, and is told that it lacks the power', () => {
    const who = acting({ administrator: true, mandates: [mandateFrom(owner)] });
    expect(asAdministrator(who, owner)).toBe('lacking');
    expect(asAdministrator(who, owner, 'file')).toBe('granted');
    expect(asAdministrator(who, stranger)).toBe('stranger');
    const over = acting({ administrator: true, mandates: [mandateFrom(owner, { until: '2026-05-31' })] });
    expect(asAdministrator(over, owner)).toBe('stranger');
  });
});

describe('principalsIn', () => {
  it('lists those the caller is related to, its own party first, and no other', () => {
    const who = acting({ mandates: [mandateFrom(owner)] });
    expect(principalsIn(who, { parties: [bank, owner, agent] }, today)).toEqual([agent, owner]);
    expect(principalsIn(who, { parties: [bank, owner] }, today)).toEqual([owner]);
    expect(principalsIn(who, { parties: [bank] }, today)).toEqual([]);
    const forBoth = acting({ mandates: [mandateFrom(owner, { acts: ['consent'] }), mandateFrom(bank)] });
    expect(principalsIn(forBoth, { parties: [bank, agent, owner] }, today)).toEqual([agent, bank, owner]);
  });

  it('leaves the filing’s own list as it was', () => {
    const parties = [bank, agent];
    principalsIn(acting(), { parties }, today);
    expect(parties).toEqual([bank, agent]);
  });
});
