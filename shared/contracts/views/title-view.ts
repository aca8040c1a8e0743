import * as z from 'zod';
import { entryId } from '../../kernel/id.ts';
import { instant } from '../../kernel/instant.ts';
import { patentNumber } from '../../kernel/patent-number.ts';
import { plainDate } from '../../kernel/plain-date.ts';
import { parseRight } from '../../kernel/right.ts';
import { type Hold, hold } from '../../register/hold.ts';
import { expiryDate } from '../../register/term.ts';
import { legalFacts, owner, particulars, publicView, type Title } from '../../register/title.ts';
import { type AsOfView, asOf } from './as-of-view.ts';

const publicHold = hold.omit({ holders: true, public: true });

const owners = {
  owners: z.array(owner),
  /** How many owners are left out of a public answer as of an earlier time: see `named`. */
  unnamedOwners: z.int().min(1).optional(),
};

/** A title as anyone may read it: chosen fields, never a title with some deleted. */
export const titleView = z.strictObject({
  asOf,
  patentNumber,
  version: z.int(),
  instant,
  entry: entryId,
  particulars,
  expiryDate: plainDate.optional(),
  ...owners,
  facts: legalFacts.extend({ invalidation: z.strictObject({ started: z.boolean(), basis: z.string() }) }),
  holds: z.array(publicHold),
  source: z.string(),
});
export type TitleView = z.output<typeof titleView>;

/** The public view of a title. Holds and proceedings that are not announced look as if they were not there. */
export function titleViewOf(title: Title): TitleView {
  return viewOf(publicView(title));
}

/**
 * The public view of a title as it once was. It never changes and may be kept by anyone for ever, so it names only
 * whom nobody can ask the register to forget.
 */
export function titleViewAsOf(title: Title, at: AsOfView): TitleView {
  return { asOf: at, ...titleViewOf(title), ...named(title.owners) };
}

/** The owners that are organisations for certain, by a code that no person has; the others are counted. */
export function named(all: Title['owners']): Pick<TitleView, 'owners' | 'unnamedOwners'> {
  const known = all.filter((one) => one.identifier?.scheme === 'uscc');
  const unnamedOwners = all.length - known.length;
  return { owners: known, ...(unnamedOwners > 0 && { unnamedOwners }) };
}

/** The view for its owner and for the office: what is not announced is shown too. */
export function fullTitleViewOf(title: Title): TitleView {
  return viewOf(title);
}

function viewOf(title: Title): TitleView {
  const number = parseRight(title.right)?.number;
  if (!number) throw new Error(`not a patent: ${title.right}`);
  const expiry = expiryDate(title.particulars);
  const { status, annuity, invalidation, sameDayInvention } = title.facts;
  return {
    patentNumber: number,
    version: title.version,
    instant: title.instant,
    entry: title.entry,
    particulars: title.particulars,
    ...(expiry && { expiryDate: expiry }),
    owners: title.owners,
    facts: {
      status,
      annuity,
      invalidation: { started: invalidation.started, basis: invalidation.basis },
      ...(sameDayInvention && { sameDayInvention }),
    },
    holds: title.holds.map(holdView),
    source: title.source,
  };
}

function holdView({ kind, record, since, entry }: Hold): z.output<typeof publicHold> {
  return { kind, since, entry, ...(record && { record }) };
}

/** One line of a title's history: the version, when, by which entry, and the holds it then carried. */
export const historyLine = z.strictObject({
  version: z.int(),
  instant,
  entry: entryId,
  act: z.string(),
  ...owners,
  holds: z.array(publicHold),
});
export type HistoryLine = z.output<typeof historyLine>;

export function historyLineOf(title: Title, act: string): HistoryLine {
  const { version, instant: at, entry, owners: all, holds } = titleViewOf(title);
  return { version, instant: at, entry, act, owners: all, holds };
}
