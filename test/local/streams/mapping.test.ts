import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { readRoles } from '../../../local/roles.ts';
import { readMappings } from '../../../local/streams/mapping.ts';
import { readAssembly } from '../../../local/template/assembly.ts';
import { Resolver } from '../../../local/template/resolve.ts';
import { writeAssembly } from '../template/write-assembly.ts';
import { grant, streamTemplate, table } from './stream-template.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function read(mapping: Record<string, unknown>, more: Record<string, unknown> = {}) {
  const template = streamTemplate({ things: { mappings: { one: { handler: '', ...mapping } } } }, '/nowhere');
  const folder = writeAssembly({ S: { Resources: { ...template.Resources, ...more } } });
  folders.push(folder);
  const resolver = new Resolver(readAssembly(folder), { origin: '', issuerOf: () => '' });
  return readMappings(resolver, readRoles(resolver));
}

describe('an event source mapping', () => {
  it('has the cloud’s defaults', () => {
    expect(read({})).toEqual([
      {
        name: 'S-oneMapping',
        functionArn: 'arn:aws:lambda:local-1:000000000000:function:S-oneFunction',
        key: expect.anything(),
        tableName: 'things',
        streamArn: 'arn:aws:dynamodb:local-1:000000000000:table/things/stream/latest',
        batchSizeMax: 100,
        windowMs: 0,
        retriesMax: undefined,
        recordAgeMsMax: 86_400_000,
        bisects: false,
        reportsItemFailures: false,
        accepts: expect.any(Function),
        onFailure: undefined,
      },
    ]);
  });

  it('takes numbers and flags as text too, and names its function in any form', () => {
    const [mapping] = read({
      BatchSize: '7',
      MaximumBatchingWindowInSeconds: '2',
      MaximumRetryAttempts: '0',
      MaximumRecordAgeInSeconds: '60',
      BisectBatchOnFunctionError: 'true',
      FunctionName: { 'Fn::GetAtt': ['oneFunction', 'Arn'] },
    });
    expect(mapping).toMatchObject({
      batchSizeMax: 7,
      windowMs: 2_000,
      retriesMax: 0,
      recordAgeMsMax: 60_000,
    });
    expect(read({ FunctionName: 'function:S-oneFunction' })).toHaveLength(1);
  });

  it('that is disabled is left out', () => {
    expect(read({ Enabled: false })).toEqual([]);
  });

  it.each([
    ['a start from the latest record', { StartingPosition: 'LATEST' }, 'StartingPosition'],
    ['a batch of nothing', { BatchSize: 0 }, 'BatchSize'],
    ['an age between the two that exist', { MaximumRecordAgeInSeconds: 5 }, 'MaximumRecordAgeInSeconds'],
    ['a tumbling window', { TumblingWindowInSeconds: 30 }, 'TumblingWindowInSeconds'],
    [
      'a queue',
      { EventSourceArn: 'arn:aws:sqs:local-1:000000000000:q' },
      'triggers on streams of tables only',
    ],
    [
      'a function that is not there',
      { FunctionName: 'nobody' },
      'invokes nobody, which is not a function here',
    ],
    [
      'a table that is not there',
      { EventSourceArn: 'arn:aws:dynamodb:local-1:000000000000:table/other/stream/latest' },
      'table/other, which no stack contains',
    ],
    [
      'an operator that is not kept',
      { FilterCriteria: { Filters: [{ Pattern: '{"a":[{"suffix":"x"}]}' }] } },
      'suffix',
    ],
  ])('with %s is refused in one line', (_, mapping, line) => {
    expect(() => read(mapping)).toThrow(/^The event source mapping oneMapping of S /);
    expect(() => read(mapping)).toThrow(line);
  });

  it('of a table without a stream is refused', () => {
    expect(() => read({}, { thingsTable: table('things', 'none') })).toThrow('things, which has none');
  });

  it('whose function may not read the stream is refused, as the cloud refuses it', () => {
    expect(() => read({}, { oneLists: grant('oneRole', ['DescribeTable'], '*') })).toThrow(
      'the role of S-oneFunction lacks dynamodb:ListStreams on *.',
    );
    const elsewhere = 'arn:aws:dynamodb:local-1:000000000000:table/other/stream/*';
    expect(() =>
      read(
        {},
        { oneReads: grant('oneRole', ['GetRecords', 'DescribeStream', 'GetShardIterator'], elsewhere) },
      ),
    ).toThrow('dynamodb:GetRecords on arn:aws:dynamodb:local-1:000000000000:table/things/stream/latest');
  });
});
