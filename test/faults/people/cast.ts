import type { Caller } from '../../functions/world.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { chanceOf } from '../simulation/chance.ts';
import { type Beginning, examiners, importBody, importLine, operator, patentNumberOf } from './beginning.ts';
import { agree, draftPledge, submit } from './filings.ts';
import { bodyOf, type Manner, Person } from './person.ts';

type Wanted = Beginning['drafts'][number];
type Overdue = Beginning['overdue'];

/** Somebody with something to do; what they do ends by itself. */
export type Actor = { readonly kind: string; readonly name: string; readonly act: () => Promise<void> };

const statusOf = (text: Record<string, unknown>) => String(text['status'] ?? '');
const ended = new Set(['registered', 'refused', 'withdrawn', 'returned', 'lapsed']);

/** Who is there in a run, and what each of them wants: the seed decides, each for itself. */
export function castOf(cloud: Cloud, beginning: Beginning, seed: string, dying?: string): Actor[] {
  const chance = chanceOf(seed, 'cast');
  const cast: Actor[] = [];
  const join = (
    kind: string,
    name: string,
    caller: Caller | undefined,
    act: (person: Person) => Promise<void>,
  ) => {
    const named = `${kind} ${name}`;
    cast.push({ kind, name: named, act: () => act(new Person(cloud, named, caller)) });
  };
  const wanted = beginning.drafts.filter(() => chance.flip(0.6));
  const drafts = wanted.length > 1 ? wanted : beginning.drafts.slice(0, 2);
  // Often everybody submits in one moment, since what meets in one item meets there.
  const rush = chance.flip(0.6) ? cloud.sim.now() + 12_000 + chance.below(10_000) : undefined;
  for (const [at, draft] of drafts.entries()) {
    join('pledgor', `${at}`, draft.owner.caller, (person) => pledge(person, draft, rush));
    join('pledgee', `${at}`, draft.bank.caller, (person) => consentTo(person, draft));
  }
  if (chance.flip(0.25) || dying === 'arrival') {
    const { owners, banks, patents } = beginning;
    join('uploader', '0', owners[0].caller, async (person) => {
      const draft = await draftPledge(person, owners[0].id, banks[1].id, patents.slice(0, 1), `late ${seed}`);
      if (draft) await agree(person, draft.id, 'doubleClick');
    });
  }
  join('examiner', '0', examiners[0], (person) => examine(person, drafts));
  if (chance.flip(0.5)) join('examiner', '1', examiners[1], (person) => examine(person, drafts));
  // Where a function is to die, somebody must want something of it.
  if (chance.flip(0.4) || dying === 'imports')
    for (const at of [0, 1]) join('importer', `${at}`, operator, (person) => importFile(person, at));
  if (chance.flip(0.5)) join('corrector', '0', examiners[0], (person) => correct(person, beginning));
  if (chance.flip(0.5)) {
    const { overdue } = beginning;
    join('latecomer', 'owner', overdue.owner.caller, (person) => ownerAtLast(person, overdue));
    join('latecomer', 'bank', overdue.bank.caller, (person) => bankAtLast(person, overdue));
  }
  for (const at of [0, 1]) join('reader', `${at}`, undefined, (person) => read(person, beginning));
  return cast;
}

const mannerOf = (person: Person): Manner => person.chance.pick(['once', 'doubleClick', 'twoTabs', 'once']);

/** 出质人: agrees, waits until the bank has, submits; some change their mind, or the form, at any moment. */
async function pledge(person: Person, draft: Wanted, rush: number | undefined): Promise<void> {
  const { chance } = person;
  await person.think(3_000);
  if (chance.flip(0.2)) await editInTwoTabs(person, draft);
  await agree(person, draft.id, mannerOf(person));
  const params = { filingId: draft.id };
  const { sim } = person.cloud;
  if (rush !== undefined && rush > sim.now()) await sim.pause(rush - sim.now() + chance.below(12));
  for (let looks = 1; looks <= 40; looks += 1) {
    const told = await submit(person, draft.id, mannerOf(person));
    if (told.status === 200) {
      await correctRecord(person, draft, bodyOf(told)['registration']);
      break;
    }
    // Somebody has not agreed yet, or no longer does, or the form was changed and everybody must agree again.
    if (told.status === 409 || told.status === 422) await person.think(4_000);
    if (statusOf(bodyOf(await person.look('filings.get', { params }))) !== 'draft') break;
    if (chance.flip(0.15)) await agree(person, draft.id);
    if (chance.flip(0.03)) await person.act('filings.withdraw', { params, body: {} }, 'doubleClick');
  }
  if (chance.flip(0.15)) await person.act('filings.withdraw', { params, body: {} });
  for (const patent of draft.patents) await person.look('titles.get', { params: { patentNumber: patent } });
}

async function editInTwoTabs(person: Person, { id, form, papers }: Wanted): Promise<void> {
  const params = { filingId: id };
  const seen = await person.look('filings.get', { params });
  const headers = { 'if-match': `"${bodyOf(seen)['version']}"` };
  const documents = papers.map(({ listed }) => listed);
  await Promise.all(
    ['流动资金借款合同', '固定资产借款合同'].map((name) => {
      const body = { form: { ...form, mainContract: { name, signedOn: '2026-01-05' } }, documents };
      return person.look('filings.edit', { params, headers, body });
    }),
  );
}

