import { randomBytes, randomUUID } from 'node:crypto';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { Ports } from '../../functions/_platform/clock.ts';
import type { Key } from '../../functions/_platform/dynamodb.ts';
import type { Projection } from '../../functions/_platform/projection/projection.ts';
import { publishedJournal } from '../../functions/_platform/projection/published.ts';
import { tendProjection } from '../../functions/_platform/projection/run.ts';
import { serve } from '../../functions/_platform/serve.ts';
import { accountKey, mandateKey, nameKeyOf, partyKey } from '../../functions/_platform/store/parties.ts';
import { writeEntry } from '../../functions/_platform/store/records.ts';
import type { Store } from '../../functions/_platform/store/store.ts';
import { firstVersionItem } from '../../functions/_platform/store/titles.ts';
import { commit } from '../../functions/_platform/transaction.ts';
import { documentsHandlers } from '../../functions/documents/handlers.ts';
import { examinersHandlers } from '../../functions/examiners/handlers.ts';
import { filingsHandlers } from '../../functions/filings/handlers.ts';
import type { MachinesDeps } from '../../functions/machines/deps.ts';
import { machinesHandlers } from '../../functions/machines/handlers.ts';
import type { Mailing } from '../../functions/notices/deps.ts';
import { noticesHandlers } from '../../functions/notices/handlers.ts';
import { registrationNotices } from '../../functions/notices/projection.ts';
import { partiesHandlers } from '../../functions/parties/handlers.ts';
import { registrarHandlers } from '../../functions/registrar/handlers.ts';
import { searchHandlers } from '../../functions/search/handlers.ts';
import { searchProjection } from '../../functions/search/projection.ts';
import { titlesHandlers } from '../../functions/titles/handlers.ts';
import { operations } from '../../shared/contracts/operations/index.ts';
import { newId, type PartyId } from '../../shared/kernel/id.ts';
import { instantOf } from '../../shared/kernel/instant.ts';
import { type PatentNumber, patentCheckDigit, patentNumber } from '../../shared/kernel/patent-number.ts';
import { rightOf } from '../../shared/kernel/right.ts';
import type { Entry } from '../../shared/register/entry.ts';
import { type Mandate, mandate, type Party, party } from '../../shared/register/party.ts';
import { type Title, title } from '../../shared/register/title.ts';
import { type TableName, tables } from '../../shared/tables.ts';
import { startStore } from '../store.ts';
import { startBucket } from './bucket.ts';
import { type JournalUnderTest, startJournal } from './journal/journal-under-test.ts';
import { paperMaker } from './papers.ts';

export type Reply = {
  status: number;
  body: Record<string, unknown>;
  headers: Record<string, string>;
  text: string;
};
export type Ask = {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  headers?: Record<string, string>;
};
export type Caller = { sub: string; groups?: string; client?: string; iat?: number };

export const examiner: Caller = { sub: 'examiner-1', groups: '[examiner]' };
export const secondExaminer: Caller = { sub: 'examiner-2', groups: '[examiner]' };
export const chief: Caller = { sub: 'chief-1', groups: '[examiner chiefExaminer]' };
export const operator: Caller = { sub: 'operator-1', groups: '[operator]' };

export type World = Awaited<ReturnType<typeof startWorld>>;

/** What happens to a call of the database on its way: lets it through, delays it, or breaks it off. */
export type Intercept = (
  call: { name: string; input: object },
  send: () => Promise<unknown>,
) => Promise<unknown>;

