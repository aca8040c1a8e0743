import * as z from 'zod';
import { partyId } from '../../../kernel/id.ts';
import { nobody } from '../form-parts.ts';

/** 合并登记申请表: the party that was absorbed into the one that asks. */
export const form = z.strictObject({
  absorbed: partyId,
  /** 被合并方已注销: nobody can consent for it any more; then it is told, and a period for objections runs. */
  absorbedGone: z.boolean(),
});
export type MergerForm = z.output<typeof form>;

export const neutralForm: MergerForm = { absorbed: nobody, absorbedGone: false };
