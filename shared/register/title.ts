import * as z from 'zod';
import { fault } from '../kernel/fault.ts';
import { entryId } from '../kernel/id.ts';
import { instant } from '../kernel/instant.ts';
import { ipc } from '../kernel/ipc.ts';
import { PATENT_KINDS } from '../kernel/patent-number.ts';
import { type PlainDate, plainDate } from '../kernel/plain-date.ts';
import { line } from '../kernel/plain-text.ts';
import { rightId } from '../kernel/right.ts';
import { hold } from './hold.ts';
import { bytesInLeaf, patentNameBytesMax } from './leaf.ts';
import { identifier } from './party.ts';

/** 法律状态: `application` is not yet granted, `terminated` lapsed or surrendered, `invalid` declared void. */
export const legalStatuses = ['application', 'granted', 'terminated', 'invalid'] as const;
export const annuityStandings = ['paid', 'late', 'unknown'] as const;

/** `assumed` marks what no source states; a demonstration may build on it but must say so. */
export const bases = ['source', 'assumed'] as const;
const basis = z.enum(bases);

/** The Patent Law came into force, and the office took its first applications, on this day. */
export const firstFilingDay = '1985-04-01' as PlainDate;

/** 著录项目: the bibliographic data of a patent. */
export const particulars = z.strictObject({
  kind: z.enum(PATENT_KINDS),
  /** Goes into entries, so it is bounded in bytes too. */
  name: line(1000).refine((text) => bytesInLeaf(text) <= patentNameBytesMax, fault('text.tooLong')),
  language: z.enum(['zh', 'en']),
  publicationNumber: z.string().max(20).optional(),
  mainClassification: ipc.optional(),
  /** No earlier than the first day, or the term could not be told and A4.g6 not examined. */
  filingDate: plainDate.refine((day) => day >= firstFilingDay, 'title.beforeFirstFilingDay'),
  grantDate: plainDate.optional(),
  /** Days added to the term for delay at grant or for a medicine's approval (Implementing Rules art. 84). */
  compensationDays: z.int().min(0).max(3660),
});
export type Particulars = z.output<typeof particulars>;

export const owner = z.strictObject({ name: line(300), identifier: identifier.optional() });

export const legalFacts = z.strictObject({
  status: z.strictObject({ value: z.enum(legalStatuses), basis }),
  annuity: z.strictObject({ value: z.enum(annuityStandings), basis }),
  /** 无效宣告程序: `public` says whether the start has been announced. */
  invalidation: z.strictObject({ started: z.boolean(), public: z.boolean(), basis }),
  /** Number of an invention application filed the same day by the same applicant (A4.g10). */
  sameDayInvention: z.string().max(20).optional(),
});

/** How many holds a title embeds at most: a title holds nothing that grows without bound. */
export const holdsMax = 64;

/** 权利档案: what the register knows of one right. Its version grows by one with each entry that advances it. */
export const title = z.strictObject({
  right: rightId,
  version: z.int().min(1),
  instant,
  entry: entryId,
  particulars,
  owners: z.array(owner).min(1).max(50),
  facts: legalFacts,
  holds: z.array(hold).max(holdsMax),
  /** Where the particulars were read: named in public, since the register vouches for no more than its source. */
  source: line(200),
});
export type Title = z.output<typeof title>;

/**
 * The title as anyone may see it: what is not announced looks as if it were not there. That no proceeding has
 * started is in public always an assumption: no announcement says so, and any other basis would tell a title
 * where none has from one where it is hidden.
 */
export function publicView(full: Title): Title {
  const { invalidation } = full.facts;
  const announced = invalidation.started && invalidation.public;
  const shown = announced ? invalidation : ({ started: false, public: true, basis: 'assumed' } as const);
  return {
    ...full,
    facts: { ...full.facts, invalidation: shown },
    holds: full.holds.filter((held) => held.public),
  };
}
