import { sequenceFault } from '../../shared/audit/made.ts';
import { daysBetween, shanghaiDate } from '../../shared/kernel/plain-date.ts';
import { procedures } from '../../shared/procedures/index.ts';
import { holdsDigest, shownHolds } from '../../shared/register/encumbrance.ts';
import type { Entry } from '../../shared/register/entry.ts';
import type { Filing } from '../../shared/register/filing.ts';
import type { FilingStatus } from '../../shared/register/lifecycle.ts';
import type { Title } from '../../shared/register/title.ts';
import { withoutConsent } from './consent-rule.ts';
import { unfitPledge } from './pledge-rules.ts';
import { notReplayed } from './replayed.ts';
import { type State, type View, viewOf } from './state.ts';

/**
 * What must hold in every state, and of every step from one to the next, by the name of the rule (docs/rules.md, A7).
 * The rules are written from the law and the rule book, not from the code that is explored: none of them asks a ground,
 * a hold table or a condition. Each answers what is wrong, or nothing.
 */
type Rule = (after: View, before: View) => string | undefined;

/** A1.7, A4.g9: 同一专利最多一项有效质押. */
const onePledge: Rule = ({ titles }) => {
  const twice = [...titles.values()].find(
    ({ title }) => title.holds.filter((held) => held.kind === 'pledge').length > 1,
  );
  return twice && `${twice.title.right} carries ${twice.title.holds.length} holds`;
};

/** A7: instants on a title strictly rise, and versions follow one another; so with records and parties. */
const inOrder: Rule = (after, before) => {
  for (const [right, { title }] of after.titles) {
    const lines = (after.titleLines.get(right) ?? []).map((one) => one.title);
    const versions = [...lines, title].sort((a, b) => a.version - b.version);
    for (const [at, one] of versions.entries()) {
      const wrong = sequenceFault(versions[at - 1], one, right);
      if (wrong) return `${right}: version ${one.version} of ${one.instant}`;
    }
  }
  for (const [number, { record, madeBy }] of after.records) {
    const old = before.records.get(number);
    if (old?.record === record) continue;
    const was = old && { version: old.record.version, instant: old.madeBy.instant };
    if (sequenceFault(was, { version: record.version, instant: madeBy.instant }, number))
      return `record ${number}`;
  }
  for (const [id, party] of after.parties) {
    const old = before.parties.get(id);
    if (old !== party && sequenceFault(old, party, id))
      return `party ${party.name}, version ${party.version}`;
  }
  return undefined;
};

/** A7: every version of a title has one entry, which names it; a pledge has its gazette item and event code. */
const oneEntryEach: Rule = ({ titles, titleLines, entries }) => {
  const named = new Map<string, Entry[]>();
  for (const entry of entries.values()) {
    for (const { right, version } of entry.advanced ?? []) {
      const key = `${right} ${version}`;
      named.set(key, [...(named.get(key) ?? []), entry]);
    }
  }
  const all = [...titles.values(), ...[...titleLines.values()].flat()].map((one) => one.title);
  for (const title of all) {
    const by = entries.get(title.entry);
    const naming = named.get(`${title.right} ${title.version}`) ?? [];
    const said = `${title.right}, version ${title.version}`;
    if (!by || by.instant !== title.instant) return `${said}: no entry of its instant made it`;
    const listed = title.version === 1 ? by.body !== undefined && naming.length === 0 : naming.length === 1;
    if (!listed || (title.version > 1 && naming[0] !== by))
      return `${said}: ${naming.length} entries name it`;
    if (by.act === 'pledge.registration' && !isPublished(by, title))
      return `${said}: its gazette item or event code lacks`;
  }
  const versions = new Set(all.map((one) => `${one.right} ${one.version}`));
  const none = [...named.keys()].find((key) => !versions.has(key));
  return none && `an entry names ${none}, which is not there`;
};

function isPublished({ public: items, eventCode, record }: Entry, { right }: Title): boolean {
  const patents: unknown = items['patents'];
  const number = right.slice('patent:'.length);
  const shown = JSON.stringify(patents ?? '').includes(number);
  return shown && items['registrationNumber'] === record?.number && eventCode !== undefined;
}

