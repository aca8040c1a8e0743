import type { PartyId } from '../kernel/id.ts';
import { shanghaiDate } from '../kernel/plain-date.ts';
import { procedures } from '../procedures/index.ts';
import { advancedTo } from '../register/encumbrance.ts';
import type { Entry, Opening } from '../register/entry.ts';
import type { AnyProcedure, OpenForm } from '../register/open-form.ts';
import type { Mandate, Party } from '../register/party.ts';
import type { Asker, Effect, EffectContext, KnownFacts } from '../register/procedure.ts';
import { nothingKnown } from '../register/procedure.ts';
import { replayOpened, sealedAsker } from '../register/replay.ts';
import type { Title } from '../register/title.ts';
import { type Fault, faultOf, type Made, type Outcome, sequenceFault } from './made.ts';
import { type Opened, openAll } from './openings.ts';
import { type Rebuilt, titleNow } from './rebuilt.ts';

/** Parties that no entry of the log made, where an audit may take them as they stand. */
export type GivenParties = ReadonlyMap<PartyId, Party>;

/**
 * The effect of a filing's entry, made again by the procedure itself: the form from what the entry publishes and what
 * its commitments open to, on the titles and parties as the log left them.
 */
export function madeByFiling(register: Rebuilt, entry: Entry, opened: Opened, given: GivenParties): Outcome {
  const procedure = procedures.get(entry.act);
  if (!procedure) return { fault: { code: 'unknownAct', field: '/act' } };
  const read = formOf(entry, opened, procedure);
  if ('forgotten' in read || 'fault' in read) return read;
  const { form, asker } = read;
  const titles = new Map<Title['right'], Title>();
  for (const right of form.rights) {
    const title = titleNow(register, right);
    if (!title) return { waits: { code: 'version', subject: right } };
    titles.set(right, title);
  }
  const wrong = disordered(entry, titles);
  if (wrong) return { fault: wrong };
  return attempted(register, entry, opened, { form, asker, titles, given });
}

type Read = { readonly form: OpenForm; readonly asker: Asker };

function formOf(
  entry: Entry,
  opened: Opened,
  procedure: AnyProcedure,
): Read | { forgotten: true } | { fault: Fault } {
  const some = opened.forgotten.length > 0;
  const raw = procedure.restore(entry.public, opened.values);
  const asker = sealedAsker.safeParse(opened.values.get('asker'));
  if (!raw || !asker.success) return some ? { forgotten: true } : { fault: { code: 'form' } };
  const form = procedure.open(raw, asker.data);
  if (!form.ok) return { fault: { code: 'form' } };
  if (!some) {
    const again = replayOpened(entry, opened.values, procedure);
    const agreed = again.ok && again.signatures.every((one) => one.given >= one.needed);
    if (!agreed) return { fault: { code: 'consent' } };
  }
  return { form: form.form, asker: asker.data };
}

function disordered(entry: Entry, titles: ReadonlyMap<string, Title>): Fault | undefined {
  for (const { right, version } of entry.advanced ?? []) {
    const fault = sequenceFault(titles.get(right), { version, instant: entry.instant }, right);
    if (fault) return fault;
  }
  return undefined;
}

type Attempt = Read & { readonly titles: ReadonlyMap<Title['right'], Title>; readonly given: GivenParties };

/**
 * Titles are ordered by the journal, parties are not: an entry may rest on a party as it was read a moment before that
 * party changed, and an entry about a party may come before the one it builds on. So where the effect is not what the
 * entry says, it is tried on the parties as they stood before, and then it waits for what follows.
 */
function attempted(register: Rebuilt, entry: Entry, opened: Opened, attempt: Attempt): Outcome {
  let first: Fault | undefined;
  for (const parties of standings(register, attempt)) {
    const effect = effectOf(register, entry, attempt, parties);
    const found = effect && madeOf(entry, effect);
    const fault = found
      ? faultOf(entry, found, opened.values)
      : { code: 'effect' as const, field: '/public' };
    if (found && !fault) return inTime(register, entry, found);
    first ??= fault;
  }
  return { waits: first ?? { code: 'effect' } };
}

