import { beforeEach, describe, expect, it } from 'vitest';
import { type MadeRegister, makeRegister } from '../../../bench/audit/made-register.ts';
import { signingKey, sourcesOf } from '../../../bench/audit/made-sources.ts';
import { audit } from '../../../shared/audit/audit.ts';
import type { Met } from '../../../shared/audit/place.ts';
import type { Sources } from '../../../shared/audit/sources.ts';
import { mapLeafOf } from '../../../shared/journal/map/map-leaf.ts';
import { instantOf } from '../../../shared/kernel/instant.ts';
import type { Entry, Opening } from '../../../shared/register/entry.ts';
import { leafOf } from '../../../shared/register/leaf.ts';
import type { RegisterRecord } from '../../../shared/register/record.ts';
import type { Title } from '../../../shared/register/title.ts';

let made: MadeRegister;
let sources: Awaited<ReturnType<typeof sourcesOf>>;

beforeEach(async () => {
  made = makeRegister(120);
  sources = await sourcesOf(made);
});

const found = async (change: Partial<Sources> = {}) => (await audit({ ...sources, ...change })).difference;

/** The pledges and where they stand in the log. */
const pledges = () =>
  made.entries.flatMap((entry) =>
    entry.act === 'pledge.registration' ? [{ entry, index: sources.places.get(entry.id) ?? -1 }] : [],
  );

function pledge(at: number): { entry: Entry; index: number } {
  const one = pledges()[at];
  if (!one) throw new Error(`no pledge ${at}`);
  return one;
}

function openingOf(entry: Entry, name: string): Opening {
  const one = made.openings.get(entry.id)?.find((opening) => opening.name === name);
  if (!one) throw new Error(`no opening ${name}`);
  return one;
}

const without = (entry: Entry, names: (name: string) => boolean) =>
  made.openings.set(
    entry.id,
    (made.openings.get(entry.id) ?? []).filter(({ name }) => !names(name)),
  );

const rightOf = (entry: Entry) => {
  const right = entry.advanced?.[0]?.right;
  if (!right) throw new Error('an entry that advances nothing');
  return right;
};

function editTitle(entry: Entry, version: number, edit: (title: Title) => Title): void {
  const versions = made.titles.get(rightOf(entry)) ?? [];
  made.titles.set(
    rightOf(entry),
    versions.map((one) => (one.title.version === version ? { ...one, title: edit(one.title) } : one)),
  );
}

function editRecord(entry: Entry, edit: (record: RegisterRecord) => RegisterRecord): void {
  const number = entry.record?.number ?? '';
  const record = made.records.get(number);
  if (record) made.records.set(number, edit(record));
}

describe('a register that is what its log says', () => {
  it('is found to be so, every entry of it', async () => {
    const report = await audit(sources);
    const batches = Math.ceil(made.entries.length / 20);
    expect(report).toEqual({
      size: made.entries.length + batches,
      counts: {
        entries: made.entries.length,
        mapLeaves: batches,
        forgotten: 0,
        notRebuilt: 0,
        given: 0,
        notCompared: 0,
      },
    });
  });

  it('is found to be so where it is ahead of the log by an entry that waits, or was given its index meanwhile', async () => {
    const { objects, checkpoint, verifiers, indices } = await sourcesOf({
      ...made,
      entries: made.entries.slice(0, -1),
    });
    const last = made.entries.at(-1);
    const later = async function* (): AsyncIterable<Met> {
      for await (const met of sources.all())
        yield 'of' in met && met.of === last?.id ? { ...met, index: 400 } : met;
    };
    const given: Sources['indices'] = async (ids) => new Map(ids.map((id) => [id, 400]));
    const behind = { ...sources, objects, checkpoint, verifiers };
    expect(await audit({ ...behind, all: later, indices: given })).not.toHaveProperty('difference');
    const all = async function* (): AsyncIterable<Met> {
      for await (const met of sources.all()) if (!('of' in met && met.of === last?.id)) yield met;
    };
    const waiting: Sources['waiting'] = async function* () {
      if (last) yield { entry: last.id, since: '2026-06-30T23:59:00.000Z' };
    };
    expect(await audit({ ...behind, all, indices, waiting })).not.toHaveProperty('difference');
    expect((await audit({ ...behind, all, indices })).difference).toMatchObject({
      code: 'unmade',
      entry: last?.id,
    });
  });
});

