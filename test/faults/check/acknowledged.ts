import { isDeepStrictEqual } from 'node:util';
import type { Filing } from '../../../shared/register/filing.ts';
import type { History, Request } from '../history.ts';
import type { Remains } from '../remains.ts';
import { type Broken, type Finder, finder } from './broken.ts';
import { rightsIn } from './patents.ts';
import {
  acknowledged,
  type Body,
  bodyOf,
  called,
  filingVersionIn,
  registrationIn,
  resultOf,
} from './result.ts';
import type { Standing } from './standing.ts';

/** What was acknowledged is there, once; and what a stored reply says of an act that nobody heard of, as well. */
export function acknowledgedStands(standing: Standing, history: History): Broken[] {
  const into = finder('acknowledged');
  const edited = new Map<string, Request>();
  for (const request of history) {
    const result = resultOf(standing, request);
    if (!result) continue;
    filingStands(into, standing, request, result);
    const registered = registrationIn(result);
    if (registered) registrationStands(into, standing, request, registered);
    if (request.operation === 'office.imports.make') importStands(into, standing, request, result);
    if (request.operation === 'office.corrections.confirm') correctionStands(into, standing, request, result);
    const made = request.key === undefined && isEdit(request) ? filingVersionIn(result) : undefined;
    if (!made) continue;
    const name = `version ${made.version} of ${made.filing}`;
    const twin = edited.get(name) ?? madeByReply(standing, made);
    into.need(twin === undefined, `${called(request)} made ${name}, and so did another`);
    edited.set(name, request);
  }
  return into.found;
}

const isEdit = ({ operation }: Request) => operation === 'filings.edit' || operation === 'filings.answer';

function madeByReply({ replies }: Standing, made: { filing: string; version: number }): true | undefined {
  return (
    [...replies.values()].some(({ body }) => isDeepStrictEqual(filingVersionIn(body), made)) || undefined
  );
}

/** The version of the filing that was acknowledged was there: it is the one that stands, or was followed by others. */
function filingStands({ need, say }: Finder, standing: Standing, request: Request, body: Body): void {
  const of = filingVersionIn(body);
  if (!of) return;
  const filing = [...standing.filings.values()].find(({ value }) => value.id === of.filing)?.value;
  const what = `${called(request)} was told of version ${of.version} of ${of.filing}`;
  if (!filing) {
    say(`${what}, which is not there`);
    return;
  }
  need(filing.version >= of.version, `${what}, which stands at ${filing.version}`);
  const { status, form, documents } = body;
  const same = filing.version === of.version;
  need(
    !same || status === undefined || status === filing.status,
    `${what} as ${status}, and it is ${filing.status}`,
  );
  need(!same || form === undefined || isDeepStrictEqual(form, filing.form), `${what} with another form`);
  const listed = documents === undefined || isDeepStrictEqual(documents, filing.documents);
  need(!same || listed, `${what} with other documents`);
  if (request.operation === 'filings.withdraw') {
    need(
      filing.status === 'withdrawn',
      `${called(request)} was acknowledged, and ${filing.id} is ${filing.status}`,
    );
  }
  if (request.operation === 'filings.open') {
    const own = body['createdAt'] === filing.createdAt && body['procedure'] === filing.procedure;
    need(
      own && body['applicant'] === filing.applicant,
      `${called(request)} opened another filing than ${filing.id}`,
    );
  }
  if (['filings.consent', 'filings.withdrawConsent'].includes(request.operation)) {
    consentsStand({ need }, request, body, filing);
  }
}

/** Every consent that was shown counts still, or is kept among those that do not, or was given anew by the same account. */
function consentsStand({ need }: Pick<Finder, 'need'>, request: Request, body: Body, filing: Filing): void {
  const kept = [...filing.consents, ...filing.voided];
  for (const name of ['consents', 'voidedConsents']) {
    const shown = body[name];
    for (const one of Array.isArray(shown) ? shown : []) {
      const { party, at } = Object(one);
      // One given in a second tab takes its place, and may have been asked for a moment earlier.
      const there = kept.some((other) => other.party === party);
      need(there, `${called(request)} was shown a consent of ${party} of ${at}, which is nowhere`);
    }
  }
}

type Registration = NonNullable<ReturnType<typeof registrationIn>>;

function registrationStands(
  { need }: Finder,
  { filings, entries, records, titles }: Standing,
  request: Request,
  { entry: id, registrationNumber: number }: Registration,
): void {
  const what = `${called(request)} was told of the registration ${number ?? id}`;
  const entry = [...entries.values()].filter((one) => one.id === id);
  need(entry.length === 1, `${what}, and its entry is not there`);
  const filing = [...filings.values()].find(({ value }) => value.registration?.entry === id)?.value;
  need(filing?.status === 'registered', `${what}, and no filing is registered by it`);
  const own = entry[0]?.filing === filing?.id && filing?.registration?.number === number;
  need(own, `${what}, and its filing says another`);
  if (number === undefined) return;
  const record = records.get(number)?.[0]?.value.record;
  need(record?.entry === id, `${what}, and its record is not there`);
  for (const right of filing ? rightsIn(filing.form) : []) {
    const opened = titles.get(right)?.filter(({ value }) => value.opened === number).length ?? 0;
    need(opened === 1, `${what}, which stands ${opened} times on ${right}`);
  }
}

/** Each line that was not turned away is a title, of this import or of one before. */
function importStands({ need }: Finder, standing: Standing, request: Request, body: Body): void {
  const { entry, created } = body;
  const what = `${called(request)} was told of ${created} titles`;
  const { csv } = Object(request.body);
  for (const right of rightsIn({ csv, lines: body['lines'] })) {
    need(standing.titles.has(right), `${what}, and ${right} is not there`);
  }
  if (entry === undefined) return;
  const own = [...standing.titles.values()].filter(([first]) => first?.value.title.entry === entry);
  need(own.length === created, `${what}, and ${own.length} are there`);
  need(
    [...standing.entries.keys()].some((id) => id === entry),
    `${what}, and its entry is not there`,
  );
}

function correctionStands({ need }: Finder, { corrections }: Standing, request: Request, body: Body): void {
  const kept = corrections.find(({ id }) => id === body['id']);
  need(
    isDeepStrictEqual(kept, withoutNotice(body)),
    `${called(request)} was told of a correction that is another`,
  );
}

function withoutNotice({ notice: _notice, ...body }: Body): Body {
  return body;
}

/** The parties and the office, asked now, are told the same of what was acknowledged as registered. */
export async function registeredReads(remains: Remains, history: History): Promise<Broken[]> {
  const { found, need } = finder('acknowledged');
  const own = history.filter(({ operation }) => operation === 'filings.submit');
  await Promise.all(
    own.map(async ({ actor, params, attempts, headers, ...rest }) => {
      const request = { actor, params, attempts, ...rest };
      const registered = registrationIn(bodyOf(acknowledged(request)?.text ?? ''));
      if (!registered) return;
      const ask = { params: { ...params }, ...(headers && { headers: { ...headers } }) };
      const now = await remains.call('filings.get', { sub: actor }, ask);
      const reads = now.status === 200 && now.body['status'] === 'registered';
      const same = isDeepStrictEqual(registrationIn(now.body), registered);
      need(reads && same, `${called(request)} was registered, and reads ${now.status} ${now.body['status']}`);
    }),
  );
  return found;
}
