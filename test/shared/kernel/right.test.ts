import { describe, expect, it } from 'vitest';
import { patentNumber } from '../../../shared/kernel/patent-number.ts';
import { parseRight, RIGHT_TYPES, rightId, rightOf } from '../../../shared/kernel/right.ts';

describe('right', () => {
  it('names a right by type and number, and reads the name back', () => {
    for (const text of ['2017106018623', '971017654', '200420117452X']) {
      const number = patentNumber.parse(text);
      const right = rightOf(number);
      expect(right).toBe(`patent:${text}`);
      expect(parseRight(right)).toEqual({ type: 'patent', number });
      expect(rightId.parse(right)).toBe(right);
      expect(RIGHT_TYPES).toContain(parseRight(right)?.type);
    }
  });

  it('gives one right one name: other spellings, kinds and check digits are refused', () => {
    const bad = [
      '',
      'patent:',
      '2017106018623',
      'patent:201710601862.3',
      'patent:ZL2017106018623',
      'patent:200420117452x',
      'Patent:2017106018623',
      'patent:2017106018624',
      'patent:2017406018623',
      'trademark:2017106018623',
      'patent:2017106018623 ',
      'patent: 2017106018623',
      'patent:2017106018623\n',
    ];
    for (const text of bad) {
      expect(parseRight(text), text).toBeUndefined();
      expect(
        rightId.safeParse(text).error?.issues.map(({ message }) => message),
        text,
      ).toEqual(['right.format']);
    }
  });
});
