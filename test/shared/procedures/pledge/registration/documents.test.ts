import { describe, expect, it } from 'vitest';
import type { PartyId } from '../../../../../shared/kernel/id.ts';
import { documents } from '../../../../../shared/procedures/pledge/registration/documents.ts';
import { organisation } from '../../../register/sample.ts';
import { bank, formOf, owner, type RawForm } from './sample.ts';

const second = organisation(3, '共有人有限公司');

/** Kind, whose, and article of what is asked for. */
function asked(more: RawForm = {}, represented: readonly PartyId[] = []): string[] {
  const required = documents(formOf(more), { represented, parties: new Map() });
  return required.map(({ kind, party, source }) => {
    const article = source.en.match(/article (.*)$/)?.[1];
    return [kind, ...(party ? [party] : []), article].join(' ');
  });
}

describe('A2.1: the documents of a pledge', () => {
  it('the contract always, and nothing else from parties that committed themselves', () => {
    expect(asked()).toEqual(['pledgeContract 7(2)']);
  });

  it('without a commitment the identity papers of each party, pledgors first', () => {
    const pledgors = [owner, second].map((one) => ({ party: one.id, address: 'a' }));
    expect(asked({ commitment: false, pledgors })).toEqual([
      'pledgeContract 7(2)',
      `identity ${owner.id} 7(3)`,
      `identity ${second.id} 7(3)`,
      `identity ${bank.id} 7(3)`,
    ]);
  });

  it('a power of attorney of each party for which an agent acts, and of no other', () => {
    expect(asked({}, [bank.id, second.id])).toEqual([
      'pledgeContract 7(2)',
      `powerOfAttorney ${bank.id} 7(4)`,
    ]);
    expect(asked({}, [bank.id, owner.id])).toEqual([
      'pledgeContract 7(2)',
      `powerOfAttorney ${owner.id} 7(4)`,
      `powerOfAttorney ${bank.id} 7(4)`,
    ]);
  });

  it('the report where the patents were valued', () => {
    const valuation = {
      ...{ valuer: '演示评估事务所', valuedOn: '2026-10-20' },
      value: { amount: '9000000', currency: 'CNY' },
    };
    expect(asked({ valuation })).toEqual(['pledgeContract 7(2)', 'valuationReport 7']);
  });

  it('A1.2: the co-owners’ paper where the form relies on it (461 art. 4)', () => {
    expect(asked({ coOwnersAgreedOtherwise: true })).toEqual(['pledgeContract 7(2)', 'coOwnerConsent 4']);
  });
});