describe('what was done to the register by hand is named by its entry, title and field', () => {
  it('a title as it now stands', async () => {
    const { entry, index } = pledge(40);
    editTitle(entry, 2, (title) => ({ ...title, owners: [{ name: '别人' }] }));
    const subject = rightOf(entry);
    expect(await found()).toEqual({
      code: 'changed',
      index,
      entry: entry.id,
      subject,
      field: '/title/owners/0/name',
    });
  });

  it('a line of its history', async () => {
    const { entry } = pledge(41);
    editTitle(entry, 1, (title) => ({ ...title, source: 'other' }));
    expect(await found()).toMatchObject({ code: 'changed', subject: rightOf(entry), field: '/title/source' });
  });

  it('a hold that was taken off', async () => {
    const { entry, index } = pledge(42);
    editTitle(entry, 2, (title) => ({ ...title, holds: [] }));
    expect(await found()).toMatchObject({ code: 'changed', index, field: '/title/holds/0' });
  });

  it('a record', async () => {
    const { entry, index } = pledge(43);
    editRecord(entry, (record) => ({ ...record, status: 'discharged' }));
    const subject = entry.record?.number;
    expect(await found()).toEqual({
      code: 'changed',
      index,
      entry: entry.id,
      subject,
      field: '/record/status',
    });
  });

  it('a title that says it was made by an entry that there is not', async () => {
    const { entry, index } = pledge(44);
    const id = 'ent_01ke5tp1m0q253ncq5ews5j77z' as Entry['id'];
    editTitle(entry, 2, (title) => ({ ...title, entry: id }));
    expect(await found()).toMatchObject({ code: 'unmade', index, subject: rightOf(entry) });
  });

  it('a party', async () => {
    const [party] = made.parties.values();
    if (party) made.parties.set(party.id, { ...party, residence: 'DE' });
    expect(await found()).toMatchObject({
      code: 'changed',
      index: 0,
      subject: party?.id,
      field: '/residence',
    });
  });

  it('the first of several', async () => {
    editRecord(pledge(90).entry, (record) => ({ ...record, status: 'discharged' }));
    const { entry, index } = pledge(7);
    editTitle(entry, 2, (title) => ({ ...title, source: 'other' }));
    editTitle(pledge(50).entry, 2, (title) => ({ ...title, source: 'other' }));
    expect(await found()).toMatchObject({ code: 'changed', index, field: '/title/source' });
  });
});

describe('what is gone from the register is named', () => {
  it('a title, its history, a record, an entry, a party', async () => {
    const { entry, index } = pledge(20);
    const [first, second] = made.titles.get(rightOf(entry)) ?? [];
    if (!first || !second) throw new Error('two versions');
    made.titles.set(rightOf(entry), [first]);
    expect(await found()).toMatchObject({ code: 'missing', index, subject: rightOf(entry) });
    made.titles.set(rightOf(entry), [second]);
    expect(await found()).toMatchObject({ code: 'missing', subject: rightOf(entry) });
    made.titles.set(rightOf(entry), [first, second]);
    made.records.delete(entry.record?.number ?? '');
    expect(await found()).toMatchObject({ code: 'missing', index, subject: entry.record?.number });
  });

  it('an entry', async () => {
    const { entry, index } = pledge(21);
    made.entries.splice(made.entries.indexOf(entry), 1);
    expect(await found()).toMatchObject({ code: 'missing', index, entry: entry.id, subject: entry.id });
  });

  it('the index of an entry', async () => {
    const { entry, index } = pledge(22);
    const all = async function* (): AsyncIterable<Met> {
      for await (const met of sources.all()) if (!('of' in met && met.of === entry.id)) yield met;
    };
    const indices: Sources['indices'] = async () => new Map();
    expect(await found({ all, indices })).toEqual({ code: 'index', index, entry: entry.id });
    const others: Sources['indices'] = async (ids) =>
      new Map([...(await sources.indices(ids))].map(([id, at]) => [id, id === entry.id ? at + 1 : at]));
    expect(await found({ all, indices: others })).toEqual({ code: 'index', index, entry: entry.id });
  });
});