/** Holds, records and titles agree both ways (A1.1, A7). */
const holdsAndRecords: Rule = ({ titles, records }) => {
  const held = [...titles.values()].flatMap(({ title }) =>
    title.holds.flatMap((one) => (one.kind === 'pledge' ? [{ right: title.right, one }] : [])),
  );
  for (const { right, one } of held) {
    const record = records.get(one.record ?? '')?.record;
    const lists = record?.rights.some((of) => of.right === right);
    const pledgees = record && one.holders.every((party) => record.parties.includes(party));
    if (record?.status !== 'registered' || !lists || !pledgees)
      return `${right}: a hold of ${one.record}, no such record`;
  }
  for (const { record } of records.values()) {
    if (record.status !== 'registered') continue;
    const rights = held.filter(({ one }) => one.record === record.number).map(({ right }) => right);
    const expected = record.rights.map((one) => one.right);
    if (expected.length !== rights.length || expected.some((one) => !rights.includes(one)))
      return `record ${record.number} of ${expected.length} patents has ${rights.length} holds`;
  }
  return undefined;
};

/** A hold once put stays until something lifts it, and nothing lifts one yet; what is registered stays so. */
const nothingLapses: Rule = (after, before) => {
  for (const [right, { title }] of before.titles) {
    const now = after.titles.get(right)?.title.holds ?? [];
    if (JSON.stringify(now.slice(0, title.holds.length)) !== JSON.stringify(title.holds))
      return `${right} lost a hold`;
  }
  const gone = [...before.records.keys()].find((one) => !after.records.has(one));
  const forgotten = [...before.entries].find(([id, entry]) => after.entries.get(id) !== entry);
  return (gone && `record ${gone} is gone`) ?? (forgotten && `entry ${forgotten[0]} is gone or changed`);
};

/** A7: where a filing may go from each state; what has ended stays, but for an appeal that is upheld. */
const moves: Readonly<Record<FilingStatus, readonly FilingStatus[]>> = {
  draft: ['examination', 'correctionRequested', 'awaitingDeclaration', 'registered', 'refused', 'withdrawn'],
  examination: ['registered', 'refused', 'correctionRequested', 'withdrawn'],
  correctionRequested: [
    ...(['examination', 'awaitingDeclaration', 'registered', 'refused', 'returned'] as const),
    'withdrawn',
  ],
  awaitingDeclaration: ['examination', 'correctionRequested', 'registered', 'refused', 'withdrawn'],
  registered: [],
  refused: ['examination', 'correctionRequested'],
  returned: ['examination', 'correctionRequested'],
  withdrawn: [],
};

const lifecycle: Rule = (after, before) => {
  for (const [id, filing] of after.filings) {
    const old = before.filings.get(id);
    if (!old && filing.status !== 'draft') return `${filing.procedure} begins as ${filing.status}`;
    if (!old || old === filing) continue;
    if (filing.version !== old.version + 1)
      return `${filing.procedure}: version ${old.version} to ${filing.version}`;
    if (old.status !== filing.status && !moves[old.status].includes(filing.status))
      return `${filing.procedure}: ${old.status} to ${filing.status}`;
    const ended = old.status === 'registered' || old.status === 'refused' || old.status === 'returned';
    const reopened = (old.appeals ?? []).length > 0;
    const appealed = (filing.appeals ?? []).length > (old.appeals ?? []).length;
    if ((ended && !reopened && !appealed) || old.status === 'withdrawn')
      return `${filing.procedure}: changed after its end`;
  }
  return undefined;
};

/** A filing is registered by one entry, which is its own, and an entry of a procedure is of a filing that is registered. */
const oneEntryAFiling: Rule = ({ filings, entries }) => {
  const of = new Map<string, Entry[]>();
  for (const one of entries.values())
    if (one.filing) of.set(one.filing, [...(of.get(one.filing) ?? []), one]);
  for (const filing of filings.values()) {
    const made = of.get(filing.id) ?? [];
    const expected = filing.status === 'registered' ? 1 : 0;
    const own = made.every((one) => one.id === filing.registration?.entry && one.act === filing.procedure);
    if (made.length !== expected || !own)
      return `${filing.procedure}, ${filing.status}: ${made.length} entries`;
  }
  const stray = [...entries.values()].find((one) => procedures.has(one.act) !== (one.filing !== undefined));
  return stray && `an entry of ${stray.act} that is of no filing`;
};

/** Every entry waits for the journal once, and every commitment of it can be opened. */
const waitsAndOpens: Rule = ({ entries, pending, openings }) => {
  for (const [id, entry] of entries) {
    const names = (openings.get(id) ?? []).map((one) => one.name);
    if (pending.get(id) !== 1) return `an entry of ${entry.act} waits ${pending.get(id) ?? 0} times`;
    if (
      names.length !== entry.commitments.length ||
      entry.commitments.some((one) => !names.includes(one.name))
    )
      return `an entry of ${entry.act} commits to what nothing opens`;
  }
  return undefined;
};

