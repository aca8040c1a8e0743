import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linearize, type Operation } from './linearize.ts';
import { corrects, imports, nameOfState, reads, registers, type TitleState, type Told } from './title.ts';

type Op = Operation<TitleState>;

const op = (what: string, begun: number, ended: number | undefined, does: Op['does']): Op => ({
  ...{ what, begun, does },
  ...(ended !== undefined && { ended }),
});
const read = (begun: number, ended: number, told: Told) => op('read', begun, ended, reads(told));
const register = (by: string, begun: number, ended?: number) =>
  op(`register ${by}`, begun, ended, registers(by));

const free: TitleState = { version: 1 };
const verdictOf = (operations: readonly Op[], initial = free) =>
  linearize(operations, initial, nameOfState).kind;

describe('a history of one title is linearizable', () => {
  it('when everything happened one after the other', () => {
    const all = [
      read(1, 2, { version: 1, pledge: 'none' }),
      register('a', 3, 4),
      read(5, 6, { version: 2, pledge: 'a' }),
    ];
    expect(verdictOf(all)).toBe('linearizable');
  });

  it('when a reader beside a registration saw either', () => {
    for (const told of [
      { version: 1, pledge: 'none' },
      { version: 2, pledge: 'a' },
    ]) {
      expect(verdictOf([register('a', 1, 9), read(3, 5, told)])).toBe('linearizable');
    }
  });

  it('when of two at once one registered and the other was refused', () => {
    expect(verdictOf([register('a', 1, 9), read(2, 8, { pledged: true })])).toBe('linearizable');
  });

  it('when a registration that nobody heard of took effect late, or never', () => {
    const late = [register('a', 1), read(5, 6, { version: 1 }), read(7, 8, { version: 2, pledge: 'a' })];
    expect(verdictOf(late)).toBe('linearizable');
    expect(verdictOf([register('a', 1), read(5, 6, { version: 1 }), register('b', 7, 8)])).toBe(
      'linearizable',
    );
  });

  it('when it was imported, registered and corrected, and the moments touch', () => {
    const all = [
      op('import', 1, 3, imports),
      register('a', 3, 5),
      op('correct', 5, 7, corrects(2)),
      read(7, 8, { version: 3, pledge: 'a' }),
    ];
    expect(verdictOf(all, { version: 0 })).toBe('linearizable');
  });
});

describe('a history of one title is not linearizable', () => {
  it('when a reader saw what stood before an answered registration: a stale read', () => {
    expect(verdictOf([register('a', 1, 2), read(3, 4, { version: 1, pledge: 'none' })])).toBe('broken');
  });

  it('when a later version lost what an earlier one had: a lost update', () => {
    const all = [
      register('a', 1, 2),
      op('correct', 3, 4, corrects(1)),
      read(5, 6, { version: 2, pledge: 'none' }),
    ];
    expect(verdictOf(all)).toBe('broken');
  });

  it('when two registered', () => {
    expect(verdictOf([register('a', 1, 9), register('b', 2, 8)])).toBe('broken');
  });

  it('when a reader saw a registration that had not begun: a read from the future', () => {
    expect(verdictOf([read(1, 2, { pledge: 'a' }), register('a', 3, 4)])).toBe('broken');
  });

  it('when what was answered is not there at the end', () => {
    expect(verdictOf([register('a', 1, 2), read(99, 99, { version: 1, pledge: 'none' })])).toBe('broken');
  });

  it('when it went back: seen by one reader, and no more by the next', () => {
    const all = [register('a', 1, 20), read(2, 3, { version: 2 }), read(4, 5, { version: 1 })];
    expect(verdictOf(all)).toBe('broken');
  });

  it('when somebody was refused for a pledge that nobody had made yet', () => {
    expect(verdictOf([read(1, 2, { pledged: true }), register('a', 3, 4)])).toBe('broken');
  });

  it('and it is told what was placed, and what could not follow', () => {
    const all = [register('a', 1, 2), register('b', 3, 4)];
    expect(linearize(all, free, nameOfState)).toEqual({
      ...{ kind: 'broken', placed: ['register a'], stuck: ['register b'] },
    });
  });
});

it('a search that would take too long says so', () => {
  const many = Array.from({ length: 12 }, (_, at) => op(`${at}`, 0, 99, corrects(at + 1)));
  const never = read(0, 99, { version: 99 });
  expect(linearize([...many, never], free, nameOfState).kind).toBe('broken');
  expect(linearize([...many, never], free, nameOfState, 5).kind).toBe('undecided');
});

/** Every order of every choice of what nobody heard of, one after the other. */
function byHand(operations: readonly Op[], state: TitleState): boolean {
  if (operations.every(({ ended }) => ended === undefined)) return true;
  return operations.some((one) => {
    const others = operations.filter((other) => other !== one);
    const first = others.every(({ ended }) => ended === undefined || ended >= one.begun);
    const next = first ? one.does(state) : undefined;
    return next !== undefined && byHand(others, next);
  });
}

const told = fc.record(
  {
    version: fc.nat(3),
    pledge: fc.constantFrom('a', 'b', 'none'),
    not: fc.constantFrom('a', 'b'),
    pledged: fc.boolean(),
    present: fc.constant<true>(true),
  },
  { requiredKeys: [] },
);
const does = fc.oneof(
  fc.constant({ what: 'import', does: imports }),
  fc.constantFrom('a', 'b').map((by) => ({ what: `register ${by}`, does: registers(by) })),
  fc.nat(3).map((version) => ({ what: `correct ${version}`, does: corrects(version) })),
  told.map((one) => ({ what: `read ${JSON.stringify(one)}`, does: reads(one) })),
);
const operation = fc
  .tuple(does, fc.nat(8), fc.nat(6), fc.boolean())
  .map(([one, begun, takes, heard]): Op => ({ ...one, begun, ...(heard && { ended: begun + takes }) }));

describe('the search', () => {
  it('says the same as trying every order, on small histories of any kind', () => {
    const verdicts = { linearizable: 0, broken: 0, undecided: 0 };
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 6 }), fc.nat(1), (operations, version) => {
        const { kind } = linearize(operations, { version }, nameOfState);
        verdicts[kind] += 1;
        expect(kind).toBe(byHand(operations, { version }) ? 'linearizable' : 'broken');
      }),
      { numRuns: 3000 },
    );
    expect(Math.min(verdicts.linearizable, verdicts.broken)).toBeGreaterThan(100);
  });
});
