import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { type LocalCloud, startCloud } from '../../../local/cloud.ts';
import type { StreamMapping } from '../../../local/streams/mapping.ts';
import { startTriggers } from '../../../local/streams/triggers.ts';
import { observeWrites } from '../../../local/streams/writes.ts';
import { writeSmallAssembly } from '../cloud/small-assembly.ts';
import { grant } from './stream-template.ts';

const folder = mkdtempSync(join(tmpdir(), 'cloud-'));
const seen = join(folder, 'seen');

const assembly = writeSmallAssembly({
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Metadata: { 'aws:cdk:path': 'Small/register/Table/Resource' },
    Properties: {
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: ['pk', 'sk'].map((name) => ({ AttributeName: name, AttributeType: 'S' })),
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    },
  },
  BellRole: { Type: 'AWS::IAM::Role', Properties: {} },
  BellReads: grant('BellRole', ['DescribeStream', 'GetRecords', 'GetShardIterator'], {
    'Fn::GetAtt': ['Table', 'StreamArn'],
  }),
  BellLists: grant('BellRole', ['ListStreams'], '*'),
  Bell: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Runtime: 'nodejs24.x',
      Handler: 'bell.handler',
      Role: { 'Fn::GetAtt': ['BellRole', 'Arn'] },
      Code: { S3Bucket: 'assets', S3Key: 'code.zip' },
      Environment: { Variables: { SEEN: seen } },
    },
  },
  BellMapping: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: { 'Fn::GetAtt': ['Table', 'StreamArn'] },
      FunctionName: { Ref: 'Bell' },
      StartingPosition: 'TRIM_HORIZON',
      MaximumRetryAttempts: 0,
    },
  },
});
writeFileSync(
  join(assembly, 'asset.code', 'bell.mjs'),
  `import { appendFileSync } from 'node:fs';
  export const handler = async ({ Records }) => {
    for (const { dynamodb } of Records) appendFileSync(process.env.SEEN, dynamodb.NewImage.value.S + '\\n');
    if (Records.some(({ dynamodb }) => dynamodb.NewImage.value.S === 'bad')) throw new Error('no');
  };`,
);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(assembly, { recursive: true, force: true });
});

describe('a local cloud whose template maps a stream to a function', () => {
  it('triggers it, tells of what was given up, goes on after a restart and begins anew when fresh', async () => {
    const told: string[] = [];
    const start = (fresh: boolean) =>
      startCloud({ port: 0, folder, assembly, fresh, log: (line) => told.push(line) });
    const put = (cloud: LocalCloud, value: string) => fetch(`${cloud.url}/open?deed=put&value=${value}`);
    const sees = (...values: string[]) =>
      vi.waitFor(() => expect(readFileSync(seen, 'utf8').trim().split('\n')).toEqual(values), {
        timeout: 15_000,
      });
    let cloud = await start(false);
    try {
      await put(cloud, 'first');
      await sees('first');
      await put(cloud, 'bad');
      await sees('first', 'bad');
      await vi.waitFor(() => expect(told.join('\n')).toContain('gave up 1 record from'));
      await cloud.close();
      expect(readFileSync(join(folder, 'logs', 'streams.log'), 'utf8')).toContain('RetryAttemptsExhausted');
      cloud = await start(false);
      await put(cloud, 'second');
      await sees('first', 'bad', 'second');
      await cloud.close();
      expect(readdirSync(join(folder, 'dynamodb', 'streams'))).toEqual(['Small-BellMapping.json']);
      cloud = await start(true);
      await put(cloud, 'anew');
      await sees('first', 'bad', 'second', 'anew');
    } finally {
      await cloud.close();
    }
    expect(existsSync(join(folder, 'lock'))).toBe(false);
  });
});

describe('a stream that cannot be read', () => {
  it('is asked ever more seldom, costs no time of the processor and does not hold up the stop', async () => {
    let asked = 0;
    const engine = createServer((_, response) => {
      asked += 1;
      response.writeHead(500).end('{}');
    });
    await new Promise<void>((done) => engine.listen(0, '127.0.0.1', done));
    const address = engine.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const mapping: StreamMapping = {
      name: 'mapping',
      functionArn: 'arn',
      key: { accessKeyId: 'key', secretAccessKey: 'secret' },
      tableName: 'table',
      streamArn: 'stream',
      batchSizeMax: 1,
      windowMs: 0,
      retriesMax: undefined,
      recordAgeMsMax: 1e9,
      bisects: false,
      reportsItemFailures: false,
      accepts: () => true,
      onFailure: undefined,
    };
    const noted: string[] = [];
    const target = {
      name: 'f',
      arn: 'arn',
      environment: {},
      invoke: async () => ({ ok: true, payload: 'null' }) as const,
      close: async () => {},
    };
    const triggers = startTriggers({
      mappings: [mapping],
      functions: new Map([['arn', target]]),
      endpoint: `http://127.0.0.1:${port}`,
      folder,
      writes: observeWrites(),
      note: (line) => noted.push(line),
      gaveUp: () => {},
      pace: { backoff: { firstMs: 50, maxMs: 10_000 } },
    });
    await vi.waitFor(() => expect(asked).toBeGreaterThan(1));
    const before = process.cpuUsage();
    await delay(1_500);
    const { user, system } = process.cpuUsage(before);
    expect(asked).toBeLessThan(10);
    expect(user + system).toBeLessThan(750_000);
    expect(noted[0]).toContain('mapping cannot find its stream');
    const stopping = performance.now();
    await triggers.close();
    expect(performance.now() - stopping).toBeLessThan(500);
    await new Promise((done) => engine.close(done));
  });
});
