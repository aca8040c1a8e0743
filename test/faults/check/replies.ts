import { operations } from '../../../shared/contracts/operations/index.ts';
import type { Caller } from '../../functions/world.ts';
import type { Answer, History, Request } from '../history.ts';
import type { Remains } from '../remains.ts';
import { type Broken, type Finder, finder } from './broken.ts';
import { acknowledged, bodyOf, called, isDone, storedReply } from './result.ts';
import type { Standing } from './standing.ts';

/** Whoever repeats a request under its key is told the same, byte for byte: during the run, and now. */
export async function repliesRepeat(
  remains: Remains,
  standing: Standing,
  history: History,
): Promise<Broken[]> {
  const into = finder('replies');
  const keyed = history.filter(({ key }) => key !== undefined);
  for (const request of keyed) sameAmongAttempts(into, standing, request);
  const done = keyed.filter((request) => acknowledged(request));
  await Promise.all(done.map((request) => sameNow(into, remains, request)));
  // The register's own check of a key is one; it is tried once with each operation.
  const tried = new Map(done.map((request) => [request.operation, request]));
  await Promise.all([...tried.values()].map((request) => refusedWhenOther(into, remains, request)));
  return into.found;
}

/** Answers that say no more than that it should be tried again. */
const passing = (answer: Answer) =>
  answer.status >= 500 || answer.status === 429 || bodyOf(answer.text)['code'] === 'busy';

function sameAmongAttempts({ need }: Finder, standing: Standing, request: Request): void {
  const first = acknowledged(request);
  if (!first) return;
  const until = Math.min(
    ...request.attempts.flatMap(({ ended, answer }) => (answer && isDone(answer) ? [ended] : [])),
  );
  for (const { begun, answer } of request.attempts) {
    if (!answer) continue;
    if (isDone(answer)) need(isSame(first, answer), `${called(request)} was answered in two ways`);
    else
      need(
        begun <= until || passing(answer),
        `${called(request)} was done, and then answered ${answer.status}`,
      );
  }
  const stored = storedReply(standing, request);
  const { notice: _notice, ...told } = bodyOf(first.text);
  const kept = stored?.status === first.status && stored.text === JSON.stringify(told);
  need(kept, `${called(request)} was acknowledged, and its reply is not kept as it was`);
}

function isSame(one: Answer, other: Answer): boolean {
  return (
    one.status === other.status && one.text === other.text && one.headers['etag'] === other.headers['etag']
  );
}

async function sameNow({ need }: Finder, remains: Remains, request: Request): Promise<void> {
  const first = acknowledged(request);
  if (!first) return;
  const now = await ask(remains, request, {});
  need(
    isSame(first, now),
    `${called(request)}, asked again, is answered ${now.status} ${now.text.slice(0, 120)}`,
  );
}

async function refusedWhenOther({ need }: Finder, remains: Remains, request: Request): Promise<void> {
  const other = otherThan(request);
  if (!other) return;
  const now = await ask(remains, request, other);
  const refused = now.status === 422 && bodyOf(now.text)['code'] === 'idempotency-key-reused';
  need(refused, `${called(request)}, asked for something else under its key, is answered ${now.status}`);
}

const someFiling = 'fil_00000000000000000000000000';

/** Another request of the same operation that fits its schema; undefined where none is known. */
function otherThan({ params, body }: Request): Pick<Request, 'params' | 'body'> | undefined {
  if (params['filingId'] !== undefined) return { params: { ...params, filingId: someFiling }, body };
  const { procedure, source, reason } = Object(body);
  if (typeof procedure === 'string')
    return { params, body: { ...Object(body), procedure: notThis(procedure) } };
  if (typeof source === 'string') return { params, body: { ...Object(body), source: 'another' } };
  return typeof reason === 'string' ? { params, body: { ...Object(body), reason: 'another' } } : undefined;
}

const notThis = (procedure: string) =>
  procedure === 'party.recovery' ? 'party.enrolment' : 'party.recovery';

async function ask(
  { call }: Remains,
  request: Request,
  other: Partial<Pick<Request, 'params' | 'body'>>,
): Promise<Answer> {
  const { operation, params, query, key = '', headers, body } = { ...request, ...other };
  return call(operation, callerOf(request), {
    ...{ params: { ...params }, query: { ...query }, headers: { ...headers, 'idempotency-key': key } },
    ...(body !== undefined && { body }),
  });
}

/** Members of staff ask in the role that the operation wants. */
function callerOf({ actor, operation }: Request): Caller {
  const row = operations.find(({ id }) => id === operation);
  return row?.audience === 'office' ? { sub: actor, groups: `[${row.role}]` } : { sub: actor };
}
