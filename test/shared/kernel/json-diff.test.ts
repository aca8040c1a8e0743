import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differences, valueAt, withValueAt } from '../../../shared/kernel/json-diff.ts';

describe('differences of two JSON values', () => {
  it.each([
    [{ a: 1 }, { a: 1 }, []],
    [{ a: 1 }, { a: 2 }, [{ pointer: '/a', from: 1, to: 2 }]],
    [{ a: 1 }, {}, [{ pointer: '/a', from: 1 }]],
    [{}, { a: { b: 1 } }, [{ pointer: '/a', to: { b: 1 } }]],
    [
      { a: [1, 2] },
      { a: [1, 3, 4] },
      [
        { pointer: '/a/1', from: 2, to: 3 },
        { pointer: '/a/2', to: 4 },
      ],
    ],
    [{ a: [1] }, { a: { 0: 1 } }, [{ pointer: '/a', from: [1], to: { 0: 1 } }]],
    [{ 'a/b~c': 1 }, { 'a/b~c': null }, [{ pointer: '/a~1b~0c', from: 1, to: null }]],
    [1, 2, [{ pointer: '', from: 1, to: 2 }]],
  ])('from %j to %j', (from, to, expected) => {
    expect(differences(from, to)).toEqual(expected);
  });

  const json = fc.jsonValue({ maxDepth: 4 }).filter((value) => !JSON.stringify(value).includes('__proto__'));

  it('are none of a value with itself, and each names what stands at its pointer on either side', () => {
    fc.assert(
      fc.property(json, json, (from, to) => {
        expect(differences(from, structuredClone(from))).toEqual([]);
        for (const one of differences(from, to)) {
          expect(valueAt(from, one.pointer)).toEqual(one.from);
          expect(valueAt(to, one.pointer)).toEqual(one.to);
        }
      }),
    );
  });
});

describe('a value put at a pointer', () => {
  it.each([
    [{ a: { b: 1 } }, '/a/b', 2, { a: { b: 2 } }],
    [{ a: [1, 2] }, '/a/1', 3, { a: [1, 3] }],
    [{ a: [1] }, '/a/1', 2, { a: [1, 2] }],
    [{}, '/a', 1, { a: 1 }],
    [{}, '/a/b', 1, { a: { b: 1 } }],
    [{ a: 1 }, '', 2, 2],
    [{ a: [1] }, '/a/3', 2, undefined],
    [{ a: [1] }, '/a/length', 9, undefined],
    [{ a: [1] }, '/a/01', 9, undefined],
    [{ a: 1 }, '/a/b', 9, undefined],
    [{}, '/__proto__/polluted', 9, undefined],
    [{}, 'a', 9, undefined],
    [{}, '/~2', 9, undefined],
  ])('%j at %s', (value, pointer, put, expected) => {
    expect(withValueAt(value, pointer, put)).toEqual(expected);
    expect({}).not.toHaveProperty('polluted');
  });

  it('stands there, and the value itself is as it was', () => {
    const value = { a: { b: [1, { c: 2 }] } };
    const before = structuredClone(value);
    expect(valueAt(withValueAt(value, '/a/b/1/c', 3), '/a/b/1/c')).toBe(3);
    expect(value).toEqual(before);
  });
});
