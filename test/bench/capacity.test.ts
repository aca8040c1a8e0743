import { describe, expect, it } from 'vitest';
import { bytesFloor, keyReadUnits, putUnits, queryUnits } from '../../bench/capacity.ts';
import { tables } from '../../shared/tables.ts';

/** An item of so many bytes. */
const sized = (bytes: number, more: Record<string, unknown> = {}) => {
  const taken = Object.entries(more).reduce(
    (sum, [name, value]) => sum + name.length + String(value).length,
    0,
  );
  return { pk: 'p', sk: 's', ...more, d: 'x'.repeat(bytes - taken - 7) };
};

describe('read units (DynamoDB Developer Guide, "read and write operations")', () => {
  it('rounds each key of a batch up to 4 KB, and what is not there costs as much as the smallest', () => {
    expect([0, 1, 4096, 4097, 8193].map((n) => keyReadUnits(n < 7 ? undefined : sized(n), true))).toEqual([
      1, 1, 1, 2, 3,
    ]);
    expect(keyReadUnits(sized(4097), false)).toBe(1);
  });

  it('rounds a query up by the sum of what it walked over', () => {
    expect(queryUnits([], true)).toBe(1);
    expect(queryUnits([sized(1365), sized(1365), sized(1366)], true)).toBe(1);
    expect(queryUnits([sized(1365), sized(1366), sized(1366)], true)).toBe(2);
    expect(queryUnits([sized(100)], false)).toBe(0.5);
  });
});

describe('write units', () => {
  const put = (made: object, old?: object) => putUnits(tables.register, { ...made }, old && { ...old });

  it('rounds up to 1 KB and counts the larger of new and old', () => {
    expect([put(sized(1024)), put(sized(1025)), put(sized(10), sized(2049))]).toEqual([1, 2, 3]);
  });

  it('adds one for an index entry that appears or goes, two for one that moves, none for one that stays', () => {
    const numbered = (number: string) => sized(200, { numberGroup: 'Y2026', number });
    expect(put(numbered('Y1'))).toBe(2);
    expect(put(numbered('Y1'), sized(100))).toBe(2);
    expect(put(sized(100), numbered('Y1'))).toBe(2);
    expect(put(numbered('Y2'), numbered('Y1'))).toBe(3);
    expect(put(numbered('Y1'), numbered('Y1'))).toBe(1);
  });

  it('names as floor what all bytes would cost in one item, twice for a transaction', () => {
    expect([bytesFloor(1), bytesFloor(1024), bytesFloor(1025)]).toEqual([2, 2, 4]);
  });
});
