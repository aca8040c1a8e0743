import type { Sent } from '../../shared/contracts/operations/index.ts';
import type { Localised } from '../../shared/kernel/localised.ts';
import { usccCheck } from '../../shared/kernel/uscc.ts';
import type { DemoPartyKey } from '../demo-accounts.ts';
import { type Paper, paperOf } from '../papers/hand-in.ts';
import { pdf } from '../papers/pdf.ts';
import type { DemoOwners } from './sample.ts';

/** As what a demo party asks to be enrolled. */
export type DemoEnrolment = {
  readonly name: string;
  readonly identifier: string;
  readonly institution?: 'bank';
  /** What its registry extract says: words of the alphabet that every PDF reader has. */
  readonly paper: { readonly heading: string; readonly lines: readonly string[] };
};

/**
 * What each demo party is enrolled as. Owner and co-owner stand under the names of real patentees, because a pledgor
 * must be the registered patentee (A4.g1); the accounts only act them out. No source gives their codes. All carry
 * invented ones of the region 000000, which there is not, so that they can be nobody's.
 */
export function demoEnrolments(owners: DemoOwners): Readonly<Record<DemoPartyKey, DemoEnrolment>> {
  return {
    owner: enrolmentOf(owners.owner, 1),
    'co-owner': enrolmentOf(owners.coOwner, 2),
    bank: { ...enrolmentOf('演示银行 Demonstration Bank', 3), institution: 'bank' },
    agency: enrolmentOf('演示专利代理机构 Demonstration Patent Agency', 4),
    stranger: enrolmentOf('演示无关公司 Demonstration Unrelated Company', 5),
  };
}

/** An organisation with an invented code that is nobody's. */
export function enrolmentOf(name: string, place: number): DemoEnrolment {
  const first = `91000000DEM${String(place).padStart(6, '0')}`;
  const identifier = `${first}${usccCheck(first)}`;
  const lines = ['Demonstration, no legal effect.', `Unified social credit code ${identifier}`];
  return { name, identifier, paper: { heading: 'Extract of the registry', lines } };
}

const noAddress: Localised = {
  zh: '演示地址，非真实地址',
  en: 'Demonstration address, not a real one',
};

/** The extract of the registry that a demo party hands in. */
export async function extractOf({ name, paper }: DemoEnrolment): Promise<Paper> {
  const bytes = await pdf(paper.heading, paper.lines);
  return paperOf('registryExtract', `${name} 登记簿摘录.pdf`, 'pdf', bytes);
}

/** The form as the party's one account fills it in. */
export function enrolmentForm(
  { name, identifier, institution }: DemoEnrolment,
  subject: string,
): Sent<'filings.edit'>['body']['form'] {
  return {
    subject: {
      ...{ kind: 'organisation', name, formerNames: [], identifier },
      ...{ address: `${noAddress.zh} ${noAddress.en}`, ...(institution && { institution }) },
    },
    accounts: [{ subject, administrator: true, signer: true }],
    signing: { signatures: 1 },
  };
}
