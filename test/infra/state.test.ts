import { describe, expect, it } from 'vitest';
import { tables } from '../../shared/tables.ts';
import { at, listAt, ofType, type Synthesised, synthesise, textOf } from './synthesise.ts';

const prod = synthesise('prod');
const dev = synthesise('dev', {
  context: { alarmEmail: 'duty@example.org' },
  settings: {
    restoredTables: { register: { name: 'register-back', streamLabel: '2026-01-01T00:00:00.000' } },
  },
});

describe('tables', () => {
  it('are the tables of shared/tables.ts, all of them and no others', () => {
    const found = ofType(prod.resources, 'AWS::DynamoDB::Table');
    const expected = Object.entries(tables);
    expect(found).toHaveLength(expected.length);
    for (const [name, shape] of expected) {
      const table = found.find(({ id }) => id.startsWith(`${name}Table`));
      expect(listAt(table?.properties, 'KeySchema').map((key) => at(key, 'AttributeName'))).toEqual([
        shape.partitionKey,
        shape.sortKey,
      ]);
      const indexes = listAt(table?.properties, 'GlobalSecondaryIndexes');
      expect(indexes.map((index) => at(index, 'IndexName'))).toEqual(Object.keys(shape.indexes));
      expect(at(table?.properties, 'TimeToLiveSpecification', 'AttributeName')).toBe(
        'timeToLive' in shape ? shape.timeToLive : undefined,
      );
      expect(at(table?.properties, 'StreamSpecification') !== undefined).toBe(shape.stream);
    }
  });

  it('are billed on demand, encrypted with a key of ours and recoverable to the second', () => {
    for (const { properties } of [
      ...ofType(prod.resources, 'AWS::DynamoDB::Table'),
      ...ofType(dev.resources, 'AWS::DynamoDB::Table'),
    ]) {
      expect(properties['BillingMode']).toBe('PAY_PER_REQUEST');
      expect(at(properties, 'SSESpecification')).toMatchObject({ SSEEnabled: true, SSEType: 'KMS' });
      expect(at(properties, 'PointInTimeRecoverySpecification', 'PointInTimeRecoveryEnabled')).toBe(true);
    }
  });

  it('cannot be deleted in prod, not even with their stack; in dev they go with it', () => {
    for (const table of ofType(prod.resources, 'AWS::DynamoDB::Table')) {
      expect(table.properties['DeletionProtectionEnabled']).toBe(true);
      expect(table.deletionPolicy).toBe('Retain');
    }
    for (const table of ofType(dev.resources, 'AWS::DynamoDB::Table')) {
      expect(table.properties['DeletionProtectionEnabled']).toBe(false);
      expect(table.deletionPolicy).toBe('Delete');
    }
  });

  it('can be replaced by restored ones while the other stacks still import the old', () => {
    const registrar = ofType(dev.resources, 'AWS::Lambda::Function').find(({ id }) =>
      id.startsWith('registrar'),
    );
    expect(at(registrar?.properties, 'Environment', 'Variables', 'TABLE_REGISTER')).toBe('register-back');
    const before = exportsOf(prod, 'registerTable');
    expect(before.length).toBeGreaterThan(0);
    expect(exportsOf(dev, 'registerTable')).toEqual(expect.arrayContaining(before));
  });
});

/** What the state stack exports of one resource, without the environment in the name. */
function exportsOf({ stacks }: Synthesised, resource: string): string[] {
  const state = stacks.find(({ area }) => area === 'State');
  return Object.values(state?.template['Outputs'] ?? {})
    .map((output) => String(at(output, 'Export', 'Name')).replace(/^.*:/, ''))
    .filter((name) => name.includes(resource));
}

