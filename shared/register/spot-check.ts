import * as z from 'zod';
import { checkId, entryId, filingId, partyId } from '../kernel/id.ts';
import { instant } from '../kernel/instant.ts';
import { paragraph } from '../kernel/plain-text.ts';
import { staffAccount } from './claim.ts';
import { documentList } from './document.ts';
import { actor, deadline } from './filing.ts';

/** What a spot check may find (A9.1): the commitment was true, was put right, or was false. */
export const checkOutcomes = ['true', 'corrected', 'false'] as const;
export const checkStatuses = ['asked', 'answered', ...checkOutcomes] as const;

/** 抽查 of a commitment 告知承诺 (A9.1): the party proves afterwards what it only promised when it filed. */
export const spotCheck = z.strictObject({
  id: checkId,
  version: z.int().min(1),
  status: z.enum(checkStatuses),
  filing: filingId,
  party: partyId,
  /** Whoever has an interest in one of them keeps out of it. */
  parties: z.array(partyId),
  asks: paragraph(2000),
  openedBy: staffAccount,
  openedAt: instant,
  deadline,
  answer: z
    .strictObject({ by: actor, at: instant, text: paragraph(4000), documents: documentList })
    .optional(),
  outcome: z
    .strictObject({ account: staffAccount, at: instant, reason: paragraph(2000), entry: entryId.optional() })
    .optional(),
});
export type SpotCheck = z.output<typeof spotCheck>;
