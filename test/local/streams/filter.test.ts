import { describe, expect, it } from 'vitest';
import { compileFilter } from '../../../local/streams/filter.ts';

const passes = (pattern: unknown, record: unknown) =>
  compileFilter([JSON.stringify(pattern)], 'The mapping')(record);

const record = {
  eventName: 'INSERT',
  dynamodb: {
    SizeBytes: 20,
    Keys: { pk: { S: 'title#1' } },
    NewImage: {
      kind: { S: 'entry' },
      tags: { SS: ['a', 'b'] },
      lines: { L: [{ S: 'x' }, { N: '2' }] },
      no: { NULL: true },
    },
  },
};
const image = (pattern: unknown) => ({ dynamodb: { NewImage: pattern } });

describe('a filter pattern', () => {
  it.each([
    ['equality', { eventName: ['INSERT'] }, true],
    ['equality with one of several', { eventName: ['MODIFY', 'INSERT'] }, true],
    ['equality with another', { eventName: ['MODIFY'] }, false],
    ['equality of a number', { dynamodb: { SizeBytes: [20] } }, true],
    ['equality of a number with a text', { dynamodb: { SizeBytes: ['20'] } }, false],
    ['equality of a truth value', image({ no: { NULL: [true] } }), true],
    ['equality within a set', image({ tags: { SS: ['b'] } }), true],
    ['equality within a list of values', image({ lines: { L: { N: ['2'] } } }), true],
    ['prefix', { dynamodb: { Keys: { pk: { S: [{ prefix: 'title#' }] } } } }, true],
    ['prefix of another', { dynamodb: { Keys: { pk: { S: [{ prefix: 'party#' }] } } } }, false],
    ['prefix of what is not there', image({ none: { S: [{ prefix: '' }] } }), false],
    ['exists', image({ kind: { S: [{ exists: true }] } }), true],
    ['exists, where it does not', image({ none: { S: [{ exists: true }] } }), false],
    ['exists not', image({ none: { S: [{ exists: false }] } }), true],
    ['exists not, where it does', image({ kind: { S: [{ exists: false }] } }), false],
    [
      'exists not, in an image that is not there',
      { dynamodb: { OldImage: { a: { S: [{ exists: false }] } } } },
      true,
    ],
    ['exists, of what holds values and is none', image({ kind: [{ exists: true }] }), false],
    ['anything but', image({ kind: { S: [{ 'anything-but': ['draft', 'note'] }] } }), true],
    ['anything but a single one', image({ kind: { S: [{ 'anything-but': 'entry' }] } }), false],
    ['anything but, of what is not there', image({ none: { S: [{ 'anything-but': ['x'] }] } }), false],
    ['two keys that both fit', { eventName: ['INSERT'], dynamodb: { SizeBytes: [20] } }, true],
    ['two keys of which one fits', { eventName: ['INSERT'], dynamodb: { SizeBytes: [21] } }, false],
    ['what every object inherits', { constructor: [{ exists: true }] }, false],
    ['nothing', {}, true],
  ])('with %s', (_, pattern, expected) => {
    expect(passes(pattern, record)).toBe(expected);
  });

  it('is one of several, or there is none', () => {
    const two = [{ eventName: ['REMOVE'] }, { eventName: ['INSERT'] }].map((one) => JSON.stringify(one));
    expect(compileFilter(two, 'The mapping')(record)).toBe(true);
    expect(compileFilter([], 'The mapping')(record)).toBe(true);
  });

  it.each([
    ['{"a":[{"numeric":[">",1]}]}', 'numeric is not among equality, prefix, exists and anything-but'],
    ['{"a":[{"suffix":"x"}]}', 'suffix is not among'],
    ['{"a":[{"anything-but":{"prefix":"x"}}]}', 'anything-but takes texts or numbers'],
    ['{"a":[{"anything-but":[]}]}', 'anything-but takes texts or numbers'],
    ['{"a":[{"prefix":"x","exists":true}]}', 'is no single operator'],
    ['{"a":[{"prefix":1}]}', 'prefix takes a text'],
    ['{"a":[{"exists":"yes"}]}', 'exists takes true or false'],
    ['{"$or":[{"a":["x"]}]}', '$or is not among'],
    ['{"a":"x"}', 'a holds neither a list nor an object'],
    ['{"a":[]}', 'an empty list fits nothing'],
    ['{"a":[["x"]]}', 'is no single operator'],
    ['["x"]', 'it is not a JSON object'],
    ['{"a":', 'it is not a JSON object'],
  ])('%s is refused with a line that says why', (pattern, reason) => {
    expect(() => compileFilter([pattern], 'The mapping M of S')).toThrow(
      'The mapping M of S has a filter that the local cloud does not keep (',
    );
    expect(() => compileFilter([pattern], 'The mapping')).toThrow(reason);
  });
});
