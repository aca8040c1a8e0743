import * as z from 'zod';
import { entryId, filingId, partyId, reviewId } from '../kernel/id.ts';
import { instant } from '../kernel/instant.ts';
import { line } from '../kernel/plain-text.ts';
import { staffAccount } from './claim.ts';
import { deadline } from './filing.ts';

/** Why somebody looks again: drawn by lot, or because an appeal against the registration was upheld. */
export const reviewKinds = ['sampling', 'appeal'] as const;
/** `remedied` once the correction that an error called for was made. */
export const reviewStatuses = ['open', 'ok', 'error', 'remedied'] as const;
/** What an error calls for: the office corrects itself (更正), or takes the registration back (撤销, A6.3). */
export const remedies = ['correction', 'revocation'] as const;

/** 复查: an examiner looks again at what was registered. */
export const review = z.strictObject({
  id: reviewId,
  version: z.int().min(1),
  kind: z.enum(reviewKinds),
  status: z.enum(reviewStatuses),
  filing: filingId,
  procedure: z.string(),
  entry: entryId,
  number: z.string().optional(),
  /** Whoever has an interest in one of them does not review it; agents are among them. */
  parties: z.array(partyId),
  openedAt: instant,
  deadline,
  outcome: z
    .strictObject({
      account: staffAccount,
      at: instant,
      reason: line(2000).optional(),
      proposes: z.enum(remedies).optional(),
    })
    .optional(),
});
export type Review = z.output<typeof review>;

/**
 * 抽样: whether a registration is drawn, exactly so many times in ten thousand as the share says, as far as 24 bits of
 * chance go.
 */
export function isDrawn(perTenThousand: number, random: Uint8Array): boolean {
  const [high = 0, middle = 0, low = 0] = random;
  const drawn = high * 65_536 + middle * 256 + low;
  return drawn * 10_000 < perTenThousand * 16_777_216;
}
