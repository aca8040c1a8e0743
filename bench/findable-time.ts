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
import type { PartyId } from '../shared/kernel/id.ts';
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

export type FindablePlan = { readonly filers: number; readonly filingsEach: number };

/**
 * How many look at once. Every function has four threads here, and the index is kept by one of the search's: more who
 * look would keep from its work what they are waiting for.
 */
const lookingMax = 2;
/** Between two looks of one filer: it bounds how finely the time is known. */
const pollMs = 60;
/** After this the index does not follow, and waiting longer says no more. */
const patienceMs = 60_000;

/** Filers at work at once on a local cloud of their own, each with a party, its patents and a browser beside it. */
export async function timeFinding(plan: FindablePlan): Promise<FindableTime> {
  const assembly = await synthesise({ root: join(import.meta.dirname, '..') });
  const folder = mkdtempSync(join(tmpdir(), 'ip-register-bench-'));
  const cloud = await startCloud({ port: 0, folder, assembly });
  try {
    const filers = await prepare(cloud, plan);
    const gate = gateFor(lookingMax);
    const times = (await Promise.all(filers.map((filer) => fileAll(cloud.url, filer, gate)))).flat();
    return {
      filers: plan.filers,
      fromSubmission: tailOf(times.map((one) => one.found - one.sent)),
      fromAnswer: tailOf(times.map((one) => one.found - one.answered)),
    };
  } finally {
    await cloud.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Filer = { readonly client: Client; readonly party: PartyId; readonly filings: readonly string[] };
type Act = (account: 'owner' | 'bank', party: PartyId) => Client;

/** Parties with one signer, patents that they own, and filings to which both sides have consented. */
async function prepare(cloud: LocalCloud, { filers, filingsEach }: FindablePlan): Promise<Filer[]> {
  const who = people({ origin: cloud.url, folder: cloud.folder });
  const operator = who.as('operator');
  const act = await signedIn(cloud);
  const owners = Array.from({ length: filers }, (_, at) => ({
    name: `测量公司${at}有限公司`,
    patents: Array.from({ length: filingsEach }, () => nextPatent()),
  }));
  await importPatents(operator, owners);
  const contract = paperOf('pledgeContract', '质押合同.pdf', 'pdf', await pdf('Pledge contract'));
  const bank = await enrol({ who, act }, '测量银行有限公司', 'bank', 100);
  const bytes = await pdf('Pledge contract', ['Measurement, no legal effect.']);
  const contract = paperOf('pledgeContract', 'contract.pdf', 'pdf', bytes);
  const made: Filer[] = [];
  for (const [at, { name, patents }] of owners.entries()) {
    const party = await enrol({ who, act }, name, 'owner', 101 + at);
    const client = act('owner', party);
    const filings: string[] = [];
    for (const patent of patents) {
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
      filings.push(opened.id);
    }
    made.push({ client, party, filings });
  }
  return made;
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

type Gate = <Value>(act: () => Promise<Value>) => Promise<Value>;

/** Lets so many act at once, the others in the order in which they came. */
function gateFor(max: number): Gate {
  const waiting: (() => void)[] = [];
  let inside = 0;
  return async (act) => {
    if (inside === max) await new Promise<void>((enter) => waiting.push(enter));
    else inside += 1;
    try {
      return await act();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else inside -= 1;
    }
  };
}

type Moments = { readonly sent: number; readonly answered: number; readonly found: number };

/** Submits one filing after another and looks for each by its party until it is there. */
async function fileAll(url: string, { client, party, filings }: Filer, gate: Gate): Promise<Moments[]> {
  const anyone = createClient({ baseUrl: url });
  const moments: Moments[] = [];
  for (const filingId of filings) {
    const sent = performance.now();
    const done = demand(
      await client.call('filings.submit', { params: { filingId }, body: {} }),
      'filings.submit',
    );
    const answered = performance.now();
    const number = done.registration?.registrationNumber;
    if (number === undefined) throw new Error(`not registered: ${JSON.stringify(done)}`);
    for (let found = false; !found; ) {
      const look = () => anyone.call('search.pledges', { query: { party, limit: '50' } });
      const page = demand(await gate(look), 'search.pledges');
      found = page.items.some((one) => one.registrationNumber === number);
      if (!found && performance.now() - answered > patienceMs) throw new Error(`${number} is not found`);
      if (!found) await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
    moments.push({ sent, answered, found: performance.now() });
  }
  return moments;
}
