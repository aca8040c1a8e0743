import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { authoriseBy } from '../../../local/access/authorise.ts';
import { policiesOf } from '../../../local/access/policy.ts';
import { type DatabaseProxy, startProxy } from '../../../local/dynamodb/proxy.ts';
import type { ObservedCall } from '../../../local/dynamodb/stats.ts';
import { type HeldEngine, startHeldEngine } from './held-engine.ts';

const arn = 'arn:aws:dynamodb:cn-north-1:000000000000:table/ttt';
const principal = 'arn:aws:sts::000000000000:assumed-role/reader/registrar';
const statements = [
  {
    Effect: 'Allow',
    Action: ['dynamodb:GetItem', 'dynamodb:GetRecords'],
    Resource: [arn, `${arn}/stream/*`],
  },
  { Effect: 'Allow', Action: ['dynamodb:PutItem', 'dynamodb:ConditionCheckItem'], Resource: arn },
  {
    Effect: 'Allow',
    Action: 'dynamodb:Query',
    Resource: [arn, `${arn}/index/byNumber`],
    Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': 'title#*' } },
  },
  { Effect: 'Deny', Action: 'dynamodb:DeleteItem', Resource: '*' },
];

let engine: HeldEngine;
let proxy: DatabaseProxy;
const observed: ObservedCall[] = [];

beforeEach(async () => {
  observed.length = 0;
  engine = await startHeldEngine();
  proxy = await startProxy({
    target: engine.url,
    tables: [{ name: 'ttt', arn, keys: ['pk', 'sk'], indexes: { byNumber: ['group', 'number'] } }],
    authorise: authoriseBy(new Map([['reader', { principal, policy: policiesOf(statements) }]])),
    internalAccessKeyId: 'inside',
    onCall: (call) => observed.push(call),
  });
});
afterEach(async () => {
  await proxy.close();
  await engine.close();
});