/** Functions of the register over a real engine behind the conflict proxy, called as the gateway would call them. */
export async function startWorld(
  options: {
    automatic?: readonly string[];
    clock?: () => number;
    mailing?: Mailing;
    machines?: Pick<MachinesDeps, 'clients' | 'slots'>;
  } = {},
) {
  const running = await startStore(tables);
  const plain: Store = { client: running.client, tables: running.names };
  const faults: { intercept?: Intercept | undefined } = {};
  const store: Store = { ...plain, client: intercepted(running.client, faults) };
  const logs = captureLogs();
  const ports: { -readonly [Name in keyof Ports]: Ports[Name] } = {
    now: options.clock ?? Date.now,
    random: (bytes) => new Uint8Array(randomBytes(bytes)),
    pause: (millis) => new Promise((resolve) => setTimeout(resolve, millis)),
  };
  const automaticRegistration = [...(options.automatic ?? ['pledge.registration'])];
  const sampled = { sampledPerTenThousand: 0 };
  const deps = { store, ports, demonstration: true, automaticRegistration, ...sampled };
  const bucket = await startBucket();
  const handlers = {
    registrar: serve('registrar', operations, deps, registrarHandlers(deps)),
    filings: serve('filings', operations, deps, filingsHandlers(deps)),
    examiners: serve('examiners', operations, deps, examinersHandlers(deps)),
    titles: serve('titles', operations, deps, titlesHandlers(store)),
    parties: serve('parties', operations, deps, partiesHandlers(store)),
    notices: serve('notices', operations, deps, noticesHandlers({ ...deps, mailing: options.mailing })),
    search: serve('search', operations, deps, searchHandlers(store)),
    documents: serve('documents', operations, deps, documentsHandlers({ ...deps, ...bucket })),
    ...(options.machines && {
      machines: serve('machines', operations, deps, machinesHandlers({ ...deps, ...options.machines })),
    }),
  };
  const call = async (id: string, caller: Caller | undefined, ask: Ask = {}): Promise<Reply> => {
    const row = operations.find((one) => one.id === id);
    if (!row || !(row.function in handlers)) throw new Error(`no operation ${id}`);
    const handler = handlers[row.function as keyof typeof handlers];
    if (!handler) throw new Error(`no function ${row.function} in this world`);
    const answer = await handler(eventOf(`${row.method} ${row.path}`, caller, ask), {} as Context);
    return replyOf(answer);
  };
  const imported: Title[] = [];
  const journal = journalOf(plain, ports, imported);
  /** What follows the journal, over the functions' own client. */
  const follow = async (projection: Projection) =>
    tendProjection({ store, ports, journal: await journal.published() }, projection, () => true);
  const mailing = options.mailing;
  const projections = {
    search: searchProjection(deps),
    notices: registrationNotices({ ...deps, mailing }),
  };
  /** Gives every entry its place in the journal, and brings the search index up to it. */
  const indexAll = async () => {
    await journal.run();
    await follow(projections.search);
  };
  const made = {
    ...{ journal, projections, follow, indexAll },
    ...{
      putParty: partyMaker(plain),
      putTitle: titleMaker(plain, imported),
      putPatents: patentsMaker(plain, imported),
    },
    putPapers: paperMaker(plain),
  };
  const close = () => Promise.all([running.close(), bucket.close(), journal.close()]).then(() => undefined);
  return { ...running, store: plain, ports, deps, bucket, call, faults, logs, ...made, ...raw(plain), close };
}

/**
 * The store's journal, begun when a test first asks for it: many never do. Titles that were put there get the entry that
 * their import would have made, since nothing is sequenced before what it rests on.
 */
function journalOf(store: Store, ports: Ports, imported: Title[]) {
  let begun: Promise<JournalUnderTest> | undefined;
  const open = () => {
    begun ??= startJournal(store, ports);
    return begun;
  };
  return {
    open,
    run: async () => {
      for (const { entry, instant } of imported.splice(0)) {
        const made: Entry = {
          ...{ schema: 'entry-1', id: entry, instant, act: 'patent.import', decidedBy: 'office' },
          ...{ public: {}, commitments: [], demonstration: true },
        };
        await commit(store.client, ports, writeEntry(store, made, []));
      }
      return (await open()).run();
    },
    published: async () => publishedJournal(store, (await open()).shelf),
    close: async () => (await begun)?.close(),
  };
}

/** The client of the functions alone: what the test itself reads and writes is never interfered with. */
function intercepted(
  client: DynamoDBDocumentClient,
  faults: { intercept?: Intercept | undefined },
): DynamoDBDocumentClient {
  const send = (command: { input: object }) => {
    const name = command.constructor.name.replace(/Command$/, '');
    const pass = () => client.send(command as Parameters<typeof client.send>[0]) as Promise<unknown>;
    return faults.intercept ? faults.intercept({ name, input: command.input }, pass) : pass();
  };
  return Object.assign(Object.create(client), { send });
}

