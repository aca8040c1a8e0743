import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalCloud, startCloud } from '../local/cloud.ts';
import { demoAccounts } from '../local/demo-accounts.ts';
import { handIn, paperOf } from '../local/papers/hand-in.ts';
import { pdf } from '../local/papers/pdf.ts';
import { enrolmentForm, enrolmentOf, extractOf } from '../local/seed/enrolments.ts';
import { letThrough } from '../local/seed/let-through.ts';
import { type People, people } from '../local/seed/people.ts';
import { demand } from '../local/seed/refused.ts';
import { synthesise } from '../local/synth.ts';
import { tokenOf } from '../local/token.ts';
import { type Client, createClient } from '../shared/contracts/client.ts';
import type { FilingId, PartyId } from '../shared/kernel/id.ts';
import { formatPatentNumber, type PatentNumber } from '../shared/kernel/patent-number.ts';
import { nextPatent, pledgeForm } from '../test/functions/world.ts';
import { type Tail, tailOf } from './percentile.ts';

/** How long until what was submitted is found by its party, in milliseconds. */
export type FindableTime = {
  readonly filers: number;
  /** From sending the submission: registration, stream, index and search together. */
  readonly fromSubmission: Tail;
  /** From the answer that says registered: what a reader may be behind. */
  readonly fromAnswer: Tail;
};

export type FindablePlan = { readonly filers: number; readonly bursts: number };

/** Between two looks: it bounds how finely the time is known. */
const pollMs = 20;
/** After this the index does not follow, and waiting longer says no more. */
const patienceMs = 60_000;

/**
 * Filers who all submit at once, on a local cloud of their own, burst after burst. One reader asks for the pledges of
 * the burst's bank until it has seen them all: many readers would take from the index the processor it waits for.
 */
