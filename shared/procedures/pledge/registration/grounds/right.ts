import { rightOf } from '../../../../kernel/right.ts';
import { expiryDate } from '../../../../register/term.ts';
import { announcement461 } from '../../../source.ts';
import { eachTitle, type PledgeGround, patentText, since } from './ground.ts';

/** The register cannot examine a right it does not hold; the applicant may correct the number. */
export const unknownRight: PledgeGround = {
  id: 'A3',
  source: announcement461(8),
  ...since,
  severity: 'deficiency',
  heading: { zh: '专利号未见于登记簿', en: 'Patent not on this register' },
  text: { zh: '专利{patent}未见于登记簿', en: 'Patent {patent} is not on this register' },
  check: ({ form, titles }) =>
    form.rights.flatMap((number, index) =>
      titles.has(rightOf(number))
        ? []
        : [{ pointer: `/rights/${index}`, params: { patent: patentText(number) } }],
    ),
};

/** A4.g2, art. 11(2): 专利权已终止或者已被宣告无效; a term that has run out ends the right by itself (A4.3). */
export const ended: PledgeGround = {
  id: 'A4.g2',
  source: announcement461(11, 2),
  ...since,
  severity: 'refusal',
  heading: { zh: '专利权已终止或者已被宣告无效', en: 'Patent terminated or declared invalid' },
  text: {
    zh: '专利{patent}已终止、期限届满或者已被宣告无效',
    en: 'Patent {patent} has terminated, expired or been declared invalid',
  },
  check: (facts) =>
    eachTitle(facts, (title) => {
      // Every title has a term: none was filed before the first rule about it.
      const over = (expiryDate(title.particulars) ?? facts.today) < facts.today;
      const status = title.facts.status.value;
      return over || status === 'terminated' || status === 'invalid' ? {} : undefined;
    }),
};

/** A4.g3, art. 11(3): 专利申请尚未被授予专利权. */
export const notGranted: PledgeGround = {
  id: 'A4.g3',
  source: announcement461(11, 3),
  ...since,
  severity: 'refusal',
  heading: { zh: '尚未被授予专利权', en: 'Application not yet granted' },
  text: { zh: '{patent}尚未被授予专利权', en: '{patent} has not been granted yet' },
  check: (facts) =>
    eachTitle(facts, (title) => (title.facts.status.value === 'application' ? {} : undefined)),
};

/** A4.g4, art. 11(4): 未按照规定缴纳年费. An unknown standing is a question for a person, not a refusal. */
export const annuityUnpaid: PledgeGround = {
  id: 'A4.g4',
  source: announcement461(11, 4),
  ...since,
  severity: 'refusal',
  heading: { zh: '未按规定缴纳年费', en: 'Annual fee not paid as prescribed' },
  text: {
    zh: '专利{patent}的年费未按规定缴纳或者缴纳情况不明',
    en: 'The annual fee of {patent} is unpaid, or its payment is not known',
  },
  check: (facts) =>
    eachTitle(facts, (title) => {
      const standing = title.facts.annuity.value;
      if (standing === 'paid') return undefined;
      return standing === 'unknown' ? { severity: 'examiner' } : {};
    }),
};

/** A4.g10, art. 11(10): 同日申请的实用新型; curable when the parties, once told, declare that they continue. */
export const sameDayInvention: PledgeGround = {
  id: 'A4.g10',
  source: announcement461(11, 10),
  ...since,
  severity: 'declaration',
  heading: { zh: '同日另有发明专利申请', en: 'Same-day invention application' },
  text: {
    zh: '专利{patent}的申请人同日另申请发明专利{application}；当事人声明继续办理后可以登记',
    en: 'The applicant of {patent} filed invention {application} on the same day; registration needs the parties to declare that they continue',
  },
  check: (facts) =>
    eachTitle(facts, (title) => {
      const application = title.facts.sameDayInvention;
      return title.particulars.kind === 'utilityModel' && application !== undefined
        ? { params: { application } }
        : undefined;
    }),
};

/** A4.g11, art. 11(11): 专利权已被启动无效宣告程序; curable as g10 is. */
export const invalidationStarted: PledgeGround = {
  id: 'A4.g11',
  source: announcement461(11, 11),
  ...since,
  severity: 'declaration',
  heading: { zh: '已启动无效宣告程序', en: 'Invalidation proceeding started' },
  text: {
    zh: '专利{patent}已启动无效宣告程序；当事人声明继续办理后可以登记',
    en: 'Invalidation of {patent} has been requested; registration needs the parties to declare that they continue',
  },
  check: (facts) => eachTitle(facts, (title) => (title.facts.invalidation.started ? {} : undefined)),
};
