import { formatPatentNumber } from '../../../kernel/patent-number.ts';
import type { RightId } from '../../../kernel/right.ts';
import { parseRight, rightOf } from '../../../kernel/right.ts';
import { type HoldKind, holdsAgainst } from '../../../register/hold.ts';
import { isSameParty, type Party } from '../../../register/party.ts';
import type { ExaminationFacts, Ground, GroundHit } from '../../../register/procedure.ts';
import { expiryDate } from '../../../register/term.ts';
import type { Title } from '../../../register/title.ts';
import { announcement461, announcement461From } from '../../source.ts';
import type { ContractItem, PledgeForm } from './form.ts';
import { contractItemTexts } from './texts.ts';

type Facts = ExaminationFacts<PledgeForm>;
type PledgeGround = Ground<PledgeForm>;

/** Hits for each title of the form that the register knows; what it does not know is `unknownRight`'s business. */
function eachTitle(facts: Facts, check: (title: Title) => GroundHit | undefined): GroundHit[] {
  return facts.form.rights.flatMap((number) => {
    const right = rightOf(number);
    const title = facts.titles.get(right);
    const hit = title && check(title);
    return hit ? [{ right, ...hit, params: { ...hit.params, patent: patentText(right) } }] : [];
  });
}

function patentText(right: RightId): string {
  const parsed = parseRight(right);
  return parsed ? `ZL${formatPatentNumber(parsed.number)}` : right;
}

function partiesOf(facts: Facts, side: 'pledgors' | 'pledgees'): Party[] {
  return facts.form[side].flatMap((one) => facts.parties.get(one.party) ?? []);
}

const since = { validFrom: announcement461From } as const;

/** The register cannot examine a right it does not hold; the applicant may correct the number. */
const unknownRight: PledgeGround = {
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
        : [{ pointer: `/rights/${index}`, params: { patent: patentText(rightOf(number)) } }],
    ),
};

/** A1.3: without residence or place of business in China, a party acts through a patent agency. */
const foreignWithoutAgency: PledgeGround = {
  id: 'A1.3',
  source: announcement461(5),
  ...since,
  severity: 'deficiency',
  heading: { zh: '境外当事人未委托代理机构', en: 'Foreign party without an agency' },
  text: {
    zh: '{party}在中国内地没有经常居所或者营业所，应当委托专利代理机构办理',
    en: '{party} has no residence or place of business in mainland China and must act through a patent agency',
  },
  check: (facts) =>
    (['pledgors', 'pledgees'] as const).flatMap((side) =>
      facts.form[side].flatMap((one, index) => {
        const party = facts.parties.get(one.party);
        return party && party.residence !== 'CN' && !facts.represented.includes(party.id)
          ? [{ pointer: `/${side}/${index}/party`, params: { party: party.name } }]
          : [];
      }),
    ),
};

/** A4.g1, art. 11(1): 出质人与专利登记簿记载的专利权人不一致. */
const pledgorIsNotOwner: PledgeGround = {
  id: 'A4.g1',
  source: announcement461(11, 1),
  ...since,
  severity: 'refusal',
  heading: { zh: '出质人与登记的专利权人不一致', en: 'Pledgor is not the registered patentee' },
  text: {
    zh: '出质人{party}不是专利{patent}登记的专利权人',
    en: 'Pledgor {party} is not a registered patentee of {patent}',
  },
  check: (facts) =>
    partiesOf(facts, 'pledgors').flatMap((pledgor) =>
      eachTitle(facts, (title) =>
        title.owners.some((owner) => isSameParty(owner, pledgor))
          ? undefined
          : { params: { party: pledgor.name } },
      ),
    ),
};

/** A4.g2, art. 11(2): 专利权已终止或者已被宣告无效; a term that has run out ends the right by itself (A4.3). */
const ended: PledgeGround = {
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
      const expiry = expiryDate(title.particulars);
      const over = expiry !== undefined && expiry < facts.today;
      const status = title.facts.status.value;
      return over || status === 'terminated' || status === 'invalid' ? {} : undefined;
    }),
};

