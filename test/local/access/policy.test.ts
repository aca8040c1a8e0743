import { describe, expect, it } from 'vitest';
import { policiesOf } from '../../../local/access/policy.ts';
import { LocalCloudError } from '../../../local/dynamodb/engine-error.ts';

const table = 'arn:aws:dynamodb:us-east-1:000000000000:table/register';
const allow = (action: string | string[], resource: string | string[], condition?: unknown) => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
  ...(condition !== undefined && { Condition: condition }),
});

describe('IAM policy evaluation', () => {
  it('allows nothing without a statement', () => {
    expect(policiesOf([]).decide('dynamodb:GetItem', table)).toBe('not-allowed');
  });

  it('allows what a CDK grant names and nothing beside it', () => {
    const policy = policiesOf([
      allow(['dynamodb:GetItem', 'dynamodb:Query'], [table, `${table}/index/*`]),
      allow(['s3:GetObject*', 's3:List*'], ['arn:aws:s3:::documents', 'arn:aws:s3:::documents/*']),
    ]);
    expect(policy.allows('dynamodb:GetItem', table)).toBe(true);
    expect(policy.allows('dynamodb:PutItem', table)).toBe(false);
    expect(policy.allows('dynamodb:GetItem', `${table}-other`)).toBe(false);
    expect(policy.allows('dynamodb:Query', `${table}/index/byNumber`)).toBe(true);
    expect(policy.allows('s3:GetObjectVersion', 'arn:aws:s3:::documents/a/b.pdf')).toBe(true);
    expect(policy.allows('s3:PutObject', 'arn:aws:s3:::documents/a/b.pdf')).toBe(false);
  });

  it('does not stretch a table to its indexes', () => {
    expect(
      policiesOf([allow('dynamodb:Query', table)]).allows('dynamodb:Query', `${table}/index/byNumber`),
    ).toBe(false);
  });

  it('takes * as any run and ? as one character, and nothing else as a pattern', () => {
    const policy = policiesOf([allow('dynamodb:*Item', 'arn:aws:dynamodb:*:*:table/t?st.a')]);
    expect(policy.allows('dynamodb:PutItem', 'arn:aws:dynamodb:x:1:table/test.a')).toBe(true);
    expect(policy.allows('dynamodb:PutItem', 'arn:aws:dynamodb:x:1:table/tst.a')).toBe(false);
    expect(policy.allows('dynamodb:PutItem', 'arn:aws:dynamodb:x:1:table/test-a')).toBe(false);
    expect(policy.allows('dynamodb:Query', 'arn:aws:dynamodb:x:1:table/test.a')).toBe(false);
  });

  it('reads actions without regard to case, resources with it', () => {
    const policy = policiesOf([allow('DynamoDB:getitem', table)]);
    expect(policy.allows('dynamodb:GetItem', table)).toBe(true);
    expect(policy.allows('dynamodb:GetItem', table.toUpperCase())).toBe(false);
  });

  it('lets an explicit Deny win in any order', () => {
    const deny = { Effect: 'Deny', Action: 'dynamodb:DeleteItem', Resource: '*' };
    for (const statements of [
      [deny, allow('dynamodb:*', '*')],
      [allow('dynamodb:*', '*'), deny],
    ]) {
      expect(policiesOf(statements).decide('dynamodb:DeleteItem', table)).toBe('denied');
      expect(policiesOf(statements).decide('dynamodb:PutItem', table)).toBe('allowed');
    }
  });
});

