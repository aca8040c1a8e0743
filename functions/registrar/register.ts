import type * as z from 'zod';
import { SALT_BYTES } from '../../shared/kernel/digest.ts';
import { newId } from '../../shared/kernel/id.ts';
import { addMillis, type Instant, instantOf, laterOf } from '../../shared/kernel/instant.ts';
import { shanghaiDate } from '../../shared/kernel/plain-date.ts';
import type { Judged } from '../../shared/register/consent.ts';
import { advancedTo } from '../../shared/register/encumbrance.ts';
import type { Entry } from '../../shared/register/entry.ts';
import type { Filing, FilingDecision } from '../../shared/register/filing.ts';
import { leafOf } from '../../shared/register/leaf.ts';
import type { Effect } from '../../shared/register/procedure.ts';
import type { RegisterRecord } from '../../shared/register/record.ts';
import type { sealedAsker, sealedConsents } from '../../shared/register/replay.ts';
import { type Sealed, seal } from '../../shared/register/seal.ts';
import type { Loaded } from '../_platform/facts.ts';
import { openRecord } from '../_platform/store/record-versions.ts';
import { writeEntry } from '../_platform/store/records.ts';
import { advanceTitle, titleKey } from '../_platform/store/titles.ts';
import { type Action, atVersion, check } from '../_platform/transaction.ts';
import type { Agreement } from './agreement.ts';
import { actedOn, type Case, withDecision } from './case.ts';
import type { RegistrarDeps } from './deps.ts';
import { partyActions } from './party-changes.ts';
import { drawnForReview } from './sampling.ts';

/**
 * The writes of one registration: titles, record, entry with its openings, and the pending item, beside the
 * filing that became registered. They are committed together or not at all.
 */
export function register(
  deps: RegistrarDeps,
  { of, judged }: Agreement,
  loaded: Loaded,
  decision: Omit<FilingDecision, 'at' | 'outcome'>,
): { filing: Filing; actions: Action[] } {
  const { ports, store } = deps;
  const titles = new Map([...loaded.versions].map(([right, version]) => [right, version.title]));
  const rights = of.open.rights.flatMap((right) => titles.get(right) ?? []);
  // What changes no title changes who may act.
  const stands = rights.length > 0 ? rights : [...loaded.parties.values()];
  const instant = instantAfter(instantOf(ports.now()), stands);
  const today = shanghaiDate(instant);
  const id = newId('ent', ports.now(), ports.random(10));
  const number = of.procedure.number?.(Number(today.slice(0, 4)), serialFrom(ports.random(4)));
  const effect = of.open.effect({
    ...{ instant, today, entry: id, filing: of.filing.id, asker: of.filing, number },
    ...{ titles, parties: loaded.parties, known: loaded.known },
  });
  const sealed = sealAll(deps, of, effect, { decision, signatures: judged.signatures });
  const entry = entryOf(deps, of, { id, instant, effect, sealed, decision });
  // Throws on an entry that the journal could not hold: better here, by a bug's own name, than at sequencing.
  leafOf(entry);
  const filing = withDecision(registered(of, instant, { ...(number && { number }), entry: id, instant }), {
    ...decision,
    outcome: 'accepted',
    at: instant,
  });
  const advances = effect.advances.flatMap((to) => {
    const from = loaded.versions.get(to.right);
    return from
      ? advanceTitle(store, from, { title: to, act: of.procedure.id, ...(number && { opened: number }) })
      : [];
  });
  const reads = effect.reads.map((title) =>
    check(`read ${title.right}`, store.tables.register, titleKey(title.right), atVersion(title.version)),
  );
  const actions = [
    ...advances,
    ...reads,
    ...(effect.record ? [openRecord(store, effect.record)] : []),
    ...partyActions(store, effect.parties ?? [], loaded),
    ...writeEntry(store, entry, sealed.openings),
    ...(decision.by === 'machine' ? drawnForReview(deps, filing, instant) : []),
  ];
  return { filing, actions };
}

/** The later of the clock and a millisecond after what each title and party stands at: time never runs back on one. */
function instantAfter(now: Instant, all: readonly { readonly instant: Instant }[]): Instant {
  return all.reduce((latest, one) => laterOf(latest, addMillis(one.instant, 1)), now);
}

/** A serial from 1 to 9,999,999; a taken number fails the commit and another is drawn. */
function serialFrom(random: Uint8Array): number {
  const drawn = new DataView(random.buffer, random.byteOffset, 4).getUint32(0);
  return (drawn % 9_999_999) + 1;
}

function registered(of: Case, at: Instant, registration: NonNullable<Filing['registration']>): Filing {
  const { deadline: _deadline, ...rest } = actedOn(of);
  return { ...rest, status: 'registered', version: of.filing.version + 1, updatedAt: at, registration };
}

/** What the entry commits to without saying it: together with its public fields enough to replay what was agreed. */
function sealAll(
  deps: RegistrarDeps,
  of: Case,
  effect: Effect,
  {
    decision,
    signatures,
  }: { decision: Omit<FilingDecision, 'at' | 'outcome'>; signatures: Judged['signatures'] },
): Sealed {
  const { consents, documents, declarations } = actedOn(of);
  const agreed: z.output<typeof sealedConsents> = { consents, declarations, signatures: [...signatures] };
  const { applicant, filedBy } = of.filing;
  const asker: z.output<typeof sealedAsker> = { applicant, filedBy };
  const values = {
    ...(of.procedure.sealsForm && { form: { value: of.open.form, public: false } }),
    ...effect.sealed,
    asker: { value: asker, public: false },
    consents: { value: agreed, public: false },
    documents: { value: documents, public: false },
    decision: { value: decision, public: false },
  };
  return seal(values, () => deps.ports.random(SALT_BYTES));
}

function entryOf(
  deps: RegistrarDeps,
  of: Case,
  made: {
    id: Entry['id'];
    instant: Instant;
    effect: Effect;
    sealed: Sealed;
    decision: Omit<FilingDecision, 'at' | 'outcome'>;
  },
): Entry {
  const { effect } = made;
  return {
    schema: 'entry-1',
    id: made.id,
    instant: made.instant,
    act: of.procedure.id,
    filing: of.filing.id,
    decidedBy: made.decision.by,
    ...(effect.eventCode && { eventCode: effect.eventCode }),
    advanced: effect.advances.map(advancedTo),
    ...(effect.reads.length > 0 && {
      read: effect.reads.map(({ right, version }) => ({ right, version })),
    }),
    ...(effect.record && { record: shortOf(effect.record) }),
    public: effect.gazette,
    commitments: [...made.sealed.commitments],
    demonstration: deps.demonstration,
  };
}

function shortOf({ kind, number, version, status }: RegisterRecord): Entry['record'] {
  return { kind, number, version, status };
}
