import type { HoldKind } from '../../../../register/hold.ts';
import { holdsAgainst } from '../../../../register/hold.ts';
import { announcement461 } from '../../../source.ts';
import { eachTitle, type PledgeGround, since } from './ground.ts';

const stays: readonly HoldKind[] = ['preservation', 'ownershipStay'];

/** A4.g5, art. 11(5): 因专利权归属纠纷已请求中止或者法院采取保全措施 (Implementing Rules art. 103-105). */
export const stayed: PledgeGround = {
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

/** A4.g9, art. 11(9): 专利权已被申请质押登记且处于质押期间; a Chinese patent carries one pledge at most (A1.7). */
export const alreadyPledged: PledgeGround = {
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
