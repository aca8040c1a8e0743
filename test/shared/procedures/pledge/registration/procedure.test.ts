import { describe, expect, it } from 'vitest';
import { rightOf } from '../../../../../shared/kernel/right.ts';
import { pledgeRegistration } from '../../../../../shared/procedures/pledge/registration/procedure.ts';
import { organisation, patentNo } from '../../../register/sample.ts';
import { bank, filedOf, formOf, fullForm, number, owner } from './sample.ts';

describe('a pledge', () => {
  it('A1.1: needs the consent of both sides, pledgors first, in the order of the form', () => {
    const [second, third] = [organisation(3, '共有人有限公司'), organisation(4, '第二银行')];
    const side = (...all: readonly (typeof owner)[]) => all.map((one) => ({ party: one.id, address: 'a' }));
    const filled = formOf({ pledgors: side(second, owner), pledgees: side(third, bank) });
    expect(pledgeRegistration.consenting(filled, filedOf())).toEqual([
      second.id,
      owner.id,
      third.id,
      bank.id,
    ]);
  });

  it('asks for the patents of its form, in their order', () => {
    const filled = formOf({ rights: [patentNo(7), number] });
    expect(pledgeRegistration.rights(filled)).toEqual([rightOf(patentNo(7)), rightOf(number)]);
  });

  it('A9.2, A1.8: counts for signatures by its amount, a maximum-amount pledge by its ceiling', () => {
    expect(pledgeRegistration.amount?.(formOf())).toEqual({ amount: '5000000.00', currency: 'CNY' });
    expect(pledgeRegistration.amount?.(formOf(fullForm()))).toEqual({
      amount: '8000000.00',
      currency: 'CNY',
    });
  });

  it('A5.1: has a limit by article 10, online and on paper', () => {
    for (const { source, validFrom } of pledgeRegistration.clocks) {
      expect(source.en).toMatch(/461.*article 10$/);
      expect(validFrom).toBe('2021-11-15');
    }
  });
});
