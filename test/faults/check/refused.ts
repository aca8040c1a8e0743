import { isDeepStrictEqual } from 'node:util';
import type { Answer, History, Request } from '../history.ts';
import { filingOfId } from './acts.ts';
import { type Broken, type Finder, finder } from './broken.ts';
import { bodyOf, called } from './result.ts';
import type { Standing } from './standing.ts';

/** A no is true: what was refused was not done, and nobody is told that something is not there which is. */
export function refusalsAreTrue(standing: Standing, history: History): Broken[] {
  const into = finder('refusals');
  for (const request of history) {
    for (const { answer } of request.attempts)
      if (answer) namesWhatIsMissing(into, standing, request, answer);
    if (isEdit(request) && isRefused(request)) leftNothing(into, standing, history, request);
  }
  return into.found;
}

const isEdit = ({ operation }: Request) => operation === 'filings.edit';

/** Every attempt was answered, and each with a no. */
function isRefused({ attempts }: Request): boolean {
  return attempts.every(({ answer }) => answer && answer.status >= 400 && answer.status < 500);
}

/** Filings and accounts are never taken away during a run, so whoever is of a filing finds it, and is known. */
function namesWhatIsMissing({ need }: Finder, standing: Standing, request: Request, answer: Answer): void {
  const { operation, actor, params } = request;
  if (!operation.startsWith('filings.') || (answer.status !== 404 && answer.status !== 403)) return;
  const filing = filingOfId(standing, params['filingId']);
  const own = [...standing.parties].filter(([, { value }]) =>
    value.accounts.some(({ subject }) => subject === actor),
  );
  if (!filing || !own.some(([id]) => filing.parties.includes(id))) return;
  const { code } = bodyOf(answer.text);
  need(
    code !== 'not-found' && code !== 'not-enrolled',
    `${called(request)} was told ${code}, which is not so`,
  );
}

/** The form that stands is not what only somebody asked for who was told that it was not taken. */
function leftNothing({ need }: Finder, standing: Standing, history: History, refused: Request): void {
  const filing = filingOfId(standing, refused.params['filingId']);
  const { form } = Object(refused.body);
  if (!filing || form === undefined || !isDeepStrictEqual(form, filing.form)) return;
  const begun = Math.min(...refused.attempts.map((one) => one.begun));
  const byAnother = history.some(
    (one) =>
      one !== refused &&
      ((isEdit(one) && !isRefused(one) && isDeepStrictEqual(Object(one.body).form, form)) ||
        one.attempts.some(({ ended, answer }) => ended <= begun && answer && shows(answer, form))),
  );
  need(byAnother, `${called(refused)} was refused, and its form stands`);
}

const shows = ({ text }: Answer, form: unknown) => isDeepStrictEqual(bodyOf(text)['form'], form);
