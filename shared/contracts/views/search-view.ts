import * as z from 'zod';
import { partyId } from '../../kernel/id.ts';
import { positiveMoney } from '../../kernel/money.ts';
import { patentNumber } from '../../kernel/patent-number.ts';
import { plainDate } from '../../kernel/plain-date.ts';
import { parseRight } from '../../kernel/right.ts';
import { holdKinds } from '../../register/hold.ts';
import { identifier, type Party, partyKinds } from '../../register/party.ts';
import type { RegisterRecord } from '../../register/record.ts';
import type { Title } from '../../register/title.ts';
import { pledgeOwnView, pledgeView } from './record-view.ts';

/** 完全一致 or 近似: the name asked for is one of the party's, or its core key begins like theirs (`name-2`). */
export const matches = ['exact', 'similar'] as const;

/** What the party was found by: its name of today, one it had before, or its identifier. */
export const matchedBy = ['name', 'formerName', 'identifier'] as const;

const matched = { match: z.enum(matches), matchedBy: z.enum(matchedBy), matchedText: z.string() };
export type Matched = z.output<z.ZodObject<typeof matched>>;

/** 机构 as anyone may find it. There is no such view of a natural person. */
export const partyHit = z.strictObject({
  ...matched,
  party: partyId,
  name: z.string(),
  formerNames: z.array(z.string()),
  identifier: identifier.optional(),
  residence: z.string(),
  /** 合并后存续的主体: a party that was absorbed is still named by its records. */
  mergedInto: partyId.optional(),
});
export type PartyHit = z.output<typeof partyHit>;

export function partyHitOf(party: Party, how: Matched): PartyHit {
  const { id, name, formerNames, residence, mergedInto } = party;
  // Other numbers find an organisation for who knows them, and are shown to nobody: so entries have it too.
  const uscc = party.identifier?.scheme === 'uscc' ? party.identifier : undefined;
  return {
    ...how,
    party: id,
    name,
    formerNames,
    ...(uscc && { identifier: uscc }),
    residence,
    ...(mergedInto && { mergedInto }),
  };
}

export const sides = ['pledgor', 'pledgee'] as const;

/** 本方质押登记: a line of the caller's own list, with what its terms come down to. */
export const ownPledgeLine = pledgeView.extend({
  side: z.enum(sides),
  secured: z
    .strictObject({
      amount: positiveMoney,
      /** Whether the amount is the ceiling of a maximum-amount pledge 最高额质押. */
      maximum: z.boolean(),
      performanceFrom: plainDate,
      performanceUntil: plainDate,
    })
    .optional(),
});
export type OwnPledgeLine = z.output<typeof ownPledgeLine>;

const claim = z.object({
  amount: positiveMoney.optional(),
  maximumAmount: positiveMoney.optional(),
  performanceFrom: plainDate,
  performanceUntil: plainDate,
});

/** What a record's terms say of the secured claim, where they say it as a pledge's do. */
export function securedIn(record: RegisterRecord): OwnPledgeLine['secured'] {
  const parsed = claim.safeParse(record.terms['claim']);
  const amount = parsed.data?.maximumAmount ?? parsed.data?.amount;
  if (!parsed.success || !amount) return undefined;
  const { maximumAmount, performanceFrom, performanceUntil } = parsed.data;
  return { amount, maximum: maximumAmount !== undefined, performanceFrom, performanceUntil };
}

/** What of a pledged patent is not announced, and so stands in no public view. */
const unannounced = z.strictObject({
  patentNumber,
  holds: z.array(z.enum(holdKinds)),
  invalidationStarted: z.boolean(),
});

export function unannouncedIn(title: Title): z.output<typeof unannounced>[] {
  const number = parseRight(title.right)?.number;
  const holds = title.holds.filter((held) => !held.public).map(({ kind }) => kind);
  const { started, public: announced } = title.facts.invalidation;
  const invalidationStarted = started && !announced;
  return number && (holds.length > 0 || invalidationStarted)
    ? [{ patentNumber: number, holds, invalidationStarted }]
    : [];
}

/** What an examiner finds: parties of either kind, and pledges with terms, parties and what is not announced. */
export const officePartyHit = partyHit
  .omit({ identifier: true })
  .extend({ found: z.literal('party'), partyKind: z.enum(partyKinds), identifier: identifier.optional() });
export const officePledgeHit = pledgeOwnView.extend({
  found: z.literal('pledge'),
  parties: z.array(partyId),
  unannounced: z.array(unannounced),
});
export const officeHit = z.discriminatedUnion('found', [officePartyHit, officePledgeHit]);
export type OfficeHit = z.output<typeof officeHit>;
