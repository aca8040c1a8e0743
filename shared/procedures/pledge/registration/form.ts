import * as z from 'zod';
import { partyId } from '../../../kernel/id.ts';
import { positiveMoney } from '../../../kernel/money.ts';
import { patentNumber } from '../../../kernel/patent-number.ts';
import { plainDate } from '../../../kernel/plain-date.ts';
import { line, paragraph } from '../../../kernel/plain-text.ts';
import { rightsMax } from '../../../register/limits.ts';
import { identifier } from '../../../register/party.ts';

/** 债权种类: what kind of claim the pledge secures (A3). */
export const claimKinds = ['loan', 'counterGuarantee', 'trade', 'other'] as const;

/** 质押担保范围: what the security covers (A3). */
export const scopeItems = [
  'principal',
  'interest',
  'penalty',
  'damages',
  'custodyCosts',
  'realisationCosts',
] as const;

const partyInForm = z.strictObject({
  party: partyId,
  address: line(300),
  telephone: line(40).optional(),
  contact: line(100).optional(),
});

/** One side of the pledge. Repetition is judged in the list itself, so that a half-filled draft is told of it too. */
const parties = z
  .array(partyInForm)
  .min(1)
  .max(20)
  .check(({ value, issues }) => {
    for (const index of repeated(value.map((one) => one.party))) {
      issues.push({
        code: 'custom',
        path: [index, 'party'],
        message: 'form.repeatedParty',
        input: value,
        continue: true,
      });
    }
  });

const contract = z.strictObject({ name: line(200), number: line(100).optional(), signedOn: plainDate });

const claim = {
  kind: z.enum(claimKinds),
  /** 债务履行期限: the period in which the debt is to be performed; its end is judged by A4.g6. */
  performanceFrom: plainDate,
  performanceUntil: plainDate,
};

const ordinaryClaim = z.strictObject({ nature: z.literal('ordinary'), ...claim, amount: positiveMoney });

/** 最高额质押 (A1.8): a ceiling over claims that arise in a determination period. */
const maximumAmountClaim = z.strictObject({
  nature: z.literal('maximumAmount'),
  ...claim,
  maximumAmount: positiveMoney,
  determinationFrom: plainDate,
  /** Without an end, either party may ask for determination after two years (Civil Code art. 423(2)). */
  determinationUntil: plainDate.optional(),
  /** 最高额质权设立前已经存在的债权: claims that arose before, brought in by consent (art. 420(2)). */
  priorClaimsIncluded: z.boolean(),
});

/** 合同应载明的事项 (Announcement 461 art. 8): the applicant declares that the contract states each. */
const contractItems = z.strictObject({
  partiesAndAddresses: z.boolean(),
  claimKindAndAmount: z.boolean(),
  performancePeriod: z.boolean(),
  patentsWithNumbersAndDates: z.boolean(),
  scopeOfSecurity: z.boolean(),
});
export type ContractItem = keyof z.output<typeof contractItems>;

const clauseCharsMax = 1000;

/** Further clauses that Announcement 461 art. 9 suggests; none is required. */
const clauses = z.strictObject({
  annualFees: paragraph(clauseCharsMax).optional(),
  transferAndLicence: paragraph(clauseCharsMax).optional(),
  invalidation: paragraph(clauseCharsMax).optional(),
  technicalData: paragraph(clauseCharsMax).optional(),
  sameDayApplications: paragraph(clauseCharsMax).optional(),
});

/** 专利权质押登记申请表: the form of a pledge registration (A3). */
export const form = z
  .strictObject({
    pledgors: parties,
    pledgees: parties,
    /** 债务人, where the pledge secures a third party's debt (Civil Code art. 440). */
    debtor: z.strictObject({ name: line(300), identifier: identifier.optional() }).optional(),
    rights: z
      .array(patentNumber)
      .min(1)
      .max(rightsMax)
      .check(({ value, issues }) => {
        for (const index of repeated(value)) {
          issues.push({
            code: 'custom',
            path: [index],
            message: 'form.repeatedRight',
            input: value,
            continue: true,
          });
        }
      }),
    mainContract: contract,
    pledgeContract: contract.omit({ name: true }),
    claim: z.discriminatedUnion('nature', [ordinaryClaim, maximumAmountClaim]),
    scope: z.array(z.enum(scopeItems)).min(1).max(scopeItems.length),
    pledgeAmount: positiveMoney.optional(),
    valuation: z.strictObject({ valuer: line(300), value: positiveMoney, valuedOn: plainDate }).optional(),
    contractItems,
    /**
     * 共有人另有约定: a document shows that co-owners who do not join consent, or agreed that one may pledge
     * without the others (art. 4). A person reads it.
     */
    coOwnersAgreedOtherwise: z.boolean(),
    clauses: clauses.optional(),
    /** 承诺书: a signed commitment in place of identity papers (A9.1). */
    commitment: z.boolean(),
  })
  .check((context) => {
    const { pledgors, pledgees, claim: secured } = context.value;
    const complain = (path: (string | number)[], message: string) =>
      context.issues.push({ code: 'custom', path, message, input: context.value });
    const pledgorIds = pledgors.map((one) => one.party);
    const pledgeeIds = pledgees.map((one) => one.party);
    for (const [index, id] of pledgeeIds.entries()) {
      if (pledgorIds.includes(id)) complain(['pledgees', index, 'party'], 'form.partyOnBothSides');
    }
    if (secured.performanceFrom > secured.performanceUntil) {
      complain(['claim', 'performanceUntil'], 'form.periodEndsBeforeItBegins');
    }
    if (secured.nature !== 'maximumAmount') return;
    const { determinationFrom: from, determinationUntil: until = from } = secured;
    if (from > until) complain(['claim', 'determinationUntil'], 'form.periodEndsBeforeItBegins');
  });

export type PledgeForm = z.output<typeof form>;

const longAgo = plainDate.parse('1985-04-01');
const nothing = { amount: '0.00', currency: 'CNY' } as const;

/** What an empty form counts as in the examination of a draft: nobody pledges nothing, and nothing is amiss. */
export const neutralForm: PledgeForm = {
  pledgors: [],
  pledgees: [],
  rights: [],
  mainContract: { name: '', signedOn: longAgo },
  pledgeContract: { signedOn: longAgo },
  claim: {
    nature: 'ordinary',
    kind: 'other',
    performanceFrom: longAgo,
    performanceUntil: longAgo,
    amount: nothing,
  },
  scope: [],
  contractItems: {
    partiesAndAddresses: true,
    claimKindAndAmount: true,
    performancePeriod: true,
    patentsWithNumbersAndDates: true,
    scopeOfSecurity: true,
  },
  coOwnersAgreedOtherwise: false,
  commitment: false,
};

/** Positions at which a value stands that stood before. */
function repeated(values: readonly string[]): number[] {
  return values.flatMap((value, index) => (values.indexOf(value) < index ? [index] : []));
}