function send(target: string, body: unknown, accessKeyId: string | undefined = 'reader'): Promise<Response> {
  const credential = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/us-east-1/dynamodb/aws4_request, Signature=0`;
  return fetch(proxy.url, {
    method: 'POST',
    headers: {
      'x-amz-target': target.includes('.') ? target : `DynamoDB_20120810.${target}`,
      ...(accessKeyId !== '' && { authorization: credential }),
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

async function refusal(
  answer: Promise<Response>,
): Promise<{ status: number; name: string; message: string }> {
  const response = await answer;
  const body = (await response.json()) as { __type: string; message?: string; Message?: string };
  return {
    status: response.status,
    name: body.__type.split('#')[1] ?? '',
    message: body.message ?? body.Message ?? '',
  };
}

/** Sends a call that the role must allow and lets the engine answer it. */
async function passes(target: string, body: unknown, accessKeyId?: string): Promise<void> {
  const answer = send(target, body, accessKeyId);
  await engine.arrived(1);
  engine.answer();
  expect((await answer).status).toBe(200);
}

const Key = { pk: { S: 'title#1' }, sk: { S: 'a' } };
const TableName = 'ttt';

describe('the role of the caller', () => {
  it('is refused in the words of the cloud', async () => {
    expect(await refusal(send('UpdateItem', { TableName, Key }))).toEqual({
      status: 400,
      name: 'AccessDeniedException',
      message: `User: ${principal} is not authorized to perform: dynamodb:UpdateItem on resource: ${arn} because no identity-based policy allows the dynamodb:UpdateItem action`,
    });
    expect((await refusal(send('DeleteItem', { TableName, Key }))).message).toBe(
      `User: ${principal} is not authorized to perform: dynamodb:DeleteItem on resource: ${arn} with an explicit deny in an identity-based policy`,
    );
  });

  it('decides by table and not by action alone', async () => {
    await passes('GetItem', { TableName, Key });
    expect((await refusal(send('GetItem', { TableName: 'uuu', Key }))).message).toContain('table/uuu');
  });

  it('knows a table by its ARN too', async () => {
    await passes('GetItem', { TableName: arn, Key });
  });

  it('is asked for the index on a query of it', async () => {
    const query = {
      TableName,
      KeyConditionExpression: '#g = :g',
      ExpressionAttributeNames: { '#g': 'group' },
      ExpressionAttributeValues: { ':g': { S: 'title#9' } },
    };
    await passes('Query', { ...query, IndexName: 'byNumber' });
    expect((await refusal(send('Query', { ...query, IndexName: 'other' }))).message).toContain(
      `${arn}/index/other`,
    );
  });

  it('is asked for each part of a transaction', async () => {
    const put = { Put: { TableName, Item: Key } };
    const check = { ConditionCheck: { TableName, Key: { ...Key, sk: { S: 'b' } } } };
    await passes('TransactWriteItems', { TransactItems: [put, check] });
    const remove = { Update: { TableName, Key } };
    expect((await refusal(send('TransactWriteItems', { TransactItems: [put, remove] }))).message).toContain(
      'dynamodb:UpdateItem',
    );
    expect(
      (await refusal(send('TransactGetItems', { TransactItems: [{ Get: { TableName: 'uuu', Key } }] })))
        .message,
    ).toContain('dynamodb:GetItem on resource: arn:aws:dynamodb:cn-north-1:000000000000:table/uuu');
  });

  it('is asked for batches as themselves', async () => {
    expect(
      (await refusal(send('BatchGetItem', { RequestItems: { ttt: { Keys: [Key] } } }))).message,
    ).toContain('dynamodb:BatchGetItem');
    expect(
      (await refusal(send('BatchWriteItem', { RequestItems: { ttt: [{ PutRequest: { Item: Key } }] } })))
        .message,
    ).toContain('dynamodb:BatchWriteItem');
  });

  it('is asked for streams by the ARN of the template, not that of the engine', async () => {
    const stream = 'arn:aws:dynamodb:ddblocal:000000000000:table/ttt/stream/2026-01-01T00:00:00.000';
    await passes('DynamoDBStreams_20120810.GetRecords', { ShardIterator: `${stream}|001|abc` });
    expect(
      (await refusal(send('DynamoDBStreams_20120810.DescribeStream', { StreamArn: stream }))).message,
    ).toContain(`${arn}/stream/latest`);
    expect((await refusal(send('DynamoDBStreams_20120810.GetRecords', { ShardIterator: 'abc' }))).name).toBe(
      'ValidationException',
    );
  });

  it('is bound to leading keys in every form of a query', async () => {
    const values = (pk: string) => ({ ':p': { S: pk }, ':s': { S: 'title#' } });
    const forms = [
      'pk = :p',
      '(pk=:p) AND begins_with(sk, :s)',
      'sk = :s and pk = :p',
      ':p = pk AND sk <= :s',
    ];
    for (const KeyConditionExpression of forms) {
      await passes('Query', {
        TableName,
        KeyConditionExpression,
        ExpressionAttributeValues: values('title#1'),
      });
      const other = { TableName, KeyConditionExpression, ExpressionAttributeValues: values('record#1') };
      expect((await refusal(send('Query', other))).name).toBe('AccessDeniedException');
    }
    const condition = (pk: string) => ({ pk: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: pk }] } });
    await passes('Query', { TableName, KeyConditions: condition('title#1') });
    expect((await refusal(send('Query', { TableName, KeyConditions: condition('x') }))).name).toBe(
      'AccessDeniedException',
    );
    // A query whose partition key is not seen must not pass for want of one.
    expect((await refusal(send('Query', { TableName, KeyConditionExpression: 'sk = :s' }))).name).toBe(
      'ValidationException',
    );
  });
});

describe('the caller', () => {
  it('without a known key is unrecognised', async () => {
    expect(await refusal(send('GetItem', { TableName, Key }, 'stranger'))).toEqual({
      status: 400,
      name: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
    });
  });

  it('without any authorization is asked for it', async () => {
    expect((await refusal(send('GetItem', { TableName, Key }, ''))).name).toBe(
      'MissingAuthenticationTokenException',
    );
  });

  it('that is the local cloud itself may do everything but PartiQL', async () => {
    await passes('DeleteItem', { TableName, Key }, 'inside');
    await passes('CreateTable', { TableName: 'new' }, 'inside');
    for (const operation of ['ExecuteStatement', 'BatchExecuteStatement', 'ExecuteTransaction'])
      expect((await refusal(send(operation, { Statement: 'SELECT * FROM ttt' }, 'inside'))).name).toBe(
        'AccessDeniedException',
      );
  });
});

describe('bad input', () => {
  it.each(['', '{', 'null', '[]', '"x"', '{"TableName":}'])('%j is no request', async (body) => {
    expect(await refusal(send('PutItem', body))).toMatchObject({
      status: 400,
      name: 'SerializationException',
    });
  });

  it.each([{}, { TableName: 1 }, { TableName: '' }, { TableName: {} }])('%j names no table', async (body) => {
    expect(await refusal(send('PutItem', body))).toMatchObject({ status: 400, name: 'ValidationException' });
  });

  it.each([
    'Nope',
    'DynamoDB_20120810.constructor',
    'Other_20120810.GetItem',
    '.',
    'DynamoDB_20120810.',
    'constructor.name',
  ])('operation %j is unknown', async (target) => {
    expect((await refusal(send(target, { TableName, Key }))).name).toBe('UnknownOperationException');
  });

  it('of deep nesting is refused and does not break the proxy', async () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    expect((await refusal(send('PutItem', deep))).status).toBe(400);
    await passes('GetItem', { TableName, Key });
  });

  it('of more than 16 MB is not taken', async () => {
    expect((await refusal(send('PutItem', 'x'.repeat(16 * 1024 * 1024 + 1)))).status).toBe(413);
  });
});

describe('an engine that fails', () => {
  it('is an InternalServerError, which SDKs try again', async () => {
    const broken = send('GetItem', { TableName, Key });
    await engine.arrived(1);
    engine.breakOff();
    expect(await refusal(broken)).toMatchObject({ status: 500, name: 'InternalServerError' });
    await engine.close();
    expect(await refusal(send('GetItem', { TableName, Key }))).toMatchObject({
      status: 500,
      name: 'InternalServerError',
    });
  });
});

it('calls are counted with the capacity that they asked about', async () => {
  const answer = send('GetItem', { TableName, Key, ReturnConsumedCapacity: 'TOTAL' });
  await engine.arrived(1);
  engine.answer({ ConsumedCapacity: { TableName, CapacityUnits: 0.5 } });
  await answer;
  const transaction = send('TransactWriteItems', {
    TransactItems: [{ Put: { TableName, Item: Key } }],
    ReturnConsumedCapacity: 'INDEXES',
  });
  await engine.arrived(1);
  engine.answer({ ConsumedCapacity: [{ TableName, CapacityUnits: 2 }] });
  await transaction;
  await send('UpdateItem', { TableName, Key });
  expect(proxy.stats()).toEqual({
    calls: { GetItem: 1, TransactWriteItems: 1, UpdateItem: 1 },
    refusals: { AccessDeniedException: 1 },
    consumed: { GetItem: { ttt: 0.5 }, TransactWriteItems: { ttt: 2 } },
  });
  expect(observed[0]).toMatchObject({
    accessKeyId: 'reader',
    action: 'GetItem',
    tables: ['ttt'],
    status: 200,
    consumed: [{ table: 'ttt', units: 0.5 }],
  });
});
