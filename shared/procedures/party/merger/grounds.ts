import type { Ground } from '../../../register/procedure.ts';
import { announcement461From, civilCode, civilCodeFrom, houseRule } from '../../source.ts';
import { nobody } from '../form-parts.ts';
import { proofIsJudged } from '../grounds/proof.ts';
import { consentByAgent, notEnrolled } from '../grounds/standing.ts';
import { objectionMade, objectionPeriod } from '../grounds/waiting.ts';
import { runningMandatesMax, runningOf, successionsMax, successionsOf } from './bounds.ts';
import type { MergerForm } from './form.ts';

/** P13: two legal persons merge, and they are two (Civil Code art. 67). */
const noMerger: Ground<MergerForm> = {
  id: 'P13',
  source: civilCode(67),
  validFrom: civilCodeFrom,
  severity: 'refusal',
  heading: { zh: '不构成法人合并', en: 'Not a merger of two legal persons' },
  text: {
    zh: '合并双方须为两个不同的单位，自然人不能合并',
    en: 'A merger is of two different organisations; natural persons cannot merge',
  },
  check: ({ form, filed, parties }) => {
    const itself = form.absorbed === filed.applicant;
    const human = [filed.applicant, form.absorbed].some((id) => parties.get(id)?.kind === 'person');
    return itself || human ? [{ pointer: '/absorbed' }] : [];
  },
};

/** P14: what hangs on the absorbed party is ended and handed over in the same transaction, which holds only so much. */
const tooMuchHangsOnIt: Ground<MergerForm> = {
  id: 'P14',
  source: houseRule,
  validFrom: announcement461From,
  severity: 'deficiency',
  heading: { zh: '未终止的委托过多', en: 'Too many running mandates' },
  text: {
    zh: `被合并方尚有{running}项未终止的委托（最多${runningMandatesMax}项）或者{successions}个此前合并的主体（最多${successionsMax}个），请先撤销委托`,
    en: `The absorbed party has {running} running mandates (at most ${runningMandatesMax}) or {successions} parties it absorbed itself (at most ${successionsMax}): revoke mandates first`,
  },
  check: ({ form, known, today }) => {
    const running = runningOf(known.mandates, form.absorbed, today).length;
    const successions = successionsOf(known.mandates, form.absorbed).length;
    const fits = running <= runningMandatesMax && successions <= successionsMax;
    return fits ? [] : [{ pointer: '/absorbed', params: { running, successions } }];
  },
};

export const grounds: readonly Ground<MergerForm>[] = [
  notEnrolled(({ form, filed }) => [
    { party: filed.applicant, pointer: '' },
    ...(form.absorbed === nobody ? [] : [{ party: form.absorbed, pointer: '/absorbed' }]),
  ]),
  noMerger,
  tooMuchHangsOnIt,
  consentByAgent,
  objectionPeriod(({ form }) => form.absorbedGone),
  objectionMade,
  proofIsJudged,
];
