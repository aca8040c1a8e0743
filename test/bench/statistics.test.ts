import { describe, expect, it } from 'vitest';
import { interleave } from '../../bench/rounds.ts';
import { compare, spreadOf } from '../../bench/statistics.ts';

describe('spreads and comparisons', () => {
  it('names the middle and the middle half, whatever the order', () => {
    expect(spreadOf([5, 1, 3, 2, 4])).toEqual({ median: 3, lower: 2, upper: 4, count: 5 });
    expect(spreadOf([4, 1])).toEqual({ median: 2.5, lower: 1.75, upper: 3.25, count: 2 });
  });

  it('refuses to make a figure of nothing', () => {
    expect(() => spreadOf([])).toThrow(RangeError);
  });

  it('compares medians, and round by round beside it, so that one slow round moves neither', () => {
    const compared = compare([3, 3, 300], [2, 2, 100]);
    expect(compared.ratio).toBe(1.5);
    expect(compared.ratios.median).toBe(1.5);
  });
});

describe('interleaved rounds', () => {
  it('runs every lane in every round, forwards and backwards in turn, and counts no preparation or warm-up', async () => {
    const done: string[] = [];
    const lane = (name: string) => async () => {
      done.push(`(${name})`);
      return async () => done.push(name);
    };
    const times = await interleave({ a: lane('a'), b: lane('b') }, { warmUp: 1, counted: 2 });
    expect(done.join(' ')).toBe('(a) (b) b a (a) (b) a b (a) (b) b a');
    expect([times.a.length, times.b.length]).toEqual([2, 2]);
  });

  it('does not swallow a failure: a bench of refusals would be fast', async () => {
    const failing = async () => async () => {
      throw new Error('refused');
    };
    await expect(interleave({ failing }, { warmUp: 0, counted: 1 })).rejects.toThrow('refused');
  });
});
