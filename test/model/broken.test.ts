import { afterEach, describe, expect, it, vi } from 'vitest';
import type * as instants from '../../shared/kernel/instant.ts';
import type * as waiting from '../../shared/procedures/party/grounds/waiting.ts';
import type * as merger from '../../shared/procedures/party/merger/effect.ts';
import type * as effects from '../../shared/procedures/pledge/registration/effect.ts';
import type * as consents from '../../shared/register/consent.ts';
import type * as decisions from '../../shared/register/decide.ts';
import type * as encumbrances from '../../shared/register/encumbrance.ts';
import type * as holds from '../../shared/register/hold.ts';
import type * as lifecycles from '../../shared/register/lifecycle.ts';
import type { Found, Scope } from './explore.ts';
import { scopes } from './scopes.ts';

/**
 * The explorer must be able to fail. Each test breaks one guard of the code itself, explores, and expects the rule that
 * finds it and how many acts the shortest counterexample has.
 */
const whole = { name: 'whole', kinds: ['whole', 'office', 'time'], depth: 2 } as const satisfies Scope;
const steps = { ...whole, name: 'steps', kinds: ['step'] } as const satisfies Scope;

afterEach(() => {
  vi.resetModules();
  vi.doUnmock('../../shared/kernel/instant.ts');
  vi.doUnmock('../../shared/procedures/party/grounds/waiting.ts');
  vi.doUnmock('../../shared/procedures/party/merger/effect.ts');
  vi.doUnmock('../../shared/procedures/pledge/registration/effect.ts');
  vi.doUnmock('../../shared/register/consent.ts');
  vi.doUnmock('../../shared/register/decide.ts');
  vi.doUnmock('../../shared/register/encumbrance.ts');
  vi.doUnmock('../../shared/register/hold.ts');
  vi.doUnmock('../../shared/register/lifecycle.ts');
});

/** The register with one module of it changed, explored until it breaks. */
async function broken<Module extends object>(
  path: string,
  change: (own: Module) => Partial<Module>,
  scope: Scope = whole,
): Promise<Found> {
  vi.resetModules();
  vi.doMock(path, async (original) => {
    const own = await original<Module>();
    return { ...own, ...change(own) };
  });
  const { explore, told } = await import('./explore.ts');
  const { initialState } = await import('./initial.ts');
  const { found } = explore(initialState(), scope);
  if (!found) throw new Error('nothing was found');
  console.log(told(found));
  return found;
}

describe('one guard broken, and the shortest acts to an illegal state are found', () => {
  it('a hold table without the row of the pledge', async () => {
    const { rule, acts } = await broken<typeof holds>('../../shared/register/hold.ts', (own) => ({
      holdsAgainst: (held, request, consenting) =>
        own.holdsAgainst(held, request, consenting).filter((one) => one.kind !== 'pledge'),
    }));
    expect(rule).toContain('A1.7');
    expect(acts).toHaveLength(2);
  });

  it('a decision that overlooks a refusal', async () => {
    const { rule, acts } = await broken<typeof decisions>('../../shared/register/decide.ts', (own) => ({
      decide: (findings, automatic) =>
        own.decide(
          findings.filter((one) => one.severity !== 'refusal'),
          automatic,
        ),
    }));
    expect(rule).toContain('only what the rules allow');
    expect(acts).toEqual(['owner pledges held to north: filed, agreed and decided']);
  });

  it('an effect that forgets the hold', async () => {
    const { rule, acts } = await broken<typeof effects>(
      '../../shared/procedures/pledge/registration/effect.ts',
      (own) => ({
        effect: (form, context) => {
          const made = own.effect(form, context);
          return { ...made, advances: made.advances.map((one) => ({ ...one, holds: [] })) };
        },
      }),
    );
    expect(rule).toContain('holds, records and titles agree');
    expect(acts).toHaveLength(1);
  });

  it('consents to a pledge that are not counted', async () => {
    const { rule, acts } = await broken<typeof consents>(
      '../../shared/register/consent.ts',
      (own) => ({
        judgeConsents: (given, asked, facts) => {
          const judged = own.judgeConsents(given, asked, facts);
          return asked.amount ? { ...judged, missing: [] } : judged;
        },
      }),
      steps,
    );
    expect(rule).toContain('everybody’s consent');
    expect(acts).toHaveLength(2);
  });

  it('consents that stand although their signer has lost the power to sign', async () => {
    const power = scopes.find((one) => one.name === 'power') ?? steps;
    const { rule, acts } = await broken<typeof consents>(
      '../../shared/register/consent.ts',
      (own) => ({
        judgeConsents: (given, asked, facts) => {
          if (!asked.amount) return own.judgeConsents(given, asked, facts);
          const standing = given.filter((one) => one.digest === asked.digest);
          const missing = asked.consenting.filter((id) => !standing.some((one) => one.party === id));
          return { ...own.judgeConsents(given, asked, facts), standing, fallen: [], missing };
        },
      }),
      power,
    );
    expect(rule).toContain('everybody’s consent');
    expect(acts).toHaveLength(3);
  });

  it('instants that follow the clock alone', async () => {
    const { rule, acts } = await broken<typeof instants>('../../shared/kernel/instant.ts', () => ({
      addMillis: (at) => at,
    }));
    expect(rule).toContain('instants strictly rise');
    expect(acts).toHaveLength(1);
  });

  it('no days for objections', async () => {
    const { rule, acts } = await broken<typeof waiting>(
      '../../shared/procedures/party/grounds/waiting.ts',
      (own) => ({
        objectionPeriod: (applies) => ({ ...own.objectionPeriod(applies), check: () => [] }),
      }),
    );
    expect(rule).toContain('P9');
    expect(acts).toHaveLength(1);
  });

  it('an absorbed party that keeps its accounts', async () => {
    const { rule, acts } = await broken<typeof merger>(
      '../../shared/procedures/party/merger/effect.ts',
      (own) => ({
        effect: (form, context) => {
          const made = own.effect(form, context);
          const absorbed = context.parties.get(form.absorbed);
          const parties = made.parties?.map((one) =>
            one.kind === 'changed' && absorbed
              ? { ...one, party: { ...one.party, accounts: absorbed.accounts } }
              : one,
          );
          return { ...made, ...(parties && { parties }) };
        },
      }),
    );
    expect(rule).toContain('who may act');
    expect(acts).toHaveLength(1);
  });

  it('entries that do not state the holds', async () => {
    const { rule, acts } = await broken<typeof encumbrances>('../../shared/register/encumbrance.ts', () => ({
      advancedTo: ({ right, version }) => ({ right, version }),
    }));
    expect(rule).toContain('map of encumbered patents');
    expect(acts).toHaveLength(1);
  });

  it('a filing that can be withdrawn once it is registered', async () => {
    const { rule, acts } = await broken<typeof lifecycles>(
      '../../shared/register/lifecycle.ts',
      (own) => ({
        mayFollow: (status, act) =>
          (act === 'withdraw' && status === 'registered') || own.mayFollow(status, act),
      }),
      steps,
    );
    expect(rule).toContain('where its state leads');
    expect(acts).toHaveLength(1);
  });
});
