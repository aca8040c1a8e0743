import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AttributeValue,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { startDatabase } from '../../../local/database.ts';
import { createFunctions } from '../../../local/lambda/functions.ts';
import { readRoles } from '../../../local/roles.ts';
import { readMappings } from '../../../local/streams/mapping.ts';
import type { Pace } from '../../../local/streams/pace.ts';
import { startTriggers, type Triggers } from '../../../local/streams/triggers.ts';
import { observeWrites } from '../../../local/streams/writes.ts';
import { readAssembly } from '../../../local/template/assembly.ts';
import { Resolver } from '../../../local/template/resolve.ts';
import { writeAssembly } from '../template/write-assembly.ts';
import { type Case, streamTemplate } from './stream-template.ts';

export type SeenRecord = {
  readonly eventID: string;
  readonly eventName: string;
  readonly eventSourceARN: string;
  readonly dynamodb: {
    readonly Keys: { readonly pk: { readonly S: string } };
    readonly NewImage?: Readonly<Record<string, unknown>>;
    readonly OldImage?: Readonly<Record<string, unknown>>;
    readonly SequenceNumber: string;
  };
};

/** Fast enough for a test, and still with pauses. */
const testPace: Pace = {
  idleMs: 60_000,
  spacingMs: 10,
  backoff: { firstMs: 10, maxMs: 80 },
  graceMs: 2_000,
};

/** What each handler begins with: it notes what it was handed before it does anything else. */
const prelude = `
import { appendFileSync, existsSync } from 'node:fs';
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const here = (name) => existsSync(process.env.FOLDER + '/' + name);
const keyOf = (record) => record.dynamodb.Keys.pk.S;
export const handler = async (event) => {
  const note = (kind) => appendFileSync(process.env.FOLDER + '/' + process.env.NAME + '.' + kind, JSON.stringify(event) + '\\n');
  note('seen');
`;

/** Tables, proxy, functions and triggers out of a template, as the local cloud has them, without the rest of it. */
export class StreamCloud {
  readonly folder = mkdtempSync(join(tmpdir(), 'streams-'));
  readonly noted: string[] = [];
  readonly givenUp: string[] = [];
  readonly #assembly: string;
  #parts = new AsyncDisposableStack();
  #client: DynamoDBClient | undefined;
  #triggers: Triggers | undefined;

  constructor(cases: Readonly<Record<string, Case>>) {
    this.#assembly = writeAssembly({ Streams: streamTemplate(cases, this.folder) });
    for (const { mappings } of Object.values(cases))
      for (const [name, { handler }] of Object.entries(mappings))
        writeFileSync(join(this.#assembly, 'asset.code', `${name}.mjs`), `${prelude}${handler}\n};`);
  }

  async start(pace: Partial<Pace> = {}): Promise<void> {
    const assembly = readAssembly(this.#assembly);
    const resolver = new Resolver(assembly, { origin: 'http://localhost', issuerOf: () => '' });
    const roles = readRoles(resolver);
    const mappings = readMappings(resolver, roles);
    const writes = observeWrites();
    const folder = join(this.folder, 'dynamodb');
    const database = await startDatabase({ resolver, folder, roles, onCall: writes.observe });
    this.#parts.defer(database.close);
    const endpoints = { dynamodb: database.url, s3: '', cognito: '', ses: '', kms: '' };
    const logFolder = join(this.folder, 'logs');
    const functions = createFunctions({
      assembly,
      resolver,
      logFolder,
      endpoints,
      keyOf: roles.keyOf,
      origin: '',
    });
    this.#parts.defer(async () => void (await Promise.all([...functions.values()].map((f) => f.close()))));
    this.#triggers = this.#parts.adopt(
      startTriggers({
        mappings,
        functions,
        endpoint: database.url,
        folder: join(folder, 'streams'),
        writes,
        note: (line) => this.noted.push(line),
        gaveUp: (line) => this.givenUp.push(line),
        pace: { ...testPace, ...pace },
      }),
      (triggers) => triggers.close(),
    );
    this.#client = new DynamoDBClient({
      endpoint: database.url,
      region: 'local-1',
      credentials: { ...roles.keyOf('arn:aws:iam::000000000000:role/writer') },
    });
  }

  stopTriggers(): Promise<void> {
    return this.#triggers?.close() ?? Promise.resolve();
  }

  async stop(): Promise<void> {
    this.#client?.destroy();
    await this.#parts.disposeAsync();
    this.#parts = new AsyncDisposableStack();
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
    rmSync(this.#assembly, { recursive: true, force: true });
  }

  async put(table: string, key: string, more: Record<string, AttributeValue> = {}): Promise<void> {
    await this.#client?.send(new PutItemCommand({ TableName: table, Item: { pk: { S: key }, ...more } }));
  }

  async delete(table: string, key: string): Promise<void> {
    await this.#client?.send(new DeleteItemCommand({ TableName: table, Key: { pk: { S: key } } }));
  }

  /** Writes 25 items at a time. */
  async putMany(table: string, keys: readonly string[]): Promise<void> {
    for (let at = 0; at < keys.length; at += 25) {
      const requests = keys.slice(at, at + 25).map((key) => ({ PutRequest: { Item: { pk: { S: key } } } }));
      await this.#client?.send(new BatchWriteItemCommand({ RequestItems: { [table]: requests } }));
    }
  }

  /** The events that a handler got, or that it noted otherwise. */
  events(name: string, kind = 'seen'): SeenRecord[][] {
    const path = join(this.folder, `${name}.${kind}`);
    const lines = existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').filter(Boolean) : [];
    return lines.map((line) => (JSON.parse(line) as { Records: SeenRecord[] }).Records);
  }

  /** The keys of all records that a handler got, in order of arrival. */
  keys(name: string, kind = 'seen'): string[] {
    return this.events(name, kind)
      .flat()
      .map(({ dynamodb }) => dynamodb.Keys.pk.S);
  }

  /** Leaves a sign that handlers can see with `here(name)`. */
  sign(name: string): void {
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(join(this.folder, name), '');
  }
}
