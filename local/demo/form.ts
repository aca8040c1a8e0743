import type * as z from 'zod';
import type { Answer, Sent } from '../../shared/contracts/operations/index.ts';
import type { PartyId } from '../../shared/kernel/id.ts';
import { formatPatentNumber } from '../../shared/kernel/patent-number.ts';
import { addDays, addYears, compareDates, type PlainDate } from '../../shared/kernel/plain-date.ts';
import type { form } from '../../shared/procedures/pledge/registration/form.ts';
import type { Paper } from '../papers/hand-in.ts';

type Draft = Pick<Sent<'filings.open'>['body'], 'form' | 'documents'>;

export type DemoPledge = {
  readonly pledgor: PartyId;
  readonly pledgee: PartyId;
  readonly titles: readonly Answer<'titles.get'>[];
  readonly today: PlainDate;
};

const noAddress = '演示地址，非真实地址 Demonstration address, not a real one';

/** The day on which the first of the terms ends: a debt may not outlive it (A4.g6). */
export function firstExpiry({ titles }: Pick<DemoPledge, 'titles'>): PlainDate {
  const [first] = titles.flatMap((one) => one.expiryDate ?? []).sort();
  if (first === undefined) throw new RangeError('none of the titles has a term');
  return first;
}

/** The form with nothing missing: a loan of a year, or shorter where a patent ends before. */
export function completeForm(of: DemoPledge) {
  const { pledgor, pledgee, titles, today } = of;
  const aYear = addYears(today, 1);
  const until = compareDates(aYear, firstExpiry(of)) < 0 ? aYear : firstExpiry(of);
  return {
    pledgors: [{ party: pledgor, address: noAddress }],
    pledgees: [{ party: pledgee, address: noAddress }],
    rights: titles.map((one) => formatPatentNumber(one.patentNumber)),
    mainContract: { name: '演示借款合同 Demonstration loan', number: 'DEMO-LOAN-1', signedOn: today },
    pledgeContract: { number: 'DEMO-PLEDGE-1', signedOn: today },
    claim: {
      nature: 'ordinary',
      kind: 'loan',
      performanceFrom: today,
      performanceUntil: until,
      amount: { amount: '1500000.00', currency: 'CNY' },
    },
    scope: ['principal', 'interest', 'realisationCosts'],
    contractItems: {
      partiesAndAddresses: true,
      claimKindAndAmount: true,
      performancePeriod: true,
      patentsWithNumbersAndDates: true,
      scopeOfSecurity: true,
    },
    coOwnersAgreedOtherwise: false,
    commitment: true,
  } satisfies z.input<typeof form>;
}

/** A half-filled draft with a mistake in it: the debt would fall due a day after the first patent's term. */
export function halfFilled(of: DemoPledge): Draft {
  const { pledgors, rights, claim } = completeForm(of);
  const late = { ...claim, performanceUntil: addDays(firstExpiry(of), 1) };
  return { form: { pledgors, rights, claim: late }, documents: [] };
}

/** The complete filing, with its papers named by the digests of their bytes. */
export function complete(of: DemoPledge, papers: readonly Paper[]): Draft {
  return { form: completeForm(of), documents: papers.map((one) => one.listed) };
}
