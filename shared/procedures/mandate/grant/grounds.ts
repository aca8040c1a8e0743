import type { Ground } from '../../../register/procedure.ts';
import { nobody } from '../../party/form-parts.ts';
import { consentByAgent, notEnrolled } from '../../party/grounds/standing.ts';
import { announcement461From, civilCode, civilCodeFrom, houseRule } from '../../source.ts';
import type { GrantForm } from './form.ts';

/** How many mandates of one party may run at once; bounded, since its consents and its merger read them together. */
export const runningMax = 100;

/** P15: 代理 is acting for another (Civil Code art. 161, 162). */
const ownAgent: Ground<GrantForm> = {
  id: 'P15',
  source: civilCode(162),
  validFrom: civilCodeFrom,
  severity: 'refusal',
  heading: { zh: '不能委托自己', en: 'A party cannot be its own agent' },
  text: { zh: '委托人与代理人为同一主体', en: 'Principal and agent are the same party' },
  check: ({ form, filed }) => (form.agent === filed.applicant ? [{ pointer: '/agent' }] : []),
};

/** P16: a mandate that is over before it is given gives nothing. */
const overAlready: Ground<GrantForm> = {
  id: 'P16',
  source: civilCode(173),
  validFrom: civilCodeFrom,
  severity: 'deficiency',
  heading: { zh: '委托期限已届满', en: 'The mandate is over already' },
  text: { zh: '委托期限已于{until}届满', en: 'The mandate ended on {until}' },
  check: ({ form, today }) => {
    const until = form.until ?? today;
    return until < today ? [{ pointer: '/until', params: { until } }] : [];
  },
};

/** P17: the register's own bound. */
const tooMany: Ground<GrantForm> = {
  id: 'P17',
  source: houseRule,
  validFrom: announcement461From,
  severity: 'deficiency',
  heading: { zh: '委托过多', en: 'Too many mandates' },
  text: {
    zh: `一个主体最多同时有${runningMax}项委托，请先撤销不再需要的委托`,
    en: `A party has at most ${runningMax} mandates running: revoke what is not needed any more`,
  },
  check: ({ known, filed, today }) => {
    const running = known.mandates.filter(
      (one) =>
        one.principal === filed.applicant &&
        !one.revokedAt &&
        (one.until === undefined || one.until >= today),
    );
    return running.length >= runningMax ? [{}] : [];
  },
};

export const grounds: readonly Ground<GrantForm>[] = [
  notEnrolled(({ form, filed }) => [
    { party: filed.applicant, pointer: '' },
    ...(form.agent === nobody ? [] : [{ party: form.agent, pointer: '/agent' }]),
  ]),
  ownAgent,
  overAlready,
  tooMany,
  consentByAgent,
];
