import { addDays, addMonths, addYears, type PlainDate, weekday } from './plain-date.ts';
import published from './working-days-cn.json' with { type: 'json' };

/** A computed day. `estimated` when it rests on a year whose holidays are not published yet (J7). */
export type Deadline = { readonly date: PlainDate; readonly estimated: boolean };

export type Term = { readonly days: number } | { readonly months: number } | { readonly years: number };

type Year = { readonly off: ReadonlySet<string>; readonly work: ReadonlySet<string> };

const years: ReadonlyMap<string, Year> = new Map(
  Object.entries(published).map(([year, { off, work }]) => [
    year,
    { off: new Set(off.split(' ')), work: new Set(work.split(' ')) },
  ]),
);

function isPublished(date: PlainDate): boolean {
  return years.has(date.slice(0, 4));
}

/**
 * Whether a date is a working day 工作日: Monday to Friday but for the State Council's holidays, and the weekend
 * days that it turns into working days 调休 (J7). In a year that is not published, Monday to Friday.
 */
export function isWorkingDay(date: PlainDate): boolean {
  const year = years.get(date.slice(0, 4));
  const day = date.slice(5);
  if (year?.work.has(day)) return true;
  return weekday(date) <= 5 && !year?.off.has(day);
}

/** The first working day on or after `date`, carrying on an estimate made before. */
function rollForward(date: PlainDate, estimated: boolean): Deadline {
  let day = date;
  let guessed = estimated || !isPublished(day);
  while (!isWorkingDay(day)) {
    day = addDays(day, 1);
    guessed ||= !isPublished(day);
  }
  return { date: day, estimated: guessed };
}

/** The first working day after `date`, which is never `date` itself. */
export function nextWorkingDay(date: PlainDate): Deadline {
  return rollForward(addDays(date, 1), false);
}

/**
 * The end of a time limit in working days; the day of the event is not counted (A5.2, Impl. Rules art. 5). None
 * gives the day itself, working or not.
 *
 * @throws RangeError when `count` is negative or not whole.
 */
export function addWorkingDays(date: PlainDate, count: number): Deadline {
  if (!Number.isInteger(count) || count < 0) throw new RangeError(`not a count of days: ${count}`);
  let deadline: Deadline = { date, estimated: !isPublished(date) };
  for (let left = count; left > 0; left -= 1) {
    deadline = rollForward(addDays(deadline.date, 1), deadline.estimated);
  }
  return deadline;
}

/** How many working days a span took, and whether a day of it rests on an estimate. */
export type Span = { readonly count: number; readonly estimated: boolean };

/**
 * The working days after `from` up to and with `to`; the day of the event is not counted, so that what is done on the
 * day `addWorkingDays(from, n)` took n. None where `to` is no later.
 */
export function workingDaysBetween(from: PlainDate, to: PlainDate): Span {
  let span: Span = { count: 0, estimated: false };
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) {
    const count = span.count + (isWorkingDay(day) ? 1 : 0);
    span = { count, estimated: span.estimated || !isPublished(day) };
  }
  return span;
}

function lastDay(date: PlainDate, term: Term): PlainDate {
  if ('days' in term) return addDays(date, term.days);
  return 'months' in term ? addMonths(date, term.months) : addYears(date, term.years);
}

/**
 * The end of a time limit in calendar days, months or years: the day of the event is not counted, a month or a
 * year ends on the corresponding day or the month's last, and a limit that ends on a legal holiday 法定休假日,
 * weekends included, ends on the next working day (A5.2, Impl. Rules art. 5).
 *
 * For limits to act only. The term of a patent does not roll: it ends on its day, holiday or not.
 */
export function termEnd(date: PlainDate, term: Term): Deadline {
  return rollForward(lastDay(date, term), false);
}