describe('buckets', () => {
  it('are never public', () => {
    for (const { properties } of ofType(prod.resources, 'AWS::S3::Bucket')) {
      expect(properties['PublicAccessBlockConfiguration']).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
      expect(at(properties, 'OwnershipControls', 'Rules', 0, 'ObjectOwnership')).toBe('BucketOwnerEnforced');
      expect(properties).not.toHaveProperty('AccessControl');
    }
  });

  it('answer over TLS 1.2 or newer only', () => {
    const policies = ofType(prod.resources, 'AWS::S3::BucketPolicy');
    expect(policies).toHaveLength(ofType(prod.resources, 'AWS::S3::Bucket').length);
    for (const { properties } of policies) {
      const denied = listAt(properties, 'PolicyDocument', 'Statement')
        .filter((statement) => at(statement, 'Effect') === 'Deny' && at(statement, 'Action') === 's3:*')
        .map((statement) => at(statement, 'Condition'));
      expect(denied).toContainEqual({ Bool: { 'aws:SecureTransport': 'false' } });
      expect(denied).toContainEqual({ NumericLessThan: { 's3:TlsVersion': 1.2 } });
    }
  });

  it('are encrypted, and in prod outlive their stack', () => {
    for (const bucket of ofType(prod.resources, 'AWS::S3::Bucket')) {
      expect(at(bucket.properties, 'BucketEncryption', 'ServerSideEncryptionConfiguration')).toBeDefined();
      expect(bucket.deletionPolicy).toBe('Retain');
    }
  });

  it('keep old versions of bodies for a while and log who reads them', () => {
    const bodies = ofType(prod.resources, 'AWS::S3::Bucket').find(({ id }) => id.startsWith('bodies'));
    expect(at(bodies?.properties, 'VersioningConfiguration', 'Status')).toBe('Enabled');
    expect(textOf(at(bodies?.properties, 'LoggingConfiguration', 'DestinationBucketName'))).toMatch(
      /^<accesslogs/,
    );
    const [rule] = listAt(bodies?.properties, 'LifecycleConfiguration', 'Rules');
    expect(rule).toMatchObject({ NoncurrentVersionExpiration: { NoncurrentDays: 365 } });
    expect(rule).not.toHaveProperty('ExpirationInDays');
  });

  it('let no tile of the log go by its age, since a partial one may be all there is of the log’s edge', () => {
    const log = ofType(prod.resources, 'AWS::S3::Bucket').find(({ id }) => id.startsWith('journalobjects'));
    const expiring = listAt(log?.properties, 'LifecycleConfiguration', 'Rules').filter(
      (rule) => at(rule, 'ExpirationInDays') !== undefined,
    );
    expect(expiring).toEqual([{ ExpirationInDays: 90, Prefix: 'staged/', Status: 'Enabled' }]);
  });
});

describe('certificates', () => {
  const bucketIn = ({ resources }: Synthesised) =>
    ofType(resources, 'AWS::S3::Bucket').find(({ id }) => id.startsWith('certificates'))?.properties;
  const lockOf = (cloud: Synthesised) =>
    at(bucketIn(cloud), 'ObjectLockConfiguration', 'Rule', 'DefaultRetention');

  it('are locked for twenty years in prod, where not even the account’s owner can undo it', () => {
    expect(bucketIn(prod)?.['ObjectLockEnabled']).toBe(true);
    expect(lockOf(prod)).toEqual({ Mode: 'COMPLIANCE', Days: 7306 });
    expect(at(bucketIn(prod), 'VersioningConfiguration', 'Status')).toBe('Enabled');
  });

  it('are locked so in prod only: elsewhere they can go, in staging by who may', () => {
    expect(lockOf(synthesise('staging'))).toEqual({ Mode: 'GOVERNANCE', Days: 1 });
    for (const cloud of [dev, synthesise('local')]) {
      expect(bucketIn(cloud)).toBeDefined();
      expect(bucketIn(cloud)).not.toHaveProperty('ObjectLockEnabled');
    }
  });
});

describe('the alarm topic', () => {
  it('lets the alarms and rules of this account publish, over TLS only', () => {
    const [policy] = ofType(prod.resources, 'AWS::SNS::TopicPolicy');
    const statements = listAt(policy?.properties, 'PolicyDocument', 'Statement');
    expect(statements).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    );
    expect(statements).toContainEqual(
      expect.objectContaining({
        Effect: 'Allow',
        Action: 'sns:Publish',
        Principal: { Service: ['cloudwatch.amazonaws.com', 'events.amazonaws.com'] },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      }),
    );
  });

  it('writes to the operator who gave an address', () => {
    expect(ofType(dev.resources, 'AWS::SNS::Subscription')[0]?.properties).toMatchObject({
      Protocol: 'email',
      Endpoint: 'duty@example.org',
    });
  });
});

describe('the journal’s objects', () => {
  it('stay: nothing expires but batches that were staged, since of narrow tiles some are the newest for years', () => {
    const found = ofType(prod.resources, 'AWS::S3::Bucket').find(({ id }) => id.startsWith('journalobjects'));
    const rules = listAt(found?.properties, 'LifecycleConfiguration', 'Rules');
    const expiring = rules.filter((rule) => at(rule, 'ExpirationInDays') !== undefined);
    expect(expiring.map((rule) => at(rule, 'Prefix'))).toEqual(['staged/']);
    expect(at(found?.properties, 'VersioningConfiguration', 'Status')).toBe('Enabled');
  });
});