/** The parties as they now stand, then each that changed as it was before. */
function* standings(register: Rebuilt, { form, given }: Attempt): Generator<Map<PartyId, Party>> {
  const { parties: more = [], accountsOf = [] } = form.concerned;
  const ids = [...new Set([...form.consenting, ...more, ...accountsOf])];
  const now = new Map<PartyId, Party>();
  for (const id of ids) {
    const one = register.parties.get(id)?.now ?? given.get(id);
    if (one) now.set(id, one);
  }
  yield now;
  for (const id of now.keys()) {
    const before = register.parties.get(id)?.before;
    if (before) yield new Map(now).set(id, before);
  }
}

function effectOf(
  register: Rebuilt,
  entry: Entry,
  { form, asker, titles }: Attempt,
  parties: ReadonlyMap<PartyId, Party>,
): Effect | undefined {
  const { instant, id, filing, record } = entry;
  if (!filing) return undefined;
  const context: EffectContext = {
    ...{ instant, today: shanghaiDate(instant), entry: id, filing, asker, number: record?.number },
    ...{ titles, parties, known: knownTo(register, form) },
  };
  try {
    return form.effect(context);
  } catch {
    // A party or mandate that it builds on is not there.
    return undefined;
  }
}

function knownTo(register: Rebuilt, { concerned }: OpenForm): KnownFacts {
  const { mandates = [], givenBy = [], heldBy = [] } = concerned;
  const named = mandates.flatMap((one) => register.mandates.get(one.id) ?? []);
  const wide = givenBy.length + heldBy.length > 0 ? [...register.mandates.values()] : [];
  const theirs = wide.filter((one) => givenBy.includes(one.principal) || heldBy.includes(one.agent));
  return { ...nothingKnown, mandates: [...new Set<Mandate>([...named, ...theirs])] };
}

function madeOf(entry: Entry, effect: Effect): Made {
  const { record, parties = [] } = effect;
  return {
    titles: effect.advances.map((title) => ({
      ...{ title, act: entry.act },
      ...(entry.record && { opened: entry.record.number }),
    })),
    ...(record && { record: { record } }),
    parties: parties.flatMap((one) => (one.kind === 'enrolled' || one.kind === 'changed' ? [one.party] : [])),
    mandates: parties.flatMap((one) =>
      one.kind === 'mandateGiven' || one.kind === 'mandateRevoked' ? [one.mandate] : [],
    ),
    says: {
      advanced: effect.advances.map(advancedTo),
      ...(effect.reads.length > 0 && {
        read: effect.reads.map(({ right, version }) => ({ right, version })),
      }),
      ...(effect.eventCode && { eventCode: effect.eventCode }),
      ...(record && { record: shortOf(record) }),
      public: effect.gazette,
    },
    sealed: Object.fromEntries(Object.entries(effect.sealed).map(([name, { value }]) => [name, value])),
  };
}

function shortOf({ kind, number, version, status }: NonNullable<Effect['record']>): Entry['record'] {
  return { kind, number, version, status };
}

/** The parties it changes: one version more, and later. */
function inTime(register: Rebuilt, entry: Entry, made: Made): Outcome {
  for (const one of made.parties ?? []) {
    const before = register.parties.get(one.id)?.now;
    const fault = before && sequenceFault(before, { version: one.version, instant: entry.instant }, one.id);
    if (fault) return { fault };
  }
  return { made };
}

/** What the openings of an entry tell, or what is wrong with them. */
export function openedOf(entry: Entry, openings: readonly Opening[]): Opened | { readonly fault: Fault } {
  const opened = openAll(entry, openings);
  return 'code' in opened ? { fault: opened } : opened;
}
