import type { Localised } from '../shared/kernel/localised.ts';

/** Every demo account has this one password; it is shown on the sign-in page, since there is nothing to protect. */
export const demoPassword = 'demonstration';

/** The parties the demo accounts act for; the seed enrols one party a key. */
export const demoPartyKeys = ['owner', 'co-owner', 'bank', 'agency', 'stranger'] as const;
export type DemoPartyKey = (typeof demoPartyKeys)[number];

/** The user pools of the register: people of parties, and the office's own staff. */
export const poolNames = ['applicants', 'staff'] as const;
export type PoolName = (typeof poolNames)[number];

/**
 * A person who may sign in. `subject` becomes the token's `sub` and never changes, so that mandates and enrolments
 * that name it survive a fresh identity provider. `groups` become the claim `cognito:groups`.
 */
export type DemoAccount = {
  readonly name: string;
  readonly pool: PoolName;
  readonly subject: string;
  readonly password: string;
  readonly label: Localised;
  readonly groups?: readonly string[];
  readonly partyKey?: DemoPartyKey;
};

/** A system that signs in by client credentials, as a client that its party took. */
export type DemoMachine = {
  readonly name: string;
  readonly pool: PoolName;
  readonly label: Localised;
  readonly partyKey: DemoPartyKey;
};

const applicant = (partyKey: DemoPartyKey, subject: string, label: Localised): DemoAccount => ({
  name: partyKey,
  pool: 'applicants',
  subject,
  password: demoPassword,
  label,
  partyKey,
});

const official = (
  name: 'examiner' | 'chief' | 'operator',
  subject: string,
  groups: readonly string[],
  label: Localised,
): DemoAccount => ({ name, pool: 'staff', subject, password: demoPassword, label, groups });

export const demoAccounts: readonly DemoAccount[] = [
  applicant('owner', '6f0c2c0e-5f0b-4f43-9c55-0d6a3b1e7a01', {
    zh: '示例专利的专利权人（出质人）',
    en: 'acts for the patentee of the sample patents (pledgor)',
  }),
  applicant('co-owner', '1b7e9a54-3d1c-4e0a-8b9e-54f2c6d08b02', {
    zh: '示例专利的共有专利权人',
    en: 'acts for a joint patentee of a sample patent',
  }),
  applicant('bank', 'c2d84f16-7a65-4b0d-a3f7-91be5c402c03', {
    zh: '演示银行（质权人）',
    en: 'acts for Demonstration Bank (pledgee)',
  }),
  applicant('agency', '8e35b7d9-04fa-4c62-b1d8-2f6a90c7dd04', {
    zh: '演示专利代理机构',
    en: 'acts for Demonstration Patent Agency (agent)',
  }),
  applicant('stranger', 'a94d1c3b-62e8-4f7b-9d20-7c83e5f1ae05', {
    zh: '演示无关公司，与示例业务无关',
    en: 'acts for Demonstration Unrelated Company, a party to nothing',
  }),
  official('examiner', '3c58e2f7-b91d-4a36-8e04-d17f0a6bcf06', ['examiner'], {
    zh: '审查员：决定机器不得自行决定的请求',
    en: 'examiner: decides what a machine may not',
  }),
  official('chief', '5a21d7c4-90be-4c1f-8d37-b6e40f928a08', ['examiner', 'chiefExaminer'], {
    zh: '审查组长：改派申请，复核他人的决定',
    en: 'chief examiner: assigns filings, confirms what another decided',
  }),
  official('operator', 'd70b6a42-8c3f-4e91-a5b6-e829f4c31d07', ['operator'], {
    zh: '操作员：导入专利、录入法律事件',
    en: 'operator: imports patents and enters legal events',
  }),
];

export const demoMachines: readonly DemoMachine[] = [
  {
    name: 'bank-machine',
    pool: 'applicants',
    label: { zh: '演示银行的系统', en: 'the system of Demonstration Bank' },
    partyKey: 'bank',
  },
];