/** Keeps the functions' log lines from the test's output and for the test's eyes. */
function captureLogs(): string[] {
  const lines: string[] = [];
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = ((chunk: string | Uint8Array, ...rest: []) => {
    if (typeof chunk !== 'string' || !chunk.startsWith('{"level":')) return write(chunk, ...rest);
    lines.push(chunk);
    return true;
  }) as typeof process.stdout.write;
  return lines;
}

/** What lies in the tables, read without the functions. */
function raw(store: Store) {
  return {
    item: async (table: TableName, key: Key): Promise<Record<string, unknown> | undefined> => {
      const input = { TableName: store.tables[table], Key: { ...key }, ConsistentRead: true };
      return (await store.client.send(new GetCommand(input))).Item;
    },
    put: async (table: TableName, item: Record<string, unknown>): Promise<void> => {
      await store.client.send(new PutCommand({ TableName: store.tables[table], Item: item }));
    },
    items: async (table: TableName, prefix: string): Promise<Record<string, unknown>[]> => {
      const found: Record<string, unknown>[] = [];
      let from: Record<string, unknown> | undefined;
      do {
        const page = await store.client.send(
          new ScanCommand({ TableName: store.tables[table], ConsistentRead: true, ExclusiveStartKey: from }),
        );
        found.push(...(page.Items ?? []));
        from = page.LastEvaluatedKey;
      } while (from);
      return found.filter((item) => String(item['pk']).startsWith(prefix));
    },
  };
}

function eventOf(routeKey: string, caller: Caller | undefined, ask: Ask): APIGatewayProxyEventV2 {
  const text = typeof ask.body === 'string' ? ask.body : JSON.stringify(ask.body);
  const claims = caller && {
    sub: caller.sub,
    client_id: caller.client ?? 'portal',
    ...(caller.iat !== undefined && { iat: String(caller.iat) }),
    ...(caller.groups && { 'cognito:groups': caller.groups }),
  };
  const [method = ''] = routeKey.split(' ');
  return {
    version: '2.0',
    routeKey,
    rawPath: '/',
    rawQueryString: '',
    headers: {
      ...(text !== undefined && { 'content-type': 'application/json' }),
      ...(method === 'POST' && { 'idempotency-key': randomUUID() }),
      ...ask.headers,
    },
    ...(ask.params && { pathParameters: ask.params }),
    ...(ask.query && { queryStringParameters: ask.query }),
    requestContext: {
      requestId: randomUUID(),
      ...(claims && { authorizer: { jwt: { claims, scopes: [] } } }),
    } as unknown as APIGatewayProxyEventV2['requestContext'],
    isBase64Encoded: false,
    ...(text !== undefined && { body: text }),
  };
}

function replyOf(answer: APIGatewayProxyStructuredResultV2): Reply {
  const text = answer.body ?? '';
  const headers = Object.fromEntries(Object.entries(answer.headers ?? {}).map(([k, v]) => [k, String(v)]));
  const body = headers['content-type']?.includes('json') ? JSON.parse(text) : {};
  return { status: answer.statusCode ?? 0, body, headers, text };
}

