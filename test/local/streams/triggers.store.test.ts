import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { StreamCloud } from './stream-cloud.ts';

const keys = (prefix: string, count: number) => Array.from({ length: count }, (_, at) => `${prefix}${at}`);

const cloud = new StreamCloud({
  plain: { mappings: { first: { handler: '' } } },
  bounded: { mappings: { tens: { BatchSize: 10, handler: '' } } },
  window: {
    mappings: { slow: { MaximumBatchingWindowInSeconds: 1, BatchSize: 100, handler: '' } },
  },
  shared: { mappings: { left: { handler: 'await sleep(30);' }, right: { BatchSize: 1, handler: '' } } },
  filtered: {
    mappings: {
      chosen: {
        FilterCriteria: {
          Filters: [
            {
              Pattern: JSON.stringify({
                eventName: ['INSERT'],
                dynamodb: {
                  Keys: { pk: { S: [{ prefix: 'title#' }] } },
                  NewImage: {
                    kind: { S: [{ 'anything-but': ['draft'] }] },
                    hidden: { S: [{ exists: false }] },
                  },
                },
              }),
            },
          ],
        },
        handler: '',
      },
    },
  },
  keysonly: { view: 'KEYS_ONLY', mappings: { shy: { handler: '' } } },
  throwing: {
    mappings: {
      retried: {
        MaximumRetryAttempts: 2,
        DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:local-1:000000000000:dead' } },
        handler: "if (event.Records.some((record) => keyOf(record) === 'poison')) throw new TypeError('no');",
      },
    },
  },
  bisected: {
    mappings: {
      halved: {
        MaximumRetryAttempts: 1,
        BisectBatchOnFunctionError: true,
        MaximumBatchingWindowInSeconds: 1,
        handler:
          "if (event.Records.some((record) => keyOf(record) === 'poison')) throw new Error('no'); note('done');",
      },
    },
  },
  partial: {
    mappings: {
      reporting: {
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        MaximumBatchingWindowInSeconds: 1,
        handler: `
          const bad = event.Records.find((record) => keyOf(record) === 'p3');
          if (bad && !here('healed'))
            return { batchItemFailures: [{ itemIdentifier: bad.dynamodb.SequenceNumber }] };
          note('done');`,
      },
    },
  },
  odd: {
    mappings: {
      misreporting: {
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        MaximumRetryAttempts: 1,
        handler: "return { batchItemFailures: [{ itemIdentifier: '' }] };",
      },
    },
  },
  broken: {
    mappings: { crashing: { MaximumRetryAttempts: 1, handler: 'process.exit(3);' } },
  },
});

beforeAll(() => cloud.start());
afterAll(() => cloud.remove());

const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 20 });

