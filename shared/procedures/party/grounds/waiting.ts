import { addDays, type PlainDate, plainDate } from '../../../kernel/plain-date.ts';
import type { ExaminationFacts, Ground } from '../../../register/procedure.ts';
import { announcement461From, houseRule } from '../../source.ts';

/** Days that a party has to object to what is asked in its name by somebody else. */
export const objectionDays = 10;

/** The first day on which it may be registered; counted anew from a completed correction (A2.4). */
function firstDay(receivedOn: PlainDate): PlainDate {
  return addDays(receivedOn, objectionDays + 1);
}

/**
 * P9: 异议期. Whoever now acts for the party is told, and has these days to object before its accounts are given to
 * somebody else. Not even an examiner can shorten them.
 */
export function objectionPeriod<Form>(applies: (facts: ExaminationFacts<Form>) => boolean): Ground<Form> {
  return {
    id: 'P9',
    source: houseRule,
    validFrom: announcement461From,
    severity: 'waiting',
    heading: { zh: '异议期未满', en: 'The period for objections is running' },
    text: {
      zh: '已通知该主体现有账户，{day}起方可登记',
      en: 'The party’s present accounts were told: not to be registered before {day}',
    },
    check: (facts) => {
      const { filed, today } = facts;
      if (!applies(facts)) return [];
      const day = firstDay(filed.receivedOn ?? plainDate.parse(today));
      return today < day ? [{ params: { day } }] : [];
    },
  };
}

/** P10: 异议. What the party told has to say is for a person to weigh. */
export const objectionMade: Ground<unknown> = {
  id: 'P10',
  source: houseRule,
  validFrom: announcement461From,
  severity: 'examiner',
  heading: { zh: '该主体提出异议', en: 'The party objects' },
  text: {
    zh: '{party}于{day}提出异议，须由审查员审理',
    en: '{party} objected on {day}: an examiner must hear it',
  },
  check: ({ filed }) => filed.objections.map(({ party, on }) => ({ params: { party, day: on } })),
};
