import * as z from 'zod';
import { partyId } from '../../../kernel/id.ts';
import { line } from '../../../kernel/plain-text.ts';
import { uscc } from '../../../kernel/uscc.ts';
import { formerNamesMax, type Identifier, institutionKinds, partyName } from '../../../register/party.ts';
import { accountFaults, accountsUpTo, neutralAccounts, signing } from '../form-parts.ts';

/** The form names at most as many accounts as one transaction can bind beside everything else. */
export const accountsMax = 20;

const formerNames = z.array(partyName).max(formerNamesMax);
const abroad = z.string().regex(/^[A-Z]{2}$/);

/** 境内单位: an organisation of the mainland, which has a unified social credit code (GB 32100-2015). */
const organisation = z.strictObject({
  kind: z.literal('organisation'),
  name: partyName,
  formerNames,
  identifier: uscc,
  address: line(300),
  institution: z.enum(institutionKinds).optional(),
});

/** 境外单位: known by its number in a registry abroad, which means something in that country or region only. */
const foreignOrganisation = z.strictObject({
  kind: z.literal('foreignOrganisation'),
  name: partyName,
  formerNames,
  identifier: line(64),
  residence: abroad,
  address: line(300),
  institution: z.enum(institutionKinds).optional(),
});

/** 自然人: no identity number is asked for; the examiner reads it from the paper, and the register never has it. */
const person = z.strictObject({
  kind: z.literal('person'),
  name: partyName,
  residence: abroad,
  address: line(300),
});

/** 主体登记申请表. */
export const form = z
  .strictObject({
    subject: z.discriminatedUnion('kind', [organisation, foreignOrganisation, person]),
    /** 代理机构 (A1.3): through which a party from abroad acts; it gets a mandate with the enrolment. */
    agency: partyId.optional(),
    accounts: accountsUpTo(accountsMax),
    signing,
  })
  .check(({ value, issues }) => {
    const { subject, agency, accounts, signing: rule } = value;
    const complain = (path: (string | number)[], message: string) =>
      issues.push({ code: 'custom', path, message, input: value });
    if (subject.kind === 'foreignOrganisation' && subject.residence === 'CN') {
      complain(['subject', 'residence'], 'form.notAbroad');
    }
    if (residenceOf(subject) !== 'CN' && agency === undefined) complain(['agency'], 'form.agencyNeeded');
    for (const { path, message } of accountFaults(accounts, rule)) complain(path, message);
  });
export type EnrolmentForm = z.output<typeof form>;

export function residenceOf(subject: EnrolmentForm['subject']): string {
  return subject.kind === 'organisation' ? 'CN' : subject.residence;
}

/** 证件号码 as the register keeps it; of a natural person it has none. */
export function identifierOf(subject: EnrolmentForm['subject']): Identifier | undefined {
  if (subject.kind === 'person') return undefined;
  return subject.kind === 'organisation'
    ? { scheme: 'uscc', value: subject.identifier }
    : { scheme: 'foreign', value: subject.identifier };
}

export const neutralForm: EnrolmentForm = {
  subject: { kind: 'person', name: '', residence: 'CN', address: '' },
  ...neutralAccounts,
};
