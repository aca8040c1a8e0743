import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEventV2, Context, EventBridgeEvent } from 'aws-lambda';
import type { Bodies } from '../../../functions/_platform/bodies.ts';
import type { Item } from '../../../functions/_platform/dynamodb.ts';
import { importsHandler } from '../../../functions/registrar/imports/handlers.ts';
import type { ImportReport } from '../../../shared/contracts/operations/imports.ts';
import { patentCheckDigit } from '../../../shared/kernel/patent-number.ts';
import { tables } from '../../../shared/tables.ts';
import { startStore } from '../../store.ts';

export const sample = readFileSync(new URL('../../../local/sample/patents.csv', import.meta.url), 'utf8');

/** Bodies in memory, under the rule of the bucket: what lies under a digest never changes. */
export function bodiesInMemory(): Bodies & { readonly kept: Map<string, Uint8Array> } {
  const kept = new Map<string, Uint8Array>();
  return {
    kept,
    put: async (digest, bytes) => {
      if (!kept.has(digest)) kept.set(digest, bytes);
    },
    get: async (digest) => {
      const bytes = kept.get(digest);
      if (!bytes) throw new Error(`no body under ${digest}`);
      return bytes;
    },
  };
}

/** Where the process dies: at the n-th call of this kind, before it reaches the table or after it was done. */
export type Crash = { readonly call: string; readonly nth: number; readonly when: 'before' | 'after' };
export class Crashed extends Error {}

export type Counts = { calls: Record<string, number>; units: Record<string, number> };

/** A client that counts calls and capacity units, and dies where it is told to. */
function watchedClient(endpoint: string, crash: Crash | undefined) {
  const counts: Counts = { calls: {}, units: {} };
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
  let dead = false;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const call = String(context.commandName).replace(/Command$/, '');
      counts.calls[call] = (counts.calls[call] ?? 0) + 1;
      // A dead process makes no further calls, not even those of its other branches.
      const dies = crash?.call === call && counts.calls[call] === crash.nth;
      if (dead || (dies && crash.when === 'before')) {
        dead = true;
        throw new Crashed();
      }
      try {
        const answer = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } });
        counts.units[call] = (counts.units[call] ?? 0) + unitsOf(answer.output);
        if (dies) throw new Crashed();
        return answer;
      } catch (error) {
        // Whether the call was granted or refused, the dying process does not learn it.
        dead ||= dies;
        throw dies ? new Crashed() : error;
      }
    },
    { step: 'initialize' },
  );
  const document = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  return { document, counts, close: () => client.destroy() };
}

function unitsOf(output: object): number {
  const consumed: unknown = Reflect.get(output, 'ConsumedCapacity');
  const all = Array.isArray(consumed) ? consumed : consumed ? [consumed] : [];
  return all.reduce((sum, one) => sum + Number(one.CapacityUnits ?? 0), 0);
}

export type Answered = { status: number; body: ImportReport & Record<string, unknown>; text: string };
export type Ask = { key?: string; account?: string; groups?: string; body?: Record<string, unknown> };

const terms = { source: 'Sample patents', statusBasis: 'assumed', annuityBasis: 'assumed' };

/** A register of its own with the imports' function before it; `process` starts another one, which may crash. */
export async function openDesk(options: { bodies?: Bodies } = {}) {
  const store = await startStore(tables);
  const bodies = options.bodies ?? bodiesInMemory();
  const opened: (() => void)[] = [];
  const process = (crash?: Crash, over: Partial<Bodies> = {}) => {
    const { document, counts, close } = watchedClient(store.endpoint, crash);
    opened.push(close);
    const ports = {
      now: Date.now,
      random: (bytes: number) => new Uint8Array(randomBytes(bytes)),
      pause: (millis: number) => new Promise<void>((resolve) => setTimeout(resolve, millis)),
    };
    const handle = importsHandler({
      store: { client: document, tables: store.names },
      bodies: { ...bodies, ...over },
      ports,
      demonstration: true,
    });
    return {
      counts,
      post: async (csv: string, ask: Ask = {}): Promise<Answered> => {
        const body = JSON.stringify({ csv, ...terms, ...ask.body });
        const answer = await handle(eventOf(body, ask), {} as Context);
        if (!('statusCode' in answer)) throw new Error('not an answer');
        const text = answer.body ?? '';
        return { status: answer.statusCode ?? 0, body: JSON.parse(text), text };
      },
      wake: () =>
        handle({ source: 'aws.events' } as EventBridgeEvent<'Scheduled Event', unknown>, {} as Context),
    };
  };
  const scan = async (prefix: string): Promise<Item[]> => {
    const items: Item[] = [];
    let start: Item | undefined;
    do {
      const page = await store.client.send(
        new ScanCommand({ TableName: store.names.register, ...(start && { ExclusiveStartKey: start }) }),
      );
      items.push(...(page.Items ?? []));
      start = page.LastEvaluatedKey;
    } while (start);
    return items.filter((item) => String(item['pk']).startsWith(prefix));
  };
  const close = async () => {
    for (const one of opened) one();
    await store.close();
  };
  return { ...store, close, bodies, process, scan };
}
export type Desk = Awaited<ReturnType<typeof openDesk>>;

function eventOf(body: string, ask: Ask): APIGatewayProxyEventV2 {
  const claims = { sub: ask.account ?? 'operator-1', 'cognito:groups': ask.groups ?? '[operator]' };
  return {
    version: '2.0',
    routeKey: 'POST /v1/office/imports',
    rawPath: '/v1/office/imports',
    rawQueryString: '',
    headers: { 'content-type': 'application/json', 'idempotency-key': ask.key ?? randomUUID() },
    requestContext: {
      requestId: randomUUID(),
      authorizer: { jwt: { claims, scopes: [] } },
    } as unknown as APIGatewayProxyEventV2['requestContext'],
    isBase64Encoded: false,
    body,
  };
}

export const header = 'patentNumber,kind,title,titleLang,patentees,filingDate';

let serial = 2_000_000;

/** Lines for patents that no other test names, every number with a true check digit. */
export function freshLines(count: number): string[] {
  return Array.from({ length: count }, () => {
    serial += 1;
    const digits = `20181${serial}`;
    return `${digits}${patentCheckDigit(digits)},invention,一种测试装置,zh,测试大学,2018-03-01`;
  });
}

export const csvOf = (lines: readonly string[]) => [header, ...lines].join('\n');
