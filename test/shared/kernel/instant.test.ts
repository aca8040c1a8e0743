import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addMillis,
  epochMsOf,
  instant,
  instantIn,
  instantOf,
  laterOf,
} from '../../../shared/kernel/instant.ts';

const FIRST = Date.UTC(1900, 0, 1);
const LAST = Date.UTC(3000, 0, 1) - 1;
const epochMs = fc.integer({ min: FIRST, max: LAST });

describe('instant', () => {
  it('writes and reads every millisecond of the years 1900 to 2999', () => {
    fc.assert(
      fc.property(epochMs, (ms) => {
        const text = instantOf(ms);
        expect(epochMsOf(text)).toBe(ms);
        expect(instant.parse(text)).toBe(text);
      }),
    );
    expect(instantOf(FIRST)).toBe('1900-01-01T00:00:00.000Z');
    expect(instantOf(LAST)).toBe('2999-12-31T23:59:59.999Z');
  });

  it('sorts as text as it does in time, so laterOf picks the later', () => {
    fc.assert(
      fc.property(epochMs, epochMs, (a, b) => {
        expect(laterOf(instantOf(a), instantOf(b))).toBe(instantOf(Math.max(a, b)));
      }),
    );
  });

  it('moves by milliseconds across every border', () => {
    expect(addMillis(instant.parse('2026-12-31T23:59:59.999Z'), 1)).toBe('2027-01-01T00:00:00.000Z');
    expect(addMillis(instant.parse('2026-03-01T00:00:00.000Z'), -1)).toBe('2026-02-28T23:59:59.999Z');
  });

  it('throws outside the years and on fractions', () => {
    for (const bad of [FIRST - 1, LAST + 1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 9e15]) {
      expect(() => instantOf(bad)).toThrow(RangeError);
    }
    expect(() => addMillis(instantOf(LAST), 1)).toThrow(RangeError);
  });

  it('accepts one spelling only', () => {
    const bad = [
      '2026-11-22T06:00:00Z',
      '2026-11-22T06:00:00.123456Z',
      '2026-11-22T06:00:00.123+00:00',
      '2026-11-22t06:00:00.123z',
      '2026-11-22 06:00:00.123Z',
      '2026-11-22T24:00:00.000Z',
      '2026-11-22T23:59:60.000Z',
      '2026-02-29T00:00:00.000Z',
      '2026-13-01T00:00:00.000Z',
      '1899-12-31T23:59:59.999Z',
      '3000-01-01T00:00:00.000Z',
      '2026-11-22T06:00:00.123Z\n',
    ];
    for (const text of bad) expect(instant.safeParse(text).success, text).toBe(false);
  });
});

describe('a time of RFC 3339 is read as the instant it names', () => {
  it.each([
    ['2026-11-22T06:00:00.123Z', '2026-11-22T06:00:00.123Z'],
    ['2026-11-22T06:00:00Z', '2026-11-22T06:00:00.000Z'],
    ['2026-11-22T06:00:00.5Z', '2026-11-22T06:00:00.500Z'],
    ['2026-11-22T06:00:00.123999999Z', '2026-11-22T06:00:00.123Z'],
    ['2026-11-22t06:00:00.1z', '2026-11-22T06:00:00.100Z'],
    ['2026-11-22T14:00:00+08:00', '2026-11-22T06:00:00.000Z'],
    ['2026-11-22T14:00:00 08:00', '2026-11-22T06:00:00.000Z'],
    ['2026-11-22T00:30:00-05:30', '2026-11-22T06:00:00.000Z'],
    ['2026-11-22T06:00:00-00:00', '2026-11-22T06:00:00.000Z'],
    ['2027-01-01T00:00:00+23:59', '2026-12-31T00:01:00.000Z'],
    ['3000-01-01T00:00:00+08:00', '2999-12-31T16:00:00.000Z'],
  ])('%s', (text, expected) => expect(instantIn(text)).toBe(expected));

  it('with any offset, as often as one likes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: FIRST + 1e9, max: LAST - 1e9 }),
        fc.integer({ min: -1439, max: 1439 }),
        (ms, offset) => {
          const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
          const two = (value: number) => String(value).padStart(2, '0');
          const local = new Date(ms + offset * 60_000).toISOString().slice(0, -1);
          const text = `${local}${offset < 0 ? '-' : '+'}${two(hours)}:${two(minutes)}`;
          expect(instantIn(text)).toBe(instantOf(ms));
        },
      ),
    );
  });

  it.each([
    '2026-02-29T06:00:00Z',
    '2026-11-22T24:00:00Z',
    '2026-11-22T23:59:60Z',
    '2026-11-22T06:00:00',
    '2026-11-22T06:00Z',
    '2026-11-22',
    '2026-11-22T06:00:00.Z',
    '2026-11-22T06:00:00.1234567890Z',
    '2026-11-22T06:00:00+24:00',
    '2026-11-22T06:00:00+08:60',
    '2026-11-22T06:00:00+0800',
    '1900-01-01T00:00:00+08:00',
    '2999-12-31T23:00:00-08:00',
    '+12026-11-22T06:00:00Z',
    '',
    '12',
  ])('%j is none', (text) => expect(instantIn(text)).toBeUndefined());
});