describe('what stands in the register and no entry made is named', () => {
  it('a record, a title, a party, an entry, openings, anything else', async () => {
    const { entry } = pledge(10);
    const record = made.records.get(entry.record?.number ?? '');
    const id = 'ent_01ke5tp1m0q253ncq5ews5j77z' as Entry['id'];
    const strange: Met[] = [
      { place: { kind: 'record', number: 'Y2026980999999', version: 1 }, value: { record } },
      {
        place: { kind: 'title', right: rightOf(entry), version: 3 },
        value: made.titles.get(rightOf(entry))?.at(-1),
      },
      { place: { kind: 'party', id: 'pty_01ke5tp1m0q253ncq5ews5j77z' as never }, value: { id: 'x' } },
      { place: { kind: 'entry', id }, value: { ...entry, id } },
      { openings: id },
      { of: id, index: 5 },
      { stray: 'SOMETHING#else' },
    ];
    for (const one of strange) {
      const all = async function* (): AsyncIterable<Met> {
        yield* sources.all();
        yield one;
      };
      expect(await found({ all }), JSON.stringify(one)).toMatchObject({
        code: 'of' in one ? 'index' : 'unmade',
      });
    }
  });

  it('an entry that waits for too long, and one that waits though it is in the log', async () => {
    const one = (entry: string, since: string) =>
      async function* () {
        yield { entry: entry as Entry['id'], since };
      };
    const late = one('ent_01ke5tp1m0q253ncq5ews5j77z', '2026-06-30T23:49:59.000Z');
    expect(await found({ waiting: late })).toMatchObject({ code: 'pending' });
    const { entry, index } = pledge(3);
    const left = one(entry.id, '2026-06-30T23:59:59.000Z');
    expect(await found({ waiting: left })).toEqual({ code: 'pendingLeft', index, entry: entry.id });
  });
});

describe('openings are believed only as far as they open', () => {
  it('names one that was changed, and one that was put in for another', async () => {
    const { entry, index } = pledge(60);
    const claim = openingOf(entry, 'claim');
    const changed: Opening = { ...claim, value: { ...(claim.value as object), kind: 'other' } };
    made.openings.set(entry.id, [
      ...(made.openings.get(entry.id) ?? []).filter((one) => one !== claim),
      changed,
    ]);
    expect(await found()).toMatchObject({ code: 'opening', index, entry: entry.id, field: 'claim' });
    const other = openingOf(pledge(61).entry, 'claim');
    made.openings.set(entry.id, [
      ...(made.openings.get(entry.id) ?? []).filter((one) => one !== changed),
      other,
    ]);
    expect(await found()).toMatchObject({ code: 'opening', index, entry: entry.id, field: 'claim' });
  });

  it('names one that the entry never committed to', async () => {
    const { entry, index } = pledge(62);
    made.openings.get(entry.id)?.push({ name: 'extra', salt: 'AAAA', value: 1, public: true });
    expect(await found()).toMatchObject({ code: 'strayOpening', index, field: 'extra' });
  });

  it('names a body that was changed', async () => {
    const [digest, bytes] = [...made.bodies][0] ?? [];
    if (!digest || !bytes) throw new Error('a body');
    made.bodies.set(digest, bytes.with(100, 0));
    expect(await found()).toMatchObject({ code: 'body' });
  });
});

describe('a person may be forgotten', () => {
  const person = () => {
    const one = pledges().find(({ entry }) => entry.commitments.some(({ name }) => name === 'pledgors.0'));
    if (!one) throw new Error('no pledge of a person');
    return one;
  };

  it('the name alone: it is counted, and all else is compared', async () => {
    without(person().entry, (name) => name === 'pledgors.0');
    const report = await audit(sources);
    expect(report).not.toHaveProperty('difference');
    expect(report.counts).toMatchObject({ forgotten: 1, notRebuilt: 0 });
    editTitle(person().entry, 2, (title) => ({ ...title, holds: [] }));
    expect(await found()).toMatchObject({ code: 'changed', field: '/title/holds/0' });
  });

  it('all that the office kept: what the entry says and what it could not change is still compared', async () => {
    const { entry, index } = person();
    without(entry, () => true);
    const report = await audit(sources);
    expect(report).not.toHaveProperty('difference');
    expect(report.counts).toMatchObject({ forgotten: entry.commitments.length, notRebuilt: 1 });
    editTitle(entry, 2, (title) => ({ ...title, holds: [] }));
    expect(await found()).toMatchObject({ code: 'changed', index, field: '/title/holds' });
    editTitle(entry, 2, (title) => ({ ...title, owners: [{ name: '别人' }] }));
    expect(await found()).toMatchObject({ code: 'changed', index });
  });

  it('of an import too: its titles are taken as they stand, and counted', async () => {
    const [digest] = made.bodies.keys();
    if (digest) made.bodies.delete(digest);
    const report = await audit(sources);
    expect(report).not.toHaveProperty('difference');
    expect(report.counts).toMatchObject({ notRebuilt: 1 });
  });

  it('as a party: what it registered before is taken as it stands', async () => {
    const enrolled = made.entries[0];
    if (!enrolled) throw new Error('an enrolment');
    without(enrolled, () => true);
    const report = await audit(sources);
    expect(report).not.toHaveProperty('difference');
    expect(report.counts.notRebuilt).toBe(1);
  });
});