/** The map of encumbered titles, as the entries state it one after another, is that of the titles' holds. */
const encumbrances: Rule = ({ entries, titles }) => {
  const map = new Map<string, { version: number; holds: string | undefined }>();
  for (const entry of entries.values()) {
    for (const { right, version, holds } of entry.advanced ?? []) {
      if ((map.get(right)?.version ?? 0) < version) map.set(right, { version, holds });
    }
  }
  for (const [right, { title }] of titles) {
    if (title.version > 1 && map.get(right)?.holds !== holdsDigest(shownHolds(title)))
      return `${right}: the newest entry states other holds`;
  }
  return undefined;
};

/** P2, ADR 9: an identifier is one party's; accounts and parties name one another; who was absorbed acts no more. */
const whoMayAct: Rule = ({ parties, accounts, identified, mandates }) => {
  const codes = [...parties.values()].flatMap((one) => (one.identifier ? [one.identifier.value] : []));
  if (new Set(codes).size !== codes.length || identified.size !== codes.length)
    return 'an identifier of two parties';
  for (const party of parties.values()) {
    if (party.status === 'merged' && (party.accounts.length > 0 || !party.mergedInto))
      return `${party.name} was absorbed and acts`;
    for (const { subject } of party.accounts) {
      const bound = accounts.get(subject)?.account.parties.filter((one) => one.party === party.id) ?? [];
      if (bound.length !== 1 || bound[0]?.candidate)
        return `${subject} acts for ${party.name} and does not know it`;
    }
  }
  for (const [subject, { account }] of accounts) {
    const twice = new Set(account.parties.map((one) => one.party)).size !== account.parties.length;
    const none = account.parties.find(
      (one) => !one.candidate && !parties.get(one.party)?.accounts.some((own) => own.subject === subject),
    );
    if (twice || none) return `${subject} acts for a party that does not say so`;
  }
  const own = [...mandates.values()].find((one) => one.principal === one.agent || !parties.has(one.agent));
  return own && 'a mandate to nobody, or to oneself';
};

/** A1.1, A9.2: nothing is registered without the consent of everybody whose consent it needs, as it stands then. */
const jointly: Rule = (after, before) => {
  for (const [id, filing] of after.filings) {
    const old = before.filings.get(id);
    const now = filing.status === 'registered' && old?.status !== 'registered';
    const wrong = now && old ? withoutConsent(after, before, filing) : undefined;
    if (wrong) return wrong;
  }
  return undefined;
};

/** P9: whoever's accounts somebody else takes over has ten days to object, from the day on which it was received. */
const objectionDays: Rule = (after, before) => {
  for (const [id, filing] of after.filings) {
    const began = filing.status === 'registered' && before.filings.get(id)?.status !== 'registered';
    const gone = filing.procedure === 'party.merger' && filing.form['absorbedGone'] === true;
    if (!began || !(gone || filing.procedure === 'party.recovery')) continue;
    if (daysOf(filing, after) <= 10)
      return `${filing.procedure} registered after ${daysOf(filing, after)} days`;
  }
  return undefined;
};

function daysOf({ receivedAt }: Filing, { today }: View): number {
  return receivedAt ? daysBetween(shanghaiDate(receivedAt), today) : 0;
}

/** What holds of titles, records, entries and parties: as long as none of them was written, it holds as before. */
const ofTheRegister: Readonly<Record<string, Rule>> = {
  'A1.7: at most one registered pledge on a patent': onePledge,
  'A7: versions follow one another and instants strictly rise': inOrder,
  'A7: one entry, gazette item and event code for each change of a patent': oneEntryEach,
  'A7: holds, records and titles agree': holdsAndRecords,
  'A6.10: what is registered and held stays until it is lifted': nothingLapses,
  'every entry waits for the journal once and can be opened': waitsAndOpens,
  'the map of encumbered patents is that of the holds': encumbrances,
  'who may act: identifiers, accounts, parties and mandates agree': whoMayAct,
  'the log alone makes the same register again': notReplayed,
};

const ofFilings: Readonly<Record<string, Rule>> = {
  'A7: a filing goes only where its state leads': lifecycle,
  'A7: one entry for each filing that is registered': oneEntryAFiling,
  'A4, A9: only what the rules allow is pledged': unfitPledge,
  'A1.1, A9.2: registered with everybody’s consent': jointly,
  'P9: not before the days for objections are over': objectionDays,
};

export const rules = { ...ofFilings, ...ofTheRegister };

/** The first rule that the step to this state breaks. */
export function illegal(before: State, after: State): { rule: string; what: string } | undefined {
  const asked = before.registered === after.registered ? ofFilings : rules;
  for (const [rule, broken] of Object.entries(asked)) {
    const what = broken(viewOf(after), viewOf(before));
    if (what) return { rule, what };
  }
  return undefined;
}
