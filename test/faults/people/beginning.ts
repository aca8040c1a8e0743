import { type PartyId, partyId } from '../../../shared/kernel/id.ts';
import { patentCheckDigit } from '../../../shared/kernel/patent-number.ts';
import { usccCheck } from '../../../shared/kernel/uscc.ts';
import type { Caller } from '../../functions/world.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { agree, type Draft, draftPledge, submit } from './filings.ts';
import { paperOf, upload } from './papers.ts';
import { bodyOf, Person } from './person.ts';

export type Member = { readonly id: PartyId; readonly caller: Caller; readonly name: string };

/** Whom and what every run begins with: parties, patents, and drafts that want the same patents. */
export type Beginning = {
  readonly owners: readonly [Member, Member];
  readonly banks: readonly [Member, Member];
  readonly patents: readonly string[];
  readonly drafts: readonly Wanted[];
  /** A filing sent back for correction, whose limit passes at midnight. */
  readonly overdue: Wanted & { readonly midnight: number };
};

type Wanted = Draft & { readonly owner: Member; readonly bank: Member; readonly patents: readonly string[] };

export const examiners: readonly Caller[] = [
  { sub: 'examiner-1', groups: '[examiner]' },
  { sub: 'examiner-2', groups: '[examiner chiefExaminer]' },
];
export const operator: Caller = { sub: 'operator-1', groups: '[operator]' };

export function patentNumberOf(serial: number): string {
  const digits = `20181${serial}`;
  return `${digits}${patentCheckDigit(digits)}`;
}

export const importHeader = 'patentNumber,kind,title,titleLang,patentees,filingDate,grantDate';
export const importLine = (serial: number, owner: string) =>
  `${patentNumberOf(serial)},invention,一种测试装置,zh,${owner},2018-03-01,2020-05-01`;
export const importBody = (lines: readonly string[]) => ({
  csv: [importHeader, ...lines].join('\n'),
  ...{ source: 'Sample patents', statusBasis: 'assumed', annuityBasis: 'assumed' },
});

/**
 * Everything in it was made by the register's own functions, in calm weather: parties by enrolment, titles by an import,
 * papers by upload and scan, and the journal by the sequencer.
 */
export async function begin(cloud: Cloud): Promise<Beginning> {
  const office = new Person(cloud, 'begin office', operator);
  const owners = [await enrol(cloud, '甲科技有限公司', 1), await enrol(cloud, '乙科技有限公司', 2)] as const;
  const banks = [
    await enrol(cloud, '丙银行股份有限公司', 3),
    await enrol(cloud, '丁银行股份有限公司', 4),
  ] as const;
  const lines = [0, 0, 1].map((owner, at) => importLine(4_000_001 + at, owners[owner]?.name ?? ''));
  const made = await office.act('office.imports.make', { body: importBody(lines) });
  if (made.status !== 201) throw new Error(`no import: ${made.text}`);
  const patents = lines.map((line) => line.slice(0, line.indexOf(',')));
  const wanted = [
    ...([
      [0, 0, [0]],
      [0, 1, [0, 1]],
      [0, 0, [1]],
      [0, 1, [0]],
    ] as const),
    ...([
      [1, 1, [2]],
      [1, 0, [2]],
    ] as const),
  ];
  const drafts: Wanted[] = [];
  for (const [at, [owner, bank, titles]] of wanted.entries()) {
    const own = titles.map((title) => patents[title] ?? '');
    drafts.push(await open(cloud, `draft ${at}`, owners[owner], banks[bank], own));
  }
  const sentBack = await open(cloud, 'overdue', owners[1], banks[1], patents.slice(2));
  const overdue = { ...sentBack, midnight: await sendBack(cloud, sentBack) };
  return { owners, banks, patents, drafts, overdue };
}

async function open(cloud: Cloud, name: string, owner: Member, bank: Member, own: readonly string[]) {
  const person = new Person(cloud, `begin ${name}`, owner.caller);
  const draft = await draftPledge(person, owner.id, bank.id, own, `contract of ${name}`);
  if (!draft) throw new Error('no draft');
  return { ...draft, owner, bank, patents: own };
}

/** Has the filing agreed to, submitted and sent back for correction; answers when the day of its limit is over. */
async function sendBack(cloud: Cloud, { id, owner, bank }: Wanted): Promise<number> {
  const [asks, agrees] = [owner, bank].map(
    ({ caller }, at) => new Person(cloud, `begin overdue ${at}`, caller),
  );
  if (!asks || !agrees) throw new Error('nobody there');
  await agree(asks, id);
  await agree(agrees, id);
  await submit(asks, id);
  const items = [{ pointer: '/mainContract/name', text: '请填写合同全称' }];
  const decided = await new Person(cloud, 'begin overdue office', examiners[0]).act('office.filings.decide', {
    ...{ params: { filingId: id }, body: { outcome: 'correct', limitWorkingDays: 1, items } },
  });
  const { date } = Object(bodyOf(decided)['deadline']);
  if (typeof date !== 'string') throw new Error(`not sent back: ${decided.text}`);
  return Date.parse(`${date}T24:00:00+08:00`);
}

async function enrol(cloud: Cloud, name: string, serial: number): Promise<Member> {
  const caller: Caller = { sub: `account-${serial}` };
  const person = new Person(cloud, `begin party ${serial}`, caller);
  const opened = await person.act('enrolments.open', { body: { procedure: 'party.enrolment' } });
  const { party, filing } = bodyOf(opened) as { party: string; filing: string };
  const headers = { 'acting-party': party };
  const params = { filingId: filing };
  const seen = await person.look('filings.get', { params, headers });
  const code = `91110000${200_000_000 + serial}`;
  const form = {
    subject: {
      ...{ kind: 'organisation', name, formerNames: [], identifier: `${code}${usccCheck(code)}` },
      address: '示例路1号',
    },
    accounts: [{ subject: caller.sub, administrator: true, signer: true }],
    signing: { signatures: 1 },
  };
  const paper = paperOf('registryExtract', `extract ${serial}`);
  const edited = await person.look('filings.edit', {
    ...{ params, body: { form, documents: [paper.listed] } },
    headers: { ...headers, 'if-match': `"${bodyOf(seen)['version']}"` },
  });
  if (edited.status !== 200) throw new Error(`no form: ${edited.text}`);
  await upload(person, filing, paper);
  await agree(person, filing, 'once', party);
  await submit(person, filing, 'once', party);
  const examiner = new Person(cloud, `begin examiner ${serial}`, examiners[0]);
  const decided = await examiner.act('office.filings.decide', { params, body: { outcome: 'accept' } });
  if (bodyOf(decided)['status'] !== 'registered') throw new Error(`not enrolled: ${decided.text}`);
  return { id: partyId.parse(party), caller, name };
}
