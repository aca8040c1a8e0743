import { demonstrationNotice } from '../../shared/contracts/demonstration.ts';
import type { Answer } from '../../shared/contracts/operations/index.ts';
import { digestOf, opensTo } from '../../shared/kernel/digest.ts';
import { entryId } from '../../shared/kernel/id.ts';
import { rightOf } from '../../shared/kernel/right.ts';
import { demand } from '../seed/refused.ts';
import { completeForm } from './form.ts';
import type { Registered } from './registration.ts';
import { type Scene, shown } from './scene.ts';
import { expect, expected } from './steps.ts';

type Entry = Answer<'entries.get'>['entry'];

/** Reads the registration back by every way the register offers, and compares each with what was filed. */
export async function readBack(scene: Scene, made: Registered): Promise<void> {
  const { steps } = scene;
  await steps.step({ zh: '按专利号读取', en: 'Read back by patent number' }, (say) =>
    titles(scene, made, say),
  );
  await steps.step({ zh: '按登记号读取', en: 'Read back by registration number' }, (say) =>
    pledge(scene, made, say),
  );
  await steps.step({ zh: '登记历史', en: 'History of a title' }, (say) => history(scene, made, say));
  await steps.step({ zh: '登记条目', en: 'The entry' }, (say) => entry(scene, made, say));
}

type Say = (line: string) => void;

async function titles(scene: Scene, made: Registered, say: Say): Promise<void> {
  const client = scene.people.as('owner');
  for (const before of scene.titles) {
    const { patentNumber } = before;
    const answer = await client.call('titles.get', { params: { patentNumber } });
    const title = demand(answer, 'titles.get');
    const held = title.holds.map((one) => `${one.kind} ${one.record} ${one.entry}`);
    expect(
      held.join() === `pledge ${made.number} ${made.entry}`,
      `${patentNumber} carries the pledge and nothing else`,
    );
    expect(title.version === before.version + 1, `${patentNumber} is one version further`);
    expect(title.instant > before.instant, `${patentNumber}'s instant grew`);
    expect(answer.ok && answer.notice === demonstrationNotice, 'the answer is marked as a demonstration');
    const listed = demand(await client.call('search.pledges', { query: { patentNumber } }), 'search.pledges');
    expect(listed.items[0]?.registrationNumber === made.number, `the pledge is listed under ${patentNumber}`);
    say(`${shown(patentNumber)}  质押 pledged, ${made.number}`);
  }
}

async function pledge(scene: Scene, made: Registered, say: Say): Promise<void> {
  const { people, owner, bank } = scene;
  const params = { registrationNumber: made.number };
  const shownPledge = demand(await people.as('owner').call('pledges.get', { params }), 'pledges.get');
  const patents = shownPledge.patents.map((one) => one.patentNumber).sort();
  expect(shownPledge.status === 'registered' && shownPledge.entry === made.entry, 'it is registered');
  expect(
    patents.join() ===
      scene.titles
        .map((one) => one.patentNumber)
        .sort()
        .join(),
    'it holds the three patents',
  );
  expect(shownPledge.pledgors.map((one) => one.name).join() === owner.name, `the pledgor is ${owner.name}`);
  expect(shownPledge.pledgees.map((one) => one.name).join() === bank.name, `the pledgee is ${bank.name}`);
  expect(!('terms' in shownPledge), 'the public sees no terms');
  const { claim } = completeForm({ ...scene, pledgor: owner.id, pledgee: bank.id });
  for (const account of ['owner', 'bank']) {
    const own = demand(await people.as(account).call('pledges.own', { params }), `pledges.own, ${account}`);
    expect(digestOf(own.terms['claim']) === digestOf(claim), `${account} reads the terms as they were filed`);
  }
  const foreign = await people.as('stranger').call('pledges.own', { params });
  expect(foreign.status === 404, `a stranger gets 404 for the terms, not ${foreign.status}`);
  say(`${owner.name} → ${bank.name}, ${shownPledge.registrationDate}`);
  say('合同条件仅当事人可见 terms: shown to both parties, 404 to a stranger');
}

async function history(scene: Scene, made: Registered, say: Say): Promise<void> {
  const { patentNumber, version } = expected(scene.titles[0], 'a title');
  const page = await scene.people.as('owner').call('titles.history', { params: { patentNumber } });
  const lines = demand(page, 'titles.history').items;
  const [newest] = lines;
  expect(
    newest?.act === 'pledge.registration' && newest.entry === made.entry,
    'the pledge is the newest line',
  );
  expect(lines.length === version + 1, `${version + 1} versions, not ${lines.length}`);
  expect(
    lines.every((line, index) => line.version === version + 1 - index),
    'newest first, none missing',
  );
  for (const line of lines) say(`${line.version}  ${line.instant}  ${line.act}`);
}

const sealedNames = ['claim', 'security', 'contracts', 'consents', 'documents', 'decision'];

async function entry(scene: Scene, made: Registered, say: Say): Promise<void> {
  const params = { entryId: entryId.parse(made.entry) };
  const answer = await scene.people.as('owner').call('entries.get', { params });
  const { entry: read, openings } = demand(answer, 'entries.get');
  expectRecord(scene, made, read);
  const names = read.commitments.map((one) => one.name);
  for (const name of sealedNames) expect(names.includes(name), `the entry commits to ${name}`);
  const text = JSON.stringify(read);
  expect(
    !text.includes('1500000') && !text.includes('DEMO-LOAN-1'),
    'the entry shows no amount and no contract',
  );
  for (const { name, salt, value } of openings) {
    const digest = read.commitments.find((one) => one.name === name)?.digest ?? '';
    expect(opensTo(digest, salt, value), `the opening of ${name} opens its commitment`);
  }
  say(`${read.eventCode}, ${read.decidedBy}, ${names.length} 项承诺 commitments`);
  say(`${digestOf(read)}`);
}

function expectRecord(scene: Scene, made: Registered, read: Entry): void {
  const record = digestOf(read.record ?? null);
  const filed = { kind: 'pledge', number: made.number, version: 1, status: 'registered' };
  expect(record === digestOf(filed), 'the entry names the record');
  expect(read.filing === made.filing && read.act === 'pledge.registration', 'the entry names its filing');
  expect(read.decidedBy === 'machine' && read.demonstration, 'decided by the machine, as a demonstration');
  const advanced = scene.titles.map(({ patentNumber, version }) => ({
    right: rightOf(patentNumber),
    version: version + 1,
  }));
  const stated = (read.advanced ?? []).map(({ right, version }) => ({ right, version }));
  const encumbered = (read.advanced ?? []).every(({ holds }) => holds !== undefined);
  expect(
    digestOf(stated) === digestOf(advanced) && encumbered,
    'the entry advances exactly the three titles',
  );
  expect(read.public['registrationNumber'] === made.number, 'the gazette shows the registration number');
}
