import * as z from 'zod';
import { patentNumber } from '../../../shared/kernel/patent-number.ts';
import { type RightId, rightId, rightOf } from '../../../shared/kernel/right.ts';
import type { Answer, History, Request } from '../history.ts';
import { reads, type Told } from '../linear/title.ts';
import { type Done, filingOfId, pledgeOf } from './acts.ts';
import { rightsIn } from './patents.ts';
import { called } from './result.ts';
import type { Standing } from './standing.ts';

type Reading = { readonly right: RightId; readonly told: Told };
type Reader = (standing: Standing, request: Request, answer: Answer) => Reading[];

/** Answers that rest on a consistent read of titles, or of what is committed together with them. */
const readers: Readonly<Record<string, Reader>> = {
  'titles.get': ofTitle,
  'office.titles.get': ofTitle,
  'titles.history': ofHistory,
  'search.pledges': ofSearch,
  'pledges.get': ofPledge,
  'filings.get': ofFiling,
  'office.filings.get': ofFiling,
};

/** What was read of titles as they stood; each attempt that was answered is a reading of its own. */
export function readings(standing: Standing, history: History): Done[] {
  return history.flatMap((request) => {
    const reader = readers[request.operation];
    // What was asked as of a time, or from the middle of a list, says nothing of now.
    if (!reader || request.query['asOf'] || request.query['cursor']) return [];
    return request.attempts.flatMap(({ begun, ended, answer }) => {
      if (!answer || (answer.status !== 200 && answer.status !== 404)) return [];
      return reader(standing, request, answer).map(({ right, told }) => {
        const what = `${called(request)} read ${JSON.stringify(told)}`;
        return { right, begun, ended, does: reads(told), what };
      });
    });
  });
}

const hold = z.looseObject({ kind: z.string(), record: z.string().optional() });
const shownTitle = z.looseObject({ version: z.int(), holds: z.array(hold) });
const shownPledge = z.looseObject({
  registrationNumber: z.string(),
  status: z.string(),
  patents: z.array(z.looseObject({ patentNumber })),
});
const listed = <Line extends z.ZodType>(line: Line) => z.looseObject({ items: z.array(line) });

const rightAsked = (number: string | undefined): RightId[] => {
  const right = patentNumber.transform(rightOf).safeParse(number).data;
  return right ? [right] : [];
};

function toldOf(standing: Standing, shown: unknown): Told {
  const { version, holds } = shownTitle.parse(shown);
  const held = holds.find(({ kind }) => kind === 'pledge');
  return { version, pledge: held ? pledgeOf(standing, held.record) : 'none' };
}

function ofTitle(standing: Standing, { params }: Request, { status, text }: Answer): Reading[] {
  const told = status === 404 ? { version: 0 } : toldOf(standing, JSON.parse(text));
  return rightAsked(params['patentNumber']).map((right) => ({ right, told }));
}

/** The newest line is the title as it stood. */
function ofHistory(standing: Standing, { params }: Request, { status, text }: Answer): Reading[] {
  const [newest] = status === 404 ? [] : listed(shownTitle).parse(JSON.parse(text)).items;
  const told = newest ? toldOf(standing, newest) : { version: 0 };
  return rightAsked(params['patentNumber']).map((right) => ({ right, told }));
}

/** By patent the title itself is asked; by anything else the index, which may be behind. */
function ofSearch(standing: Standing, { query }: Request, { status, text }: Answer): Reading[] {
  const filtered = Object.keys(query).some((name) => name !== 'patentNumber' && name !== 'limit');
  if (status === 404 || filtered) return [];
  const found = listed(shownPledge).parse(JSON.parse(text)).items;
  const running = found.find((one) => one.status === 'registered');
  const pledge = running ? pledgeOf(standing, running.registrationNumber) : 'none';
  return rightAsked(query['patentNumber']).map((right) => ({ right, told: { pledge } }));
}

function ofPledge(standing: Standing, { params }: Request, { status, text }: Answer): Reading[] {
  const record = standing.records.get(params['registrationNumber'] ?? '')?.at(-1)?.value.record;
  if (status === 404) {
    return (record?.rights ?? []).map(({ right }) => ({ right, told: { not: record?.filing ?? '' } }));
  }
  const { patents, registrationNumber } = shownPledge.parse(JSON.parse(text));
  const pledge = pledgeOf(standing, registrationNumber);
  return patents.map((one) => ({ right: rightId.parse(rightOf(one.patentNumber)), told: { pledge } }));
}

/** A filing becomes registered together with its titles. */
function ofFiling(standing: Standing, { params }: Request, { status, text }: Answer): Reading[] {
  const filing = filingOfId(standing, params['filingId']);
  if (status === 404 || !filing?.registration?.number) return [];
  const { status: shown } = z.looseObject({ status: z.string() }).parse(JSON.parse(text));
  const told: Told = shown === 'registered' ? { pledge: filing.id } : { not: filing.id };
  return rightsIn(filing.form).map((right) => ({ right, told }));
}