export async function timeFinding(plan: FindablePlan): Promise<FindableTime> {
  const assembly = await synthesise({ root: join(import.meta.dirname, '..') });
  const folder = mkdtempSync(join(tmpdir(), 'ip-register-bench-'));
  const cloud = await startCloud({ port: 0, folder, assembly });
  try {
    const times: Moments[] = [];
    for (const burst of await prepare(cloud, plan)) times.push(...(await submitAll(cloud.url, burst)));
    return {
      filers: plan.filers,
      fromSubmission: tailOf(times.map((one) => one.found - one.sent)),
      fromAnswer: tailOf(times.map((one) => Math.max(0, one.found - one.answered))),
    };
  } finally {
    await cloud.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Filings that are ready to be submitted, all to one bank. */
type Burst = {
  readonly bank: PartyId;
  readonly filings: { readonly client: Client; readonly id: FilingId }[];
};
type Act = (account: 'owner' | 'bank', party: PartyId) => Client;

/** Parties with one signer, patents that they own, and filings to which both sides have consented. */
async function prepare(cloud: LocalCloud, { filers, bursts }: FindablePlan): Promise<Burst[]> {
  const who = people({ origin: cloud.url, folder: cloud.folder });
  const act = await signedIn(cloud);
  const owners = Array.from({ length: filers }, (_, at) => ({
    name: `测量公司${at}有限公司`,
    patents: Array.from({ length: bursts }, () => nextPatent()),
  }));
  await importPatents(who.as('operator'), owners);
  const contract = paperOf(
    'pledgeContract',
    '质押合同.pdf',
    'pdf',
    await pdf('Pledge contract', ['Measurement, no legal effect.']),
  );
  const ready: Burst[] = [];
  for (let at = 0; at < bursts; at += 1) {
    const bank = await enrol({ who, act }, `测量银行${at}有限公司`, 'bank', 100 + at);
    ready.push({ bank, filings: [] });
  }
  for (const [at, { name, patents }] of owners.entries()) {
    const party = await enrol({ who, act }, name, 'owner', 200 + at);
    const client = act('owner', party);
    for (const [burst, patent] of patents.entries()) {
      const { bank, filings } = expected(ready[burst]);
      const body = {
        ...{ procedure: 'pledge.registration', documents: [contract.listed] },
        form: pledgeForm([party], [bank], [patent]),
      };
      const opened = demand(await client.call('filings.open', { body }), 'filings.open');
      await handIn(client, opened, [contract]);
      for (const one of [client, act('bank', bank)]) {
        const consent = { params: { filingId: opened.id }, body: { digest: opened.digest ?? '' } };
        demand(await one.call('filings.consent', consent), 'filings.consent');
      }
      filings.push({ client, id: opened.id });
    }
  }
  return ready;
}

function expected<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('a burst is missing');
  return value;
}

/** Clients of the demo accounts for any party that they act for. */
async function signedIn(cloud: LocalCloud): Promise<Act> {
  const tokens = {
    owner: await tokenOf('owner', cloud.url, cloud.folder),
    bank: await tokenOf('bank', cloud.url, cloud.folder),
  };
  return (account, actingParty) =>
    createClient({ baseUrl: cloud.url, token: () => tokens[account], actingParty });
}

/** A party more for an account that acts for one already, by the way of any newcomer. */
async function enrol(
  { who, act }: { readonly who: People; readonly act: Act },
  name: string,
  account: 'owner' | 'bank',
  place: number,
): Promise<PartyId> {
  const subject = demoAccounts.find((one) => one.name === account)?.subject ?? '';
  const body = { procedure: 'party.enrolment' } as const;
  const opened = demand(await who.as(account).call('enrolments.open', { body }), 'enrolments.open');
  const asked = enrolmentOf(name, place);
  const client = act(account, opened.party);
  await letThrough(who, client, opened.filing, enrolmentForm(asked, subject), [await extractOf(asked)]);
  return opened.party;
}

async function importPatents(
  operator: Client,
  owners: readonly { readonly name: string; readonly patents: readonly PatentNumber[] }[],
): Promise<void> {
  const lines = owners.flatMap(({ name, patents }) =>
    patents.map(
      (one) => `${formatPatentNumber(one)},invention,一种测量方法,zh,${name},2018-03-01,2020-05-01`,
    ),
  );
  const csv = `patentNumber,kind,title,titleLang,patentees,filingDate,grantDate\n${lines.join('\n')}\n`;
  const body = { source: 'bench', csv, statusBasis: 'assumed', annuityBasis: 'assumed' } as const;
  const report = demand(await operator.call('office.imports.make', { body }), 'office.imports.make');
  if (report.created !== lines.length) throw new Error(JSON.stringify(report.lines.slice(0, 3)));
}

type Moments = { readonly sent: number; readonly answered: number; readonly found: number };

/** Submits all filings of a burst at once, and looks under its bank until each of them is there. */
async function submitAll(url: string, { bank, filings }: Burst): Promise<Moments[]> {
  const found = new Map<string, number>();
  const sent = performance.now();
  const submitted = filings.map(async ({ client, id }) => {
    const params = { filingId: id };
    const done = demand(await client.call('filings.submit', { params, body: {} }), 'filings.submit');
    const number = done.registration?.registrationNumber;
    if (number === undefined) throw new Error(`not registered: ${JSON.stringify(done)}`);
    return { number, answered: performance.now() };
  });
  const reader = createClient({ baseUrl: url });
  while (found.size < filings.length) {
    const query = { party: bank, limit: '50' };
    const page = demand(await reader.call('search.pledges', { query }), 'search.pledges');
    const now = performance.now();
    for (const { registrationNumber } of page.items) {
      if (!found.has(registrationNumber)) found.set(registrationNumber, now);
    }
    if (now - sent > patienceMs) throw new Error(`only ${found.size} of ${filings.length} were found`);
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  const answers = await Promise.all(submitted);
  return answers.map(({ number, answered }) => ({ sent, answered, found: found.get(number) ?? Number.NaN }));
}