/** A4.g3, art. 11(3): 专利申请尚未被授予专利权. */
const notGranted: PledgeGround = {
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
const annuityUnpaid: PledgeGround = {
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

const stays: readonly HoldKind[] = ['preservation', 'ownershipStay'];

/** A4.g5, art. 11(5): 因专利权归属纠纷已请求中止或者法院采取保全措施 (Implementing Rules art. 103-105). */
const stayed: PledgeGround = {
  id: 'A4.g5',
  source: announcement461(11, 5),
  ...since,
  severity: 'refusal',
  heading: { zh: '有关程序被中止或者专利权被保全', en: 'Procedures stayed or patent under preservation' },
  text: {
    zh: '专利{patent}的质押手续因权属纠纷或者保全而暂停办理',
    en: 'Pledge formalities for {patent} are suspended by an ownership dispute or a court order',
  },
  check: (facts) =>
    eachTitle(facts, (title) =>
      holdsAgainst(title.holds, 'pledge').some((held) => stays.includes(held.kind)) ? {} : undefined,
    ),
};

/** A4.g6, art. 11(6): 债务人履行债务的期限超过专利权有效期. */
const debtOutlivesPatent: PledgeGround = {
  id: 'A4.g6',
  source: announcement461(11, 6),
  ...since,
  severity: 'refusal',
  heading: { zh: '债务履行期限超过专利权有效期', en: 'Debt period exceeds the patent term' },
  text: {
    zh: '债务履行期限届满日{until}晚于专利{patent}的期限届满日{expiry}',
    en: 'The debt is due on {until}, after {patent} expires on {expiry}',
  },
  check: (facts) =>
    eachTitle(facts, (title) => {
      const until = facts.form.claim.performanceUntil;
      const expiry = expiryDate(title.particulars);
      return expiry !== undefined && until > expiry
        ? { pointer: '/claim/performanceUntil', params: { until, expiry } }
        : undefined;
    }),
};

/** A4.g7, art. 11(7): 质押合同不符合第八条规定, judged on what the applicant declares the contract to state. */
const contractLacksItem: PledgeGround = {
  id: 'A4.g7',
  source: announcement461(11, 7),
  ...since,
  severity: 'refusal',
  heading: { zh: '质押合同缺少应载事项', en: 'Contract lacks a required item' },
  text: { zh: '质押合同未载明{item}', en: 'The pledge contract does not state {itemEn}' },
  check: ({ form }) =>
    Object.entries(contractItemTexts).flatMap(([item, text]) =>
      form.contractItems[item as ContractItem]
        ? []
        : [{ pointer: `/contractItems/${item}`, params: { item: text.zh, itemEn: text.en } }],
    ),
};

/** A4.g8, art. 11(8): 专利权共有人未取得一致同意; an agreement to the contrary (art. 4) needs a person's eye. */
const coOwnerMissing: PledgeGround = {
  id: 'A4.g8',
  source: announcement461(11, 8),
  ...since,
  severity: 'refusal',
  heading: { zh: '未经全体共有人同意', en: 'A co-owner has not joined' },
  text: {
    zh: '专利{patent}的共有人{owner}未参加出质，其同意或者共有人的另行约定尚待证明',
    en: 'Co-owner {owner} of {patent} has not joined; its consent, or an agreement to the contrary, is not proved yet',
  },
  check: (facts) => {
    const pledgors = partiesOf(facts, 'pledgors');
    return facts.form.rights.flatMap((number) => {
      const right = rightOf(number);
      const owners = facts.titles.get(right)?.owners ?? [];
      // A pledgor who owns nothing here is g1's finding; naming every owner as missing would only blur it.
      if (!owners.some((owner) => pledgors.some((pledgor) => isSameParty(owner, pledgor)))) return [];
      return owners
        .filter((owner) => !pledgors.some((pledgor) => isSameParty(owner, pledgor)))
        .map(
          (owner): GroundHit => ({
            right,
            params: { patent: patentText(right), owner: owner.name },
            ...(facts.form.coOwnersAgreedOtherwise && { severity: 'examiner' }),
          }),
        );
    });
  },
};

/** A4.g9, art. 11(9): 专利权已被申请质押登记且处于质押期间; a Chinese patent carries one pledge at most (A1.7). */
const alreadyPledged: PledgeGround = {
  id: 'A4.g9',
  source: announcement461(11, 9),
  ...since,
  severity: 'refusal',
  heading: { zh: '专利权已办理质押登记', en: 'Patent already pledged' },
  text: {
    zh: '专利{patent}已有质押登记{record}，且处于质押期间',
    en: 'Patent {patent} already carries the running pledge {record}',
  },
  check: (facts) =>
    eachTitle(facts, (title) => {
      const running = holdsAgainst(title.holds, 'pledge').find((held) => held.kind === 'pledge');
      return running && { params: { record: running.record ?? '' } };
    }),
};

/** A4.g10, art. 11(10): 同日申请的实用新型; curable when the parties, once told, declare that they continue. */
const sameDayInvention: PledgeGround = {
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
const invalidationStarted: PledgeGround = {
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

/** g12 (其他不符合出质条件的情形) has no check: only an examiner may rely on it, and must say why. */
export const grounds: readonly PledgeGround[] = [
  unknownRight,
  foreignWithoutAgency,
  pledgorIsNotOwner,
  ended,
  notGranted,
  annuityUnpaid,
  stayed,
  debtOutlivesPatent,
  contractLacksItem,
  coOwnerMissing,
  alreadyPledged,
  sameDayInvention,
  invalidationStarted,
];