/** 质权人: looks now and then, agrees, and may take it back and agree again. */
async function consentTo(person: Person, draft: Wanted): Promise<void> {
  const { chance } = person;
  const params = { filingId: draft.id };
  for (let looks = 1; looks <= 12; looks += 1) {
    await person.think(6_000);
    const seen = bodyOf(await person.look('filings.get', { params }));
    if (ended.has(statusOf(seen))) return;
    const consents = (seen['consents'] ?? []) as { party: string }[];
    const agreed = consents.some(({ party }) => party === draft.bank.id);
    if (!agreed) await agree(person, draft.id, mannerOf(person));
    else if (chance.flip(0.1)) await person.act('filings.withdrawConsent', { params, body: {} });
    if (chance.flip(0.2)) await person.look('filings.list');
  }
}

/** 审查员: takes what waits in the queue, as the queue shows it now, and decides. */
async function examine(person: Person, drafts: readonly Wanted[]): Promise<void> {
  const { chance } = person;
  for (let rounds = 1; rounds <= 8; rounds += 1) {
    await person.think(8_000);
    const listed = bodyOf(await person.look('office.filings.list', { query: { status: 'examination' } }));
    const waiting = ((listed['items'] ?? []) as { id: string }[]).map(({ id }) => id);
    const own = drafts.map(({ id }) => id).filter((id) => waiting.includes(id));
    for (const filingId of own) {
      const params = { filingId };
      if (chance.flip(0.6)) await person.act('office.filings.claim', { params, body: {} });
      const refuse = { outcome: 'refuse', grounds: ['A4.g12'], reason: '质押合同显失公平' };
      const body = chance.flip(0.8) ? { outcome: 'accept' } : refuse;
      await person.act('office.filings.decide', { params, body }, mannerOf(person));
    }
  }
}

/** 数据导入: two files that share lines, posted at about the same time. */
async function importFile(person: Person, at: number): Promise<void> {
  await person.think(5_000);
  const serials = [0, 1, 2, 3].map((line) => 4_100_001 + line + 2 * at);
  const body = importBody(serials.map((serial) => importLine(serial, '甲科技有限公司')));
  await person.act('office.imports.make', { body }, mannerOf(person));
  for (const serial of serials.slice(0, 2)) {
    await person.look('titles.get', { params: { patentNumber: patentNumberOf(serial) } });
  }
}

/** 更正: one proposes from what the title says now, another confirms. */
async function correct(person: Person, beginning: Beginning): Promise<void> {
  const { chance, cloud } = person;
  const second = new Person(cloud, `corrector second`, examiners[1]);
  const patentNumber = chance.pick(beginning.patents);
  for (let rounds = 1; rounds <= 2; rounds += 1) {
    await person.think(9_000);
    const seen = bodyOf(await person.look('titles.get', { params: { patentNumber } }));
    const { version, particulars } = seen as { version: number; particulars: object };
    const change = {
      ...{ target: 'title', right: `patent:${patentNumber}`, version },
      particulars: { ...particulars, name: `更正后的装置${rounds}` },
    };
    const body = { change, reason: '录入笔误' };
    const proposed = await person.act('office.corrections.propose', { body }, mannerOf(person));
    if (proposed.status !== 201) continue;
    const params = { correctionId: String(bodyOf(proposed)['id']) };
    await second.act(
      'office.corrections.confirm',
      { params, body: { outcome: 'confirm' } },
      mannerOf(person),
    );
  }
}

/** 更正 of a record at once after its registration, so that both wait for the journal: the later one rests on the earlier. */
async function correctRecord({ cloud, chance }: Person, draft: Wanted, made: unknown): Promise<void> {
  const { registrationNumber: number } = Object(made);
  if (typeof number !== 'string' || !chance.flip(0.4)) return;
  const [first, second] = examiners.map((one) => new Person(cloud, `${one.sub} on ${draft.id}`, one));
  if (!first || !second) return;
  const right = `patent:${draft.patents[0]}`;
  const change = { target: 'record', number, version: 1, patents: [{ right, name: '更正后的装置' }] };
  const proposed = await first.act('office.corrections.propose', { body: { change, reason: '录入笔误' } });
  if (proposed.status !== 201) return;
  const params = { correctionId: String(bodyOf(proposed)['id']) };
  await second.act('office.corrections.confirm', { params, body: { outcome: 'confirm' } });
}

/** 补正期限: the last moment of the limit, or the first one after it, when the clock ends the filing. */
async function untilMidnight({ cloud, chance }: Person, { midnight }: Overdue): Promise<void> {
  const until = midnight + chance.below(900) - 500;
  await cloud.sim.pause(Math.max(0, until - cloud.sim.now()));
}

async function ownerAtLast(person: Person, overdue: Overdue): Promise<void> {
  await untilMidnight(person, overdue);
  if (person.chance.flip(0.4)) return editInTwoTabs(person, overdue);
  await person.act('filings.withdraw', { params: { filingId: overdue.id }, body: {} }, mannerOf(person));
}

async function bankAtLast(person: Person, overdue: Overdue): Promise<void> {
  const params = { filingId: overdue.id };
  await untilMidnight(person, overdue);
  await person.act('filings.withdrawConsent', { params, body: {} }, mannerOf(person));
  await agree(person, overdue.id);
}

/** Anyone: reads titles and the log's checkpoint. */
async function read(person: Person, { patents }: Beginning): Promise<void> {
  for (let looks = 1; looks <= 8; looks += 1) {
    await person.think(6_000);
    await person.look('titles.get', { params: { patentNumber: person.chance.pick(patents) } });
    await person.look('journal.checkpoint');
  }
}
