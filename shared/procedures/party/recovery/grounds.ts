import type { Ground } from '../../../register/procedure.ts';
import { announcement461From, houseRule } from '../../source.ts';
import { nobody } from '../form-parts.ts';
import { accountFull } from '../grounds/accounts.ts';
import { proofIsJudged } from '../grounds/proof.ts';
import { consentByAgent, notEnrolled } from '../grounds/standing.ts';
import { objectionMade, objectionPeriod } from '../grounds/waiting.ts';
import type { RecoveryForm } from './form.ts';

/** P11: an account that still acts for the party has not lost it; its way is the change of accounts. */
const actsAlready: Ground<RecoveryForm> = {
  id: 'P11',
  source: houseRule,
  validFrom: announcement461From,
  severity: 'refusal',
  heading: { zh: '申请账户仍代表该主体', en: 'The account still acts for the party' },
  text: {
    zh: '申请账户仍代表该主体，请办理账户变更',
    en: 'The account that asks still acts for the party: ask for a change of accounts',
  },
  check: ({ form, filed, known }) =>
    known.accounts.get(filed.filedBy.account)?.includes(form.party) ? [{ pointer: '/party' }] : [],
};

/** P12: whoever asks answers for it, and so must be among those who administer the party afterwards. */
const askerNotNamed: Ground<RecoveryForm> = {
  id: 'P12',
  source: houseRule,
  validFrom: announcement461From,
  severity: 'deficiency',
  heading: { zh: '申请账户未列为管理员', en: 'The account that asks is no administrator' },
  text: {
    zh: '申请账户本身须列为管理员',
    en: 'The account that asks must itself be named as an administrator',
  },
  check: ({ form, filed }) => {
    const { accounts } = form;
    const own = accounts.some((one) => one.subject === filed.filedBy.account && one.administrator);
    return accounts.length === 0 || own ? [] : [{ pointer: '/accounts' }];
  },
};

export const grounds: readonly Ground<RecoveryForm>[] = [
  notEnrolled(({ form }) => (form.party === nobody ? [] : [{ party: form.party, pointer: '/party' }])),
  actsAlready,
  askerNotNamed,
  accountFull(({ form, filed }) => [form.party, filed.applicant]),
  consentByAgent,
  objectionPeriod(() => true),
  objectionMade,
  proofIsJudged,
];
