import * as z from 'zod';
import { entryId } from '../../kernel/id.ts';
import { instant } from '../../kernel/instant.ts';
import { patentNumber } from '../../kernel/patent-number.ts';
import { plainDate } from '../../kernel/plain-date.ts';
import { parseRight } from '../../kernel/right.ts';
import { type Hold, hold } from '../../register/hold.ts';
import { expiryDate } from '../../register/term.ts';
import { legalFacts, owner, particulars, publicView, type Title } from '../../register/title.ts';

const publicHold = hold.omit({ holders: true, public: true });

/** A title as anyone may read it: chosen fields, never a title with some deleted. */
export const titleView = z.strictObject({
  patentNumber,
  version: z.int(),
  instant,
  entry: entryId,
  particulars,
  expiryDate: plainDate.optional(),
  owners: z.array(owner),
  facts: legalFacts.extend({ invalidation: z.strictObject({ started: z.boolean(), basis: z.string() }) }),
  holds: z.array(publicHold),
  source: z.string(),
});
export type TitleView = z.output<typeof titleView>;

/** The public view of a title. Holds and proceedings that are not announced look as if they were not there. */
export function titleViewOf(title: Title): TitleView {
  return viewOf(publicView(title));
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
  owners: z.array(owner),
  holds: z.array(publicHold),
});
