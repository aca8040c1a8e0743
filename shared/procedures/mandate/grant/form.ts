import * as z from 'zod';
import { partyId } from '../../../kernel/id.ts';
import { plainDate } from '../../../kernel/plain-date.ts';
import { mandateActs } from '../../../register/party.ts';
import { nobody } from '../../party/form-parts.ts';

/** 授权委托书 (Civil Code art. 165): who acts for the applicant, in what, from when and until when. */
export const form = z
  .strictObject({
    agent: partyId,
    acts: z
      .array(z.enum(mandateActs))
      .min(1)
      .max(mandateActs.length)
      .refine((acts) => new Set(acts).size === acts.length, 'form.repeatedAct'),
    from: plainDate,
    until: plainDate.optional(),
    /** 同意双方代理 (art. 168): the agent may act for the other side of the same filing too. */
    bothSides: z.boolean(),
  })
  .check(({ value, issues }) => {
    if (value.until === undefined || value.from <= value.until) return;
    const message = 'form.periodEndsBeforeItBegins';
    issues.push({ code: 'custom', path: ['until'], message, input: value });
  });
export type GrantForm = z.output<typeof form>;

export const neutralForm: GrantForm = {
  agent: nobody,
  acts: ['file'],
  from: plainDate.parse('2999-12-31'),
  bothSides: false,
};