describe('a stream triggers its function', () => {
  it('with the event of Lambda: images, keys and the ARN that the template knows', async () => {
    await cloud.put('plain', 'a', { n: { N: '1' }, b: { B: Buffer.from('bytes') }, l: { L: [{ S: 'x' }] } });
    await cloud.put('plain', 'a', { n: { N: '2' } });
    await cloud.delete('plain', 'a');
    await until(() => expect(cloud.keys('first')).toHaveLength(3));
    const [insert, modify, remove] = cloud.events('first').flat();
    expect(insert).toEqual({
      eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventName: 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'local-1',
      eventSourceARN: 'arn:aws:dynamodb:local-1:000000000000:table/plain/stream/latest',
      dynamodb: {
        ApproximateCreationDateTime: expect.any(Number),
        Keys: { pk: { S: 'a' } },
        NewImage: { pk: { S: 'a' }, n: { N: '1' }, b: { B: 'Ynl0ZXM=' }, l: { L: [{ S: 'x' }] } },
        SequenceNumber: expect.stringMatching(/^\d+$/),
        SizeBytes: expect.any(Number),
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
    });
    expect(modify).toMatchObject({
      eventName: 'MODIFY',
      dynamodb: { NewImage: { n: { N: '2' } }, OldImage: { n: { N: '1' } } },
    });
    expect(remove).toMatchObject({ eventName: 'REMOVE', dynamodb: { OldImage: { n: { N: '2' } } } });
    expect(remove?.dynamodb).not.toHaveProperty('NewImage');
  });

  it('with no more of an item than the stream’s view holds', async () => {
    await cloud.put('keysonly', 'a', { secret: { S: 'x' } });
    await until(() => expect(cloud.keys('shy')).toEqual(['a']));
    const [record] = cloud.events('shy').flat();
    expect(record?.dynamodb).not.toHaveProperty('NewImage');
    expect(record?.dynamodb).toMatchObject({ StreamViewType: 'KEYS_ONLY' });
  });

  it('soon after the write, not when it next looks by itself', async () => {
    // The test's readers look by themselves once a minute; this one has just looked, and sleeps.
    await cloud.put('plain', 'slow');
    await until(() => expect(cloud.keys('first')).toContain('slow'));
    await delay(500);
    const before = performance.now();
    await cloud.put('plain', 'quick');
    await until(() => expect(cloud.keys('first')).toContain('quick'));
    expect(performance.now() - before).toBeLessThan(10_000);
  });

  it('in order, with no more records than the batch size', async () => {
    const all = keys('b', 95);
    await cloud.putMany('bounded', all);
    for (const key of keys('c', 5)) await cloud.put('bounded', key);
    await until(() => expect(cloud.keys('tens')).toHaveLength(100));
    const events = cloud.events('tens');
    expect(Math.max(...events.map((records) => records.length))).toBe(10);
    const numbers = events.flat().map(({ dynamodb }) => BigInt(dynamodb.SequenceNumber));
    expect(numbers).toEqual(numbers.toSorted((a, b) => (a < b ? -1 : 1)));
    expect(cloud.keys('tens').slice(95)).toEqual(keys('c', 5));
  });

  it('once for all that comes within the batching window', async () => {
    for (const key of keys('w', 5)) await cloud.put('window', key);
    await until(() => expect(cloud.keys('slow')).toHaveLength(5));
    expect(cloud.events('slow')).toHaveLength(1);
  });

  it('and every other function that it triggers, each at its own pace', async () => {
    await cloud.putMany('shared', keys('s', 20));
    await until(() => expect(cloud.keys('left').toSorted()).toEqual(keys('s', 20).toSorted()));
    await until(() => expect(cloud.keys('right')).toEqual(cloud.keys('left')));
    expect(cloud.events('right')).toHaveLength(20);
  });

  it('for the records alone that its filter lets through', async () => {
    const kind = (text: string) => ({ kind: { S: text } });
    await cloud.put('filtered', 'party#1', kind('entry'));
    await cloud.put('filtered', 'title#1', kind('draft'));
    await cloud.put('filtered', 'title#2', { ...kind('entry'), hidden: { S: 'yes' } });
    await cloud.put('filtered', 'title#3', kind('entry'));
    await cloud.put('filtered', 'title#3', kind('other'));
    await cloud.put('filtered', 'title#4', kind('entry'));
    await until(() => expect(cloud.keys('chosen')).toEqual(['title#3', 'title#4']));
  });
});

describe('a failing function', () => {
  it('is asked again, then the batch is given up and the next one comes', async () => {
    await cloud.put('throwing', 'poison');
    await until(() => expect(cloud.givenUp.filter((line) => line.includes('retried'))).toHaveLength(1));
    expect(cloud.keys('retried')).toEqual(['poison', 'poison', 'poison']);
    await cloud.put('throwing', 'good');
    await until(() => expect(cloud.keys('retried').at(-1)).toBe('good'));
    const [line = ''] = cloud.givenUp.filter((text) => text.includes('retriedMapping'));
    expect(line).toContain('for arn:aws:sqs:local-1:000000000000:dead');
    expect(JSON.parse(line.slice(line.indexOf('{')))).toMatchObject({
      requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 3 },
      DDBStreamBatchInfo: {
        batchSize: 1,
        streamArn: 'arn:aws:dynamodb:local-1:000000000000:table/throwing/stream/latest',
      },
    });
    expect(cloud.noted.find((text) => text.includes('retriedMapping'))).toContain('failed: TypeError no');
  });

  it('gets halves where the mapping bisects, so that only the poisoned record is given up', async () => {
    const all = [...keys('a', 4), 'poison', ...keys('z', 4)];
    for (const key of all) await cloud.put('bisected', key);
    const good = all.filter((key) => key !== 'poison');
    await until(() => expect(cloud.keys('halved', 'done')).toEqual(good));
    const lines = cloud.givenUp.filter((line) => line.includes('halvedMapping'));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('"batchSize":1');
  });

  it('that reports the first failed record gets it and what follows again, and nothing before it', async () => {
    for (const key of keys('p', 6)) await cloud.put('partial', key);
    await until(() => expect(cloud.events('reporting').length).toBeGreaterThan(3));
    const [whole = [], ...again] = cloud.events('reporting');
    expect(whole.map(({ dynamodb }) => dynamodb.Keys.pk.S)).toEqual(keys('p', 6));
    for (const records of again) expect(records[0]?.dynamodb.Keys.pk.S).toBe('p3');
    cloud.sign('healed');
    await until(() => expect(cloud.keys('reporting', 'done')).toEqual(['p3', 'p4', 'p5']));
  });

  it('whose report cannot be read has failed as a whole', async () => {
    await cloud.put('odd', 'a');
    await until(() => expect(cloud.givenUp.filter((line) => line.includes('misreporting'))).toHaveLength(1));
    expect(cloud.keys('misreporting')).toEqual(['a', 'a']);
  });

  it('that ends its process is no more than one that throws', async () => {
    await cloud.put('broken', 'a');
    await until(() => expect(cloud.givenUp.filter((line) => line.includes('crashing'))).toHaveLength(1));
    await cloud.put('broken', 'b');
    await until(() => expect(cloud.keys('crashing')).toEqual(['a', 'a', 'b', 'b']));
  });
});
