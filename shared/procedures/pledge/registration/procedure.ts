import { pledgeRegistrationNumberOf } from '../../../kernel/registration-number.ts';
import { rightOf } from '../../../kernel/right.ts';
import type { Procedure } from '../../../register/procedure.ts';
import { announcement461, announcement461From } from '../../source.ts';
import { documents } from './documents.ts';
import { effect } from './effect.ts';
import { form, neutralForm } from './form.ts';
import { grounds } from './grounds.ts';
import { restore } from './restore.ts';
import { otherUnfit, procedureTitle } from './texts.ts';

/** 专利权质押登记 (Announcement 461; rule book part A). */
export const pledgeRegistration: Procedure<typeof form> = {
  id: 'pledge.registration',
  asks: 'pledge',
  title: procedureTitle,
  form,
  neutral: neutralForm,
  // A5.1: five working days on paper, two online (art. 10).
  clocks: [
    { channel: 'online', workingDays: 2, validFrom: announcement461From, source: announcement461(10) },
    { channel: 'paper', workingDays: 5, validFrom: announcement461From, source: announcement461(10) },
  ],
  grounds,
  rights: (filled) => filled.rights.map(rightOf),
  consenting: (filled) => [...filled.pledgors, ...filled.pledgees].map((one) => one.party),
  documents,
  // 98 is the online office: the register has no other counter (A3).
  amount: ({ claim }) => (claim.nature === 'ordinary' ? claim.amount : claim.maximumAmount),
  otherGround: { id: 'A4.g12', heading: otherUnfit },
  number: (year, serial) => pledgeRegistrationNumberOf(year, '98', serial),
  effect,
  restore,
};