describe('conditions on dynamodb:LeadingKeys', () => {
  const equals = policiesOf([
    allow('dynamodb:*', table, {
      'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['title#1', 'title#2'] },
    }),
  ]);
  const like = policiesOf([
    allow('dynamodb:*', table, { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': 'title#*' } }),
  ]);

  it('hold when every key of the request is listed', () => {
    expect(equals.allows('dynamodb:BatchGetItem', table, ['title#1', 'title#2'])).toBe(true);
    expect(equals.allows('dynamodb:BatchGetItem', table, ['title#1', 'title#3'])).toBe(false);
    expect(equals.allows('dynamodb:GetItem', table, ['TITLE#1'])).toBe(false);
  });

  it('hold when every key of the request matches a pattern', () => {
    expect(like.allows('dynamodb:PutItem', table, ['title#77'])).toBe(true);
    expect(like.allows('dynamodb:PutItem', table, ['record#77'])).toBe(false);
  });

  it('hold, as in IAM, for a request that names no key', () => {
    expect(equals.allows('dynamodb:Scan', table)).toBe(true);
  });

  it('take a star in StringEquals literally', () => {
    const literal = policiesOf([
      allow('dynamodb:*', table, { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': 'a*' } }),
    ]);
    expect(literal.allows('dynamodb:GetItem', table, ['ab'])).toBe(false);
    expect(literal.allows('dynamodb:GetItem', table, ['a*'])).toBe(true);
  });
});

describe('Null', () => {
  it('demands the leading keys, which ForAllValues alone does not', () => {
    const policy = policiesOf([
      allow('dynamodb:*', table, {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['REPLY#*'] },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      }),
    ]);
    expect(policy.allows('dynamodb:PutItem', table, ['REPLY#1'])).toBe(true);
    expect(policy.allows('dynamodb:PutItem', table, ['FILING#1'])).toBe(false);
    expect(policy.allows('dynamodb:Scan', table, [])).toBe(false);
    expect(policy.allows('dynamodb:Scan', table)).toBe(false);
  });

  it('demands their absence when it is true', () => {
    const policy = policiesOf([allow('dynamodb:*', table, { Null: { 'dynamodb:LeadingKeys': 'true' } })]);
    expect(policy.allows('dynamodb:Scan', table)).toBe(true);
    expect(policy.allows('dynamodb:PutItem', table, ['a'])).toBe(false);
  });
});

describe('what cannot be evaluated', () => {
  it.each([
    [
      'another operator',
      allow('dynamodb:*', '*', { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': 'a' } }),
    ],
    [
      'IfExists',
      allow('dynamodb:*', '*', { 'ForAllValues:StringEqualsIfExists': { 'dynamodb:LeadingKeys': 'a' } }),
    ],
    [
      'another key',
      allow('dynamodb:*', '*', { 'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['pk'] } }),
    ],
    ['a policy variable', allow('dynamodb:*', `${table}/$\{aws:username}`)],
    ['NotAction', { Effect: 'Allow', NotAction: 'dynamodb:*', Resource: '*' }],
    ['NotResource', { Effect: 'Allow', Action: 'dynamodb:*', NotResource: '*' }],
    ['an unresolved reference', { Effect: 'Allow', Action: 'dynamodb:*', Resource: { Ref: 'Table' } }],
    ['another effect', { Effect: 'allow', Action: 'dynamodb:*', Resource: '*' }],
  ])('is refused with a clear line: %s', (_, statement) => {
    expect(() => policiesOf([statement])).toThrow(LocalCloudError);
    expect(() => policiesOf([statement])).toThrow(/cannot be evaluated on one machine/);
  });

  it('is left out only when it concerns services that nobody asks about', () => {
    const foreign = allow('sqs:SendMessage', '*', { StringEquals: { 'aws:SourceAccount': '000000000000' } });
    expect(policiesOf([foreign], ['dynamodb', 's3']).allows('dynamodb:GetItem', table)).toBe(false);
    expect(() => policiesOf([foreign])).toThrow(LocalCloudError);
    expect(() => policiesOf([{ ...foreign, Action: '*' }], ['dynamodb'])).toThrow(LocalCloudError);
    expect(() => policiesOf([{ ...foreign, Action: 'dyn*:GetItem' }], ['dynamodb'])).toThrow(LocalCloudError);
  });

  it('lets nobody use a key directly that it opens through another service alone', () => {
    const through = { StringEquals: { 'kms:ViaService': 's3.local-1.localhost' } };
    const policy = policiesOf([allow('kms:*', '*', through)], ['kms']);
    expect(policy.allows('kms:Sign', 'arn:aws:kms:local-1:000000000000:key/journal')).toBe(false);
  });
});
