import { describe, expect, it } from 'vitest';
import { effect } from '../../../../../shared/procedures/pledge/registration/effect.ts';
import { gazette } from '../../../../../shared/procedures/pledge/registration/gazette.ts';
import { titleOf } from '../../../register/sample.ts';
import { contextOf, formOf, number } from './sample.ts';

const items = gazette.parse(effect(formOf(), contextOf([titleOf(number)])).gazette);
const [patent] = items.patents;

describe('A6.4: the gazette’s items are a closed list, since a leaf cannot be taken back', () => {
  it.each(Object.keys(items))('%s is one of them, and none is left out', (name) => {
    const { [name]: _left, ...rest } = items as Record<string, unknown>;
    expect(gazette.safeParse(rest).success).toBe(false);
  });

  it('of each patent number, name and filing date, and class and grant date where it has them', () => {
    const { mainClassification: _class, grantDate: _grant, ...least } = patent ?? {};
    expect(gazette.safeParse({ ...items, patents: [least] }).success).toBe(true);
    for (const name of ['patentNumber', 'name', 'filingDate']) {
      const { [name]: _left, ...rest } = least as Record<string, unknown>;
      expect(gazette.safeParse({ ...items, patents: [rest] }).success, name).toBe(false);
    }
  });

  it('no amount, period, address or anything else, beside them or in a patent or party', () => {
    expect(gazette.safeParse({ ...items, amount: '1' }).success).toBe(false);
    expect(gazette.safeParse({ ...items, patents: [{ ...patent, value: '1' }] }).success).toBe(false);
    const [pledgor] = items.pledgors;
    expect(gazette.safeParse({ ...items, pledgors: [{ ...pledgor, address: 'a' }] }).success).toBe(false);
  });

  it('no pledge without pledgor, pledgee or patent; several of each', () => {
    for (const name of ['pledgors', 'pledgees', 'patents'] as const) {
      expect(gazette.safeParse({ ...items, [name]: [] }).success, name).toBe(false);
      expect(gazette.safeParse({ ...items, [name]: [...items[name], ...items[name]] }).success, name).toBe(
        true,
      );
    }
  });
});
