import { describe, expect, it } from 'vitest';
import { openBus } from '../../../local/events/bus.ts';
import { objectCreatedEvent } from '../../../local/events/object-created.ts';
import { eventPattern, matches } from '../../../local/events/pattern.ts';
import type { LambdaFunction } from '../../../local/lambda/function.ts';
import type { Outcome } from '../../../local/lambda/protocol.ts';

const created = objectCreatedEvent({
  ...{
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: 'local-1',
    eventTime: '2026-11-23T00:00:00.000Z',
  },
  ...{ eventName: 'ObjectCreated:Put', userIdentity: { principalId: 'AWS:KEY' } },
  requestParameters: { sourceIPAddress: '127.0.0.1' },
  responseElements: { 'x-amz-request-id': 'r', 'x-amz-id-2': 'r' },
  s3: {
    ...{ s3SchemaVersion: '1.0', configurationId: 'local' },
    bucket: { name: 'documents', ownerIdentity: { principalId: 'local' }, arn: 'arn:aws:s3:::documents' },
    object: { key: 'documents/a+b%2B%E4%B8%AD.pdf', size: 3, eTag: 'e', versionId: 'v', sequencer: '01' },
  },
});

describe('an event of a new object', () => {
  it('has the form that S3 sends to EventBridge: the key as it is, not escaped', () => {
    expect(created).toEqual({
      source: 'aws.s3',
      'detail-type': 'Object Created',
      resources: ['arn:aws:s3:::documents'],
      detail: {
        version: '0',
        bucket: { name: 'documents' },
        object: { key: 'documents/a b+中.pdf', size: 3, etag: 'e', 'version-id': 'v', sequencer: '01' },
        'request-id': 'r',
        requester: 'AWS:KEY',
        'source-ip-address': '127.0.0.1',
        reason: 'PutObject',
      },
    });
  });
});

describe('a pattern', () => {
  const fits = (pattern: unknown) => matches(eventPattern.parse(pattern), created);

  it.each<[unknown, boolean]>([
    [{ source: ['aws.s3'] }, true],
    [{ source: ['aws.ec2', 'aws.s3'], 'detail-type': ['Object Created'] }, true],
    [{ source: ['aws.guardduty'] }, false],
    [{ detail: { bucket: { name: ['documents'] }, object: { key: [{ prefix: 'documents/' }] } } }, true],
    [{ detail: { bucket: { name: ['other'] } } }, false],
    [{ detail: { object: { key: [{ prefix: 'elsewhere/' }] } } }, false],
    [{ detail: { object: { size: [3] } } }, true],
    [{ detail: { object: { size: ['3'] } } }, false],
    [{ detail: { nothing: { there: ['x'] } } }, false],
    [{ resources: ['arn:aws:s3:::documents'] }, true],
  ])('%j: %s', (pattern, expected) => {
    expect(fits(pattern)).toBe(expected);
  });

  it.each([
    { source: [{ 'anything-but': ['x'] }] },
    { source: [] },
    { source: 'aws.s3' },
    { detail: { a: [{ exists: true }] } },
  ])('%j is not understood, and so not run', (pattern) => {
    expect(eventPattern.safeParse(pattern).success).toBe(false);
  });
});

describe('the bus', () => {
  const rule = { name: 'rule', pattern: { source: ['aws.s3'] }, functionArn: 'arn', retriesMax: 3 };
  const functionOf = (invoke: (event: unknown) => Promise<Outcome>): ReadonlyMap<string, LambdaFunction> =>
    new Map([['arn', { name: 'f', arn: 'arn', environment: {}, invoke, close: async () => {} }]]);
  const open = (invoke: (event: unknown) => Promise<Outcome>, lines: string[] = []) =>
    openBus({
      rules: [rule],
      functions: functionOf(invoke),
      gaveUp: (line) => lines.push(line),
      pause: () => 1,
    });

  it('runs the function of each rule that fits, with the whole event', async () => {
    const heard: unknown[] = [];
    const bus = open(async (event) => {
      heard.push(event);
      return { ok: true, payload: 'null' };
    });
    bus.put(created);
    bus.put({ ...created, source: 'aws.other' });
    await bus.settled();
    expect(heard).toEqual([expect.objectContaining({ ...created, version: '0', account: '000000000000' })]);
    await bus.close();
  });

  it('tries again, and sets aside what no attempt could deliver', async () => {
    const lines: string[] = [];
    let attempts = 0;
    const bus = open(async () => {
      attempts += 1;
      return { ok: false, errorType: 'Error', errorMessage: 'broken' };
    }, lines);
    bus.put(created);
    await bus.settled();
    expect(attempts).toBe(4);
    expect(lines).toEqual(['rule failed: Error broken']);
    await bus.close();
  });

  it('ends without waiting for attempts that are still to come', async () => {
    const functions = functionOf(async () => ({ ok: false, errorType: 'Error', errorMessage: 'broken' }));
    const bus = openBus({ rules: [rule], functions, gaveUp: () => {}, pause: () => 60_000 });
    bus.put(created);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await bus.close();
  });
});