/** Puts a party with one account, which administers and signs for it. */
function partyMaker(store: Store) {
  return async (
    name: string,
    more: Partial<Party> & {
      signer?: boolean;
      administrator?: boolean;
      agentOf?: Partial<Mandate> & { principal: PartyId; acts: Mandate['acts'] };
    } = {},
  ): Promise<{ id: PartyId; caller: Caller; party: Party }> => {
    const { signer = true, administrator = true, agentOf, ...facts } = more;
    const id = newId('pty', Date.now(), new Uint8Array(randomBytes(10)));
    const sub = randomUUID();
    const made = party.parse({
      ...{ id, version: 1, instant: instantOf(Date.now()), status: 'enrolled' },
      ...{ kind: 'organisation', name, formerNames: [], residence: 'CN' },
      ...{ accounts: [{ subject: sub, administrator, signer }], signing: { signatures: 1 } },
      ...{ enrolledAt: instantOf(Date.now()), ...facts },
    });
    const table = store.tables.parties;
    const put = (item: Record<string, unknown>) =>
      store.client.send(new PutCommand({ TableName: table, Item: item }));
    await put({ ...partyKey(id), version: made.version, party: made, nameKey: nameKeyOf(name) });
    await put({
      ...accountKey(sub),
      version: 1,
      account: { subject: sub, parties: [{ party: id, administrator, signer }] },
    });
    if (agentOf) {
      const given = mandate.parse({
        ...{ id: newId('mdt', Date.now(), new Uint8Array(randomBytes(10))), agent: id, from: '2020-01-01' },
        ...agentOf,
      });
      await put({ ...mandateKey(given), mandate: given });
      await put({ pk: `PARTY#${given.principal}`, sk: `GIVEN#${given.id}`, agent: id });
    }
    return { id, caller: { sub }, party: made };
  };
}

let serial = 1000000;

/** A patent number with a true check digit, never used before in this process. */
export function nextPatent(kind: '1' | '2' | '3' = '1', year = 2018): PatentNumber {
  serial += 1;
  const digits = `${year}${kind}${serial}`;
  return patentNumber.parse(`${digits}${patentCheckDigit(digits)}`);
}

function titleMaker(store: Store, imported: Title[]) {
  return async (
    owners: readonly string[],
    change: (plain: Title) => Title = (same) => same,
  ): Promise<Title> => {
    const number = nextPatent();
    const plain = title.parse({
      right: rightOf(number),
      version: 1,
      instant: instantOf(Date.now() - 60_000),
      entry: newId('ent', Date.now(), new Uint8Array(randomBytes(10))),
      particulars: {
        ...{ kind: 'invention', name: '一种测试装置', language: 'zh', mainClassification: 'H04L 9/32' },
        ...{ filingDate: '2018-03-01', grantDate: '2020-05-01', compensationDays: 0 },
      },
      owners: owners.map((name) => ({ name })),
      facts: {
        status: { value: 'granted', basis: 'source' },
        annuity: { value: 'paid', basis: 'source' },
        invalidation: { started: false, public: true, basis: 'source' },
      },
      holds: [],
      source: 'test',
    });
    const made = change(plain);
    const item = firstVersionItem({ title: made, act: 'patent.import' });
    await store.client.send(new PutCommand({ TableName: store.tables.register, Item: item }));
    imported.push(made);
    return made;
  };
}

/** Several patents of the owners, as a form names them. */
function patentsMaker(store: Store, imported: Title[]) {
  const make = titleMaker(store, imported);
  return async (
    owners: readonly string[],
    count = 1,
    change?: (plain: Title) => Title,
  ): Promise<string[]> => {
    const made = await Promise.all(Array.from({ length: count }, () => make(owners, change)));
    return made.map(({ right }) => right.slice('patent:'.length));
  };
}

/** A complete pledge form for the parties and patents. */
export function pledgeForm(
  pledgors: readonly PartyId[],
  pledgees: readonly PartyId[],
  rights: readonly string[],
) {
  const stated = (ids: readonly PartyId[]) => ids.map((id) => ({ party: id, address: '测试路1号' }));
  return {
    pledgors: stated(pledgors),
    pledgees: stated(pledgees),
    rights: [...rights],
    mainContract: { name: '借款合同', signedOn: '2026-01-05' },
    pledgeContract: { signedOn: '2026-01-05' },
    claim: {
      ...{ nature: 'ordinary', kind: 'loan', performanceFrom: '2026-01-05', performanceUntil: '2029-01-05' },
      amount: { amount: '5000000.00', currency: 'CNY' },
    },
    scope: ['principal', 'interest'],
    contractItems: {
      ...{ partiesAndAddresses: true, claimKindAndAmount: true, performancePeriod: true },
      ...{ patentsWithNumbersAndDates: true, scopeOfSecurity: true },
    },
    coOwnersAgreedOtherwise: false,
    commitment: true,
  };
}