describe('a log that does not hold together is named where it breaks', () => {
  const objects = () => sources.log.objects;

  // Large enough for a full tile, and so for one above it.
  beforeEach(async () => {
    made = makeRegister(300);
    sources = await sourcesOf(made);
  });

  it('a leaf that was changed, in the bundle alone or in its tile as well', async () => {
    const path = 'tile/entries/000';
    const bytes = objects().get(path) ?? new Uint8Array();
    objects().set(path, bytes.with(bytes.length - 5, 0x20));
    expect(await found()).toEqual({ code: 'leafHash', index: 255, subject: path });
    objects().set(path, bytes);
    const tile = objects().get('tile/0/000') ?? new Uint8Array();
    objects().set('tile/0/000', tile.with(0, (tile[0] ?? 0) ^ 1));
    expect(await found()).toEqual({ code: 'leafHash', index: 0, subject: path });
  });

  it('a tile that is not what the tile above it says', async () => {
    const above = objects().get('tile/1/000.p/1') ?? new Uint8Array();
    objects().set('tile/1/000.p/1', above.with(3, (above[3] ?? 0) ^ 1));
    expect(await found()).toEqual({ code: 'tileHash', index: 0, subject: 'tile/0/000' });
  });

  it('tiles that agree with one another and not with the checkpoint', async () => {
    const altered = made.entries.map((one) => ({ ...one }));
    const last = altered.at(-1);
    if (last) Object.assign(last, { demonstration: false });
    const swapped = await sourcesOf({ ...made, entries: altered });
    for (const [path, bytes] of swapped.log.objects) objects().set(path, bytes);
    expect(await found()).toMatchObject({ code: 'root' });
  });

  it('a map of what is encumbered that leaves a pledge out, and a log that ends without one', async () => {
    const root = new Uint8Array(32);
    sources.log.add([mapLeafOf(sources.log.size, instantOf(Date.UTC(2026, 5, 1)), root)]);
    expect(await found()).toEqual({ code: 'mapRoot', index: sources.log.size - 1 });
    sources = await sourcesOf(made);
    const [first] = made.entries;
    if (!first) throw new Error('an entry');
    sources.log.add([leafOf({ ...first, id: 'ent_01ke5tp1m0q253ncq5ews5j77z' as Entry['id'] })]);
    expect(await found()).toEqual({ code: 'mapEnd', index: sources.log.size - 1 });
  });

  it('a tile or bundle that is cut short or gone', async () => {
    const tile = objects().get('tile/0/000') ?? new Uint8Array();
    objects().set('tile/0/000', tile.slice(0, -1));
    expect(await found()).toMatchObject({ code: 'tileLength', subject: 'tile/0/000' });
    objects().delete('tile/0/000');
    expect(await found()).toMatchObject({ code: 'tileMissing', subject: 'tile/0/000' });
    const bundle = objects().get('tile/entries/000') ?? new Uint8Array();
    objects().set('tile/entries/000', bundle.slice(0, -1));
    expect(await found()).toMatchObject({ code: 'bundle', subject: 'tile/entries/000' });
  });

  it('a checkpoint that is not signed by the key for this log', async () => {
    const text = `register.test/log\n5\n${Buffer.alloc(32).toString('base64')}\n`;
    for (const note of [undefined, '', signingKey().signed(text), text]) {
      expect(await found({ checkpoint: async () => note })).toEqual({ code: 'checkpoint' });
    }
    expect(await found({ origin: 'other.test/log' })).toEqual({ code: 'checkpoint' });
  });
});
