import type { PatentNumber } from '../../../../../shared/kernel/patent-number.ts';
import { form, type PledgeForm } from '../../../../../shared/procedures/pledge/registration/form.ts';
import { pledgeRegistration } from '../../../../../shared/procedures/pledge/registration/procedure.ts';
import { examine } from '../../../../../shared/register/examine.ts';
import type { Finding } from '../../../../../shared/register/finding.ts';
import type { Party } from '../../../../../shared/register/party.ts';
import {
  type EffectContext,
  type ExaminationFacts,
  type FiledFacts,
  nothingKnown,
} from '../../../../../shared/register/procedure.ts';
import type { Title } from '../../../../../shared/register/title.ts';
import { day, entryNo, filingNo, moment, organisation, patentNo, titleOf } from '../../../register/sample.ts';

/** One pledge that nothing stands against, and what each test changes about it. */

export const owner = organisation(1, '演示出质科技有限公司');
export const bank = organisation(2, '演示银行股份有限公司', { institution: 'bank' });
export const number = patentNo(601862);
export const today = day('2026-11-23');

export type RawForm = Record<string, unknown>;

/** A complete form as a client sends it; `more` replaces whole fields. */
export function rawForm(more: RawForm = {}): RawForm {
  return {
    pledgors: [{ party: owner.id, address: '演示市科技路1号' }],
    pledgees: [{ party: bank.id, address: '演示市金融街2号' }],
    rights: [number],
    mainContract: { name: '流动资金借款合同', number: 'DEMO-2026-1', signedOn: '2026-11-02' },
    pledgeContract: { number: 'DEMO-2026-1-Z', signedOn: '2026-11-02' },
    claim: {
      nature: 'ordinary',
      kind: 'loan',
      performanceFrom: '2026-11-02',
      performanceUntil: '2029-11-01',
      amount: { amount: '5000000.00', currency: 'CNY' },
    },
    scope: ['principal', 'interest'],
    contractItems: {
      partiesAndAddresses: true,
      claimKindAndAmount: true,
      performancePeriod: true,
      patentsWithNumbersAndDates: true,
      scopeOfSecurity: true,
    },
    coOwnersAgreedOtherwise: false,
    commitment: true,
    ...more,
  };
}

/** Every optional field filled in. */
export function fullForm(more: RawForm = {}): RawForm {
  return rawForm({
    pledgors: [{ party: owner.id, address: '演示市科技路1号', telephone: '000-0000', contact: '演示联系人' }],
    debtor: { name: '演示债务有限公司', identifier: { scheme: 'foreign', value: 'DEMO-1' } },
    claim: {
      nature: 'maximumAmount',
      kind: 'other',
      performanceFrom: '2026-11-02',
      performanceUntil: '2029-11-01',
      maximumAmount: { amount: '8000000', currency: 'CNY' },
      determinationFrom: '2026-11-02',
      determinationUntil: '2028-11-01',
      priorClaimsIncluded: true,
    },
    pledgeAmount: { amount: '3000000.5', currency: 'CNY' },
    valuation: {
      valuer: '演示评估事务所',
      value: { amount: '9000000', currency: 'CNY' },
      valuedOn: '2026-10-20',
    },
    clauses: {
      annualFees: '出质人缴纳年费',
      transferAndLicence: '未经质权人同意不得转让',
      invalidation: '补充担保',
      technicalData: '移交技术资料',
      sameDayApplications: '放弃实用新型专利',
    },
    ...more,
  });
}

export function formOf(more: RawForm = {}): PledgeForm {
  return form.parse(rawForm(more));
}

export function partiesOf(...all: readonly Party[]): ReadonlyMap<Party['id'], Party> {
  return new Map(all.map((one) => [one.id, one]));
}

export function titlesOf(...all: readonly Title[]): ReadonlyMap<Title['right'], Title> {
  return new Map(all.map((one) => [one.right, one]));
}

/** The owner files it from its first account; nobody has consented and no document is listed. */
export function filedOf(more: Partial<FiledFacts> = {}): FiledFacts {
  const filedBy = { account: 'owner-1', party: owner.id };
  return { applicant: owner.id, filedBy, documents: [], consents: [], objections: [], ...more };
}

type Facts = ExaminationFacts<PledgeForm>;

export function factsOf(more: Partial<Facts> = {}): Facts {
  return {
    form: formOf(),
    titles: titlesOf(titleOf(number)),
    parties: partiesOf(owner, bank),
    declared: [],
    represented: [],
    filed: filedOf(),
    known: nothingKnown,
    today,
    ...more,
  };
}

/** The findings on the sample pledge with these facts in place of its own. */
export function findingsOn(more: Partial<Facts> = {}): readonly Finding[] {
  return examine(pledgeRegistration, factsOf(more));
}

/** Ground and severity of each finding, which is what most tests are about. */
export function verdicts(more: Partial<Facts> = {}): string[] {
  return findingsOn(more).map((found) => `${found.ground} ${found.severity}`);
}

export function contextOf(
  titles: readonly Title[],
  parties: readonly Party[] = [owner, bank],
  more: Partial<EffectContext> = {},
): EffectContext {
  return {
    instant: moment('2026-11-23T02:00:00.000Z'),
    today,
    entry: entryNo(9),
    filing: filingNo(9),
    asker: filedOf(),
    known: nothingKnown,
    number: 'Y2026980000009',
    titles: titlesOf(...titles),
    parties: partiesOf(...parties),
    ...more,
  };
}

/** A form over these patents, otherwise as the sample. */
export function formOver(numbers: readonly PatentNumber[], more: RawForm = {}): PledgeForm {
  return formOf({ rights: numbers, ...more });
}
