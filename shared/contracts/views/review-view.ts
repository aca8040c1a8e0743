import * as z from 'zod';
import { filingId } from '../../kernel/id.ts';
import { type Appeal, appeal } from '../../register/appeal.ts';
import { review } from '../../register/review.ts';
import { type SpotCheck, spotCheck } from '../../register/spot-check.ts';

/** A review as the office sees it; who the parties are stands with the filing. */
export const reviewView = review.omit({ parties: true });

/** A spot check as the office sees it, and as the party that is checked sees it. */
export const officeCheckView = spotCheck.omit({ parties: true });
export const checkView = officeCheckView.omit({ openedBy: true, answer: true, outcome: true }).extend({
  answer: spotCheck.shape.answer.unwrap().omit({ by: true }).optional(),
  outcome: spotCheck.shape.outcome.unwrap().omit({ account: true }).optional(),
});

export function officeCheckViewOf({
  parties: _parties,
  ...shown
}: SpotCheck): z.output<typeof officeCheckView> {
  return shown;
}

export function checkViewOf(check: SpotCheck): z.output<typeof checkView> {
  const { openedBy: _by, answer, outcome, ...shown } = officeCheckViewOf(check);
  return {
    ...shown,
    ...(answer && { answer: { at: answer.at, text: answer.text, documents: answer.documents } }),
    ...(outcome && {
      outcome: { at: outcome.at, reason: outcome.reason, ...(outcome.entry && { entry: outcome.entry }) },
    }),
  };
}

/** An appeal as the parties of the filing see it: no examiner, and nothing that is only proposed. */
export const appealView = appeal
  .omit({ by: true, proposal: true, sentBack: true, outcome: true, status: true })
  .extend({
    status: z.enum(['open', 'upheld', 'rejected']),
    outcome: appeal.shape.outcome.unwrap().pick({ at: true, reason: true }).optional(),
  });

export function appealViewOf(full: Appeal): z.output<typeof appealView> {
  const { by: _by, proposal: _proposal, sentBack: _back, outcome, status, ...shown } = full;
  return {
    ...shown,
    status: status === 'proposed' ? 'open' : status,
    ...(outcome && { outcome: { at: outcome.at, reason: outcome.reason } }),
  };
}

/** What became of an act on an appeal, small, because it is stored as the reply. */
export const appealAct = z.strictObject({
  appeal: appeal.shape.id,
  filing: filingId,
  status: appeal.shape.status,
  filingStatus: z.string(),
  filingVersion: z.int(),
});
