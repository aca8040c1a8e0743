import type { Item } from '../../functions/_platform/dynamodb.ts';
import { appealOf } from '../../functions/_platform/store/appeals.ts';
import { correctionOf } from '../../functions/_platform/store/corrections.ts';
import { filingOf } from '../../functions/_platform/store/filings.ts';
import { type AccountVersion, accountVersionOf, mandateOf } from '../../functions/_platform/store/parties.ts';
import { type RecordVersion, recordVersionOf } from '../../functions/_platform/store/record-versions.ts';
import { entryOf, openingsOf } from '../../functions/_platform/store/records.ts';
import { type TitleVersion, titleVersionOf } from '../../functions/_platform/store/titles.ts';
import { type EntryId, entryId, type FilingId, type PartyId, partyId } from '../../shared/kernel/id.ts';
import { type PlainDate, shanghaiDate } from '../../shared/kernel/plain-date.ts';
import type { RightId } from '../../shared/kernel/right.ts';
import type { Appeal } from '../../shared/register/appeal.ts';
import type { Entry, Opening } from '../../shared/register/entry.ts';
import type { Filing } from '../../shared/register/filing.ts';
import type { OfficeCorrection } from '../../shared/register/office-correction.ts';
import { type Mandate, type Party, party } from '../../shared/register/party.ts';

/**
 * A state of the register: what its tables hold, as production's own writes put it there, the clock, and how much
 * chance was drawn. It is a value: an act makes another one, and items that no act changed are shared.
 */
export type State = {
  readonly items: ReadonlyMap<string, Item>;
  readonly nowMs: number;
  readonly drawn: number;
  /** Counts what was written to anything but filings: as long as it stands still, the register stands as it stood. */
  readonly registered: number;
};

/** The state, read: every kind of thing by its id, parsed by the code that parses it in production. */
export type View = {
  readonly today: PlainDate;
  readonly titles: Map<RightId, TitleVersion>;
  readonly titleLines: Map<RightId, TitleVersion[]>;
  readonly records: Map<string, RecordVersion>;
  readonly recordLines: Map<string, RecordVersion[]>;
  readonly entries: Map<EntryId, Entry>;
  readonly openings: Map<EntryId, Opening[]>;
  readonly bodies: Map<string, Uint8Array>;
  /** How often an entry waits for the journal: once, or something is wrong. */
  readonly pending: Map<EntryId, number>;
  readonly parties: Map<PartyId, Party>;
  readonly accounts: Map<string, AccountVersion>;
  readonly identified: Map<string, PartyId>;
  readonly mandates: Map<string, Mandate>;
  readonly filings: Map<FilingId, Filing>;
  readonly appeals: Map<string, Appeal>;
  readonly corrections: Map<string, OfficeCorrection>;
  /** How many imports there were; the next one stands on it. */
  readonly imports: number;
};

const views = new WeakMap<State, View>();

export function viewOf(state: State): View {
  const known = views.get(state);
  if (known) return known;
  const view: View = {
    ...{ today: shanghaiDate(state.nowMs), titles: new Map(), titleLines: new Map(), records: new Map() },
    ...{ recordLines: new Map(), entries: new Map(), openings: new Map(), bodies: new Map() },
    ...{ pending: new Map(), parties: new Map(), accounts: new Map(), identified: new Map() },
    ...{ mandates: new Map(), filings: new Map(), appeals: new Map(), corrections: new Map() },
    imports: Number(state.items.get('register IMPORT#state IMPORT#state')?.['version'] ?? 0),
  };
  for (const item of state.items.values()) place(view, item);
  views.set(state, view);
  return view;
}

const once = <Made>(parse: (item: Item) => Made) => {
  const made = new WeakMap<Item, Made>();
  return (item: Item): Made => {
    const known = made.get(item);
    if (known !== undefined) return known;
    const parsed = parse(item);
    made.set(item, parsed);
    return parsed;
  };
};

const read = {
  title: once(titleVersionOf),
  record: once(recordVersionOf),
  entry: once(entryOf),
  openings: once(openingsOf),
  party: once((item) => party.parse(item['party'])),
  mandate: once(mandateOf),
  filing: once(filingOf),
  correction: once(correctionOf),
  appeal: once(appealOf),
};

/** Which reading belongs to an item, by the beginning of its keys, as the access patterns list them. */
function place(view: View, item: Item): void {
  const [kind = '', name = ''] = split(String(item['pk']));
  const [sort = ''] = split(String(item['sk']));
  if (kind === 'TITLE') {
    const made = read.title(item);
    if (item['sk'] === 'VERSION#current') view.titles.set(made.title.right, made);
    else push(view.titleLines, made.title.right, made);
  } else if (kind === 'RECORD') {
    const made = read.record(item);
    if (sort === 'RECORD') view.records.set(made.record.number, made);
    else push(view.recordLines, made.record.number, made);
  } else if (kind === 'ENTRY' && sort === 'ENTRY') view.entries.set(read.entry(item).id, read.entry(item));
  else if (kind === 'ENTRY')
    for (const one of read.openings(item)) push(view.openings, entryId.parse(name), one);
  else if (kind === 'PENDING') countIn(view.pending, entryId.parse(item['pending']));
  else if (kind === 'BODY') view.bodies.set(name, bytesIn(item));
  else if (sort === 'PARTY') view.parties.set(read.party(item).id, read.party(item));
  else if (sort === 'MANDATE') view.mandates.set(read.mandate(item).id, read.mandate(item));
  else if (kind === 'ACCOUNT') view.accounts.set(name, accountVersionOf(name, item));
  else if (kind === 'IDENTIFIER') view.identified.set(name, partyId.parse(item['party']));
  else if (sort === 'FILING') view.filings.set(read.filing(item).id, read.filing(item));
  else if (sort === 'APPEAL') view.appeals.set(read.appeal(item).id, read.appeal(item));
  else if (sort === 'CORRECTION') view.corrections.set(read.correction(item).id, read.correction(item));
}

function split(key: string): [string, string] {
  const at = key.indexOf('#');
  return at < 0 ? [key, ''] : [key.slice(0, at), key.slice(at + 1)];
}

function push<Key, One>(into: Map<Key, One[]>, key: Key, one: One): void {
  const all = into.get(key);
  if (all) all.push(one);
  else into.set(key, [one]);
}

function countIn<Key>(into: Map<Key, number>, key: Key): void {
  into.set(key, (into.get(key) ?? 0) + 1);
}

function bytesIn(item: Item): Uint8Array {
  const bytes = item['bytes'];
  return bytes instanceof Uint8Array ? bytes : new Uint8Array();
}
