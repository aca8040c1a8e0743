import * as z from 'zod';
import { entryId, partyId } from '../kernel/id.ts';
import { instant } from '../kernel/instant.ts';

/** What a procedure asks of a title; a hold blocks some of these, and never names procedures one by one. */
export const requestKinds = [
  'pledge',
  'transfer',
  'licence',
  'exclusiveLicence',
  'openOffer',
  'surrender',
] as const;
export type RequestKind = (typeof requestKinds)[number];

export const holdKinds = ['pledge', 'preservation', 'ownershipStay'] as const;
export type HoldKind = (typeof holdKinds)[number];

type HoldRule = {
  readonly blocks: readonly RequestKind[] | 'everything';
  /** Blocked requests pass when this one's consent is proved; `nobody` means only the lifting event helps. */
  readonly unlessConsentOf: 'holder' | 'nobody';
  readonly liftedBy: string;
  readonly source: string;
};

/**
 * The graph of conflicts, as data: which hold blocks what, whose consent lets it pass, what lifts it.
 * A second pledge is refused even with consent, since Chinese patents carry at most one (A1.7, A4.g9).
 */
export const holdRules: Readonly<Record<HoldKind, readonly HoldRule[]>> = {
  pledge: [
    { blocks: ['pledge'], unlessConsentOf: 'nobody', liftedBy: 'pledge.discharge', source: 'A4.g9' },
    {
      blocks: ['transfer', 'licence', 'exclusiveLicence', 'openOffer', 'surrender'],
      unlessConsentOf: 'holder',
      liftedBy: 'pledge.discharge',
      source: 'A6.7',
    },
  ],
  preservation: [
    { blocks: 'everything', unlessConsentOf: 'nobody', liftedBy: 'preservation.lifting', source: 'A4.g5' },
  ],
  ownershipStay: [
    { blocks: 'everything', unlessConsentOf: 'nobody', liftedBy: 'ownership-stay.lifting', source: 'A4.g5' },
  ],
};

/** 限制: what a record or a court puts on a title. */
export const hold = z.strictObject({
  kind: z.enum(holdKinds),
  /** Number of the record that put the hold, where a record did. */
  record: z.string().optional(),
  holders: z.array(partyId).max(20),
  since: instant,
  entry: entryId,
  /** A court may order a preservation that is not announced; such a hold is shown to nobody but staff and owner. */
  public: z.boolean(),
});
export type Hold = z.output<typeof hold>;

/** The holds that block the request, given whose consent is proved. The only place where holds are asked. */
export function holdsAgainst(
  holds: readonly Hold[],
  request: RequestKind,
  consenting: readonly string[] = [],
): readonly Hold[] {
  return holds.filter((held) =>
    holdRules[held.kind].some((rule) => {
      const blocked = rule.blocks === 'everything' || rule.blocks.includes(request);
      // A hold whose holder is not known to the register waits for its lifting: nobody can consent.
      const consented =
        held.holders.length > 0 && held.holders.every((holder) => consenting.includes(holder));
      const passes = rule.unlessConsentOf === 'holder' && consented;
      return blocked && !passes;
    }),
  );
}
