import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type GetObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { NoteSignature } from '../../../shared/journal/note.ts';
import type { Calling } from '../simulation/weather.ts';
import type { Passage } from './passage.ts';

/** As the clients of the house try, but without a pause: real time is nothing that a replay could repeat. */
export const retrying = {
  mode: 'standard',
  acquireInitialRetryToken: async () => tokenOf(0),
  refreshRetryTokenForRetry: async (
    token: { getRetryCount(): number },
    { errorType }: { errorType: string },
  ) => {
    const tries = token.getRetryCount() + 1;
    if (errorType === 'CLIENT_ERROR' || tries >= triesMax) throw new Error('no more tries');
    return tokenOf(tries);
  },
  recordSuccess: () => {},
};
const triesMax = 4;
const tokenOf = (count: number) => ({
  getRetryCount: () => count,
  getRetryDelay: () => 0,
  getRetryCost: () => 0,
  isLongPoll: () => false,
});

export const region = 'cn-north-1';
export const credentials = { accessKeyId: 'TEST', secretAccessKey: 'test' };

/** An item's key among what was written. */
export type Written = { readonly table: string; readonly pk: string; readonly sk: string };

type Command = { readonly input: object };

/** The document client of the functions, every call of which takes the passage. */
export function databaseThrough(
  passage: Passage,
  endpoint: string,
  onWrite: (written: readonly Written[]) => void,
): DynamoDBDocumentClient {
  const plain = new DynamoDBClient({ endpoint, region, credentials, retryStrategy: retrying });
  plain.middlewareStack.add(marking(passage), { step: 'build', name: 'faultMark' });
  const client = DynamoDBDocumentClient.from(plain, { marshallOptions: { removeUndefinedValues: true } });
  const send = (command: Command) => {
    const operation = command.constructor.name.replace(/Command$/, '');
    const calling = callingOf(operation, command.input);
    const pass = async (): Promise<unknown> => {
      try {
        return await client.send(command as Parameters<typeof client.send>[0]);
      } finally {
        // Also of a call that nobody heard of any more: a bell too many does no harm.
        const written = calling.writes && operation !== 'Delete' ? writtenBy(command.input) : [];
        if (written.length > 0) onWrite(written);
      }
    };
    return passage.send(calling, pass);
  };
  return Object.assign(Object.create(client), { send, destroy: () => plain.destroy() });
}

/** Puts the mark of the call into its requests. */
function marking(passage: Passage) {
  return <Args extends { request: unknown }, Answer>(next: (args: Args) => Promise<Answer>) =>
    (args: Args): Promise<Answer> => {
      const mark = passage.mark();
      const { request } = args;
      if (mark !== undefined && isRequest(request)) request.headers['x-fault-mark'] = mark;
      return next(args);
    };
}

const isRequest = (value: unknown): value is { headers: Record<string, string> } =>
  typeof value === 'object' && value !== null && 'headers' in value;

const reads = new Set(['Get', 'BatchGet', 'Query', 'Scan', 'TransactGet']);

type Consistency = { ConsistentRead?: boolean };
type Reading = Consistency & { IndexName?: string; RequestItems?: Readonly<Record<string, Consistency>> };

function callingOf(operation: string, input: object): Calling {
  const writes = !reads.has(operation);
  const given = input as Reading;
  // A batch says it of each table for itself.
  const asked = given.RequestItems ? Object.values(given.RequestItems) : [given];
  const consistent = asked.every(({ ConsistentRead }) => ConsistentRead === true);
  const mayLag = !writes && operation !== 'TransactGet' && (given.IndexName !== undefined || !consistent);
  return { reaching: 'database', operation, writes, mayLag };
}

type Aimed = { TableName?: string; Key?: Keyed; Item?: Keyed };
type Keyed = { pk?: unknown; sk?: unknown };
type Writing = Aimed & {
  TransactItems?: readonly { Put?: Aimed; Update?: Aimed }[];
  RequestItems?: Readonly<Record<string, readonly { PutRequest?: { Item: Keyed } }[]>>;
};

/** The keys of what a command puts or changes: nobody is woken by what is taken away. */
function writtenBy(input: object): Written[] {
  const { TransactItems = [], RequestItems = {}, ...one }: Writing = input;
  const batched = Object.entries(RequestItems).flatMap(([TableName, asked]) =>
    (Array.isArray(asked) ? asked : []).map(({ PutRequest }) => ({
      ...{ TableName, Item: PutRequest?.Item },
    })),
  );
  const all = [...TransactItems.map(({ Put, Update }) => Put ?? Update), ...batched];
  return [...all, one].flatMap((aimed) => {
    const key = aimed && ('Item' in aimed ? aimed.Item : 'Key' in aimed ? aimed.Key : undefined);
    if (!aimed?.TableName || !key) return [];
    return [{ table: aimed.TableName, pk: String(key.pk), sk: String(key.sk) }];
  });
}

/** A client of buckets, every call of which takes the passage. An object's bytes are there with its answer. */
export function bucketsThrough(
  passage: Passage,
  endpoint: string,
  now: () => number,
  onPut: (bucket: string, key: string) => Promise<void>,
): S3Client {
  const client = new S3Client({
    ...{ endpoint, region, credentials, forcePathStyle: true, retryStrategy: retrying },
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  client.middlewareStack.add(marking(passage), { step: 'build', name: 'faultMark' });
  const send = (command: Command) => {
    const operation = command.constructor.name.replace(/Command$/, '');
    const writes = /^(Put|Delete|Copy)/.test(operation);
    return passage.send({ reaching: 'bucket', operation, writes, mayLag: false }, async () => {
      // Signed by the run's own clock, by which the server judges.
      client.config.systemClockOffset = now() - Date.now();
      try {
        const answer: object = await client.send(command as Parameters<typeof client.send>[0]);
        return 'Body' in answer ? readWhole(answer as GetObjectCommandOutput) : answer;
      } finally {
        const { Bucket = '', Key = '' } = command.input as { Bucket?: string; Key?: string };
        if (writes) await onPut(Bucket, Key);
      }
    });
  };
  return Object.assign(Object.create(client), { send, destroy: () => client.destroy() });
}

async function readWhole(answer: GetObjectCommandOutput): Promise<object> {
  const bytes = (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
  return { ...answer, Body: { transformToByteArray: () => Promise.resolve(bytes) } };
}

/** A key that signs, reached like everything else. */
export function signingThrough<Key extends { sign(text: string): Promise<NoteSignature> }>(
  passage: Passage,
  key: Key,
): Key {
  const calling: Calling = { reaching: 'key', operation: 'Sign', writes: false, mayLag: false };
  const sign = (text: string) =>
    passage.send(calling, async () => {
      passage.keyFails();
      return key.sign(text);
    });
  return { ...key, sign };
}
