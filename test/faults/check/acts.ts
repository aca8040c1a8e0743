import type { RightId } from '../../../shared/kernel/right.ts';
import type { Title } from '../../../shared/register/title.ts';
import type { History, Request } from '../history.ts';
import type { Operation } from '../linear/linearize.ts';
import { corrects, imports, reads, registers, type TitleState } from '../linear/title.ts';
import { rightsIn } from './patents.ts';
import { acknowledged, type Body, bodyOf, called, isDone, registrationIn } from './result.ts';
import type { Standing } from './standing.ts';

/** An operation on one title. */
export type Done = Operation<TitleState> & { readonly right: RightId };

/** Requests by which a filing may become registered. */
const registering = ['filings.submit', 'filings.declare', 'office.filings.decide', 'office.filings.confirm'];

/**
 * What changed titles, or was decided upon them. A request takes effect once, whatever the number of its attempts: after the
 * first began, and before the first that was acknowledged ended; unheard, at any time or never.
 */
export function acts(standing: Standing, history: History): Done[] {
  return history.flatMap((request) => {
    const { operation } = request;
    if (registering.includes(operation)) return filingActs(standing, request);
    if (operation === 'office.imports.make') return importActs(standing, request);
    return operation === 'office.corrections.confirm' ? correctionActs(standing, request) : [];
  });
}

type Span = Pick<Done, 'begun' | 'ended'>;

/** Undefined for a request that was refused each time, or never begun: nothing came of it. */
function spanOf({ attempts }: Request): Span | undefined {
  const begun = Math.min(...attempts.map((one) => one.begun));
  const ends = attempts.flatMap(({ ended, answer }) => (answer && isDone(answer) ? [ended] : []));
  if (ends.length > 0) return { begun, ended: Math.min(...ends) };
  const unheard = attempts.some(({ answer }) => answer === undefined || answer.status >= 500);
  return unheard ? { begun } : undefined;
}

export function filingOfId({ filings }: Standing, id: string | undefined) {
  return [...filings.values()].find(({ value }) => value.id === id)?.value;
}

function filingActs(standing: Standing, request: Request): Done[] {
  const span = spanOf(request);
  const filing = filingOfId(standing, request.params['filingId']);
  if (!span || !filing) return [];
  const rights = rightsIn(filing.form);
  const body = bodyOf(acknowledged(request)?.text ?? '');
  const done = (right: RightId, what: string, does: Done['does']) => ({
    ...{ right, ...span, does, what: `${called(request)} ${what}` },
  });
  const isHeard = span.ended !== undefined;
  if (!isHeard || registrationIn(body)) {
    return rights.map((right) => done(right, `registers ${filing.id}`, registers(filing.id)));
  }
  // The titles were read to examine them; which of them the form then named is known while it is the same version.
  const pledged = pledgesFound(standing, body);
  const known = body['version'] === filing.version ? rights : [...pledged.keys()];
  return known.map((right) => {
    const pledge = pledged.get(right) ?? 'none';
    return done(right, `found the pledge ${pledge}`, reads({ pledge }));
  });
}

/** Titles that were found pledged already (A4.g9), with the filing that pledged each. */
function pledgesFound(standing: Standing, { findings }: Body): Map<RightId, string> {
  const found = new Map<RightId, string>();
  for (const one of Array.isArray(findings) ? findings : []) {
    const { ground, right, text } = Object(one);
    if (ground === 'A4.g9') found.set(right, pledgeOf(standing, /Y\d{13}/.exec(Object(text).en)?.[0]));
  }
  return found;
}

/** A pledge goes by its filing, since nobody knows its number before; a number of no filing is nobody's. */
export function pledgeOf({ records }: Standing, number: string | undefined): string {
  return records.get(number ?? '')?.at(-1)?.value.record.filing ?? `of number ${number}`;
}

function importActs(standing: Standing, request: Request): Done[] {
  const span = spanOf(request);
  if (!span) return [];
  const { entry, lines } = bodyOf(acknowledged(request)?.text ?? '');
  const { csv } = Object(request.body);
  const isHeard = span.ended !== undefined;
  return rightsIn({ csv, lines: isHeard ? lines : [] }).map((right) => {
    const own = !isHeard || (entry !== undefined && firstEntry(standing, right) === entry);
    const does = own ? imports : reads({ present: true });
    return { right, ...span, does, what: `${called(request)} ${own ? 'imports it' : 'found it'}` };
  });
}

const firstEntry = ({ titles }: Standing, right: RightId) => titles.get(right)?.[0]?.value.title.entry;

function correctionActs({ corrections }: Standing, request: Request): Done[] {
  const span = spanOf(request);
  const change = corrections.find(({ id }) => id === request.params['correctionId'])?.change;
  if (!span || change?.target !== 'title' || Object(request.body).outcome !== 'confirm') return [];
  const { right, version } = change;
  return [
    { right, ...span, does: corrects(version), what: `${called(request)} corrects version ${version}` },
  ];
}

/** How the title may have stood when the run began: as the last version that no request of it can have made. */
export function initialStates(standing: Standing, history: History, right: RightId): TitleState[] {
  const absent: TitleState = { version: 0 };
  const lines = (standing.titles.get(right) ?? []).map(({ value }) => value.title);
  const importers = history.filter(({ operation }) => operation === 'office.imports.make').filter(spanOf);
  const bodies = importers.map((one) => bodyOf(acknowledged(one)?.text ?? ''));
  const [first] = lines;
  if (!first || bodies.some(({ entry }) => entry === first.entry)) return [absent];
  const before = lines.slice(1).findIndex((one) => isOfRun(standing, history, one));
  const begun = before < 0 ? lines.at(-1) : lines[before];
  const unheard = importers.some((one) => !acknowledged(one) && rightsIn(Object(one.body)).includes(right));
  return [...(begun ? [stateOf(standing, begun)] : []), ...(unheard ? [absent] : [])];
}

function isOfRun({ entries, corrections }: Standing, history: History, { entry: by }: Title): boolean {
  const filing = entries.get(by)?.filing;
  const correction = corrections.find(({ end }) => end?.entry === by)?.id;
  return history.some(
    ({ operation, params }) =>
      (filing !== undefined && registering.includes(operation) && params['filingId'] === filing) ||
      (correction !== undefined && params['correctionId'] === correction),
  );
}

/** The state as whoever reads it can tell. */
export function stateOf(
  standing: Standing,
  { version, holds }: Pick<Title, 'version' | 'holds'>,
): TitleState {
  const held = holds.find(({ kind }) => kind === 'pledge');
  return { version, ...(held && { pledge: pledgeOf(standing, held.record) }) };
}
