import { describe, expect, it } from 'vitest';
import { workerNames } from '../../infra/constructs/register-function.ts';
import { environmentNamed } from '../../infra/environments.ts';
import { functionNames } from '../../shared/contracts/operation.ts';
import { at, listAt, ofType, type Resource, synthesise, textOf } from './synthesise.ts';

const { resources } = synthesise('prod');
const roleNames = [...functionNames, ...workerNames] as const;
const dev = synthesise('dev', {
  settings: {
    restoredTables: { register: { name: 'register-back', streamLabel: '2026-01-01T00:00:00.000' } },
  },
});
const kinds = ['register', 'filings', 'parties', 'documents', 'traces'];
const signing = ['journal', 'seal'];
const every = ofType(resources, 'AWS::KMS::Key');
const keys = every.filter(({ properties }) => properties['KeyUsage'] !== 'SIGN_VERIFY');

function keyNamed(kind: string): Resource | undefined {
  return every.find(({ id }) => id.startsWith(`${kind}Key`) || id.startsWith(`${kind}SigningKey`));
}

function policyOf(key: Resource | undefined): readonly unknown[] {
  return listAt(key?.properties, 'KeyPolicy', 'Statement');
}

function allowed(statements: readonly unknown[], action: RegExp): readonly unknown[] {
  return statements.filter(
    (one) => at(one, 'Effect') === 'Allow' && listAt(one, 'Action').some((name) => action.test(String(name))),
  );
}

/** Which key a role, a table or a bucket names, by its kind; a key of another stack comes by an export's name. */
function kindOf(reference: unknown): string | undefined {
  const text = textOf(reference);
  return kinds.find((kind) => new RegExp(`(^<|Att)${kind}Key`).test(text));
}

describe('keys', () => {
  it('are one a kind of data, turn over every year, and go 30 days after someone says so', () => {
    expect(keys).toHaveLength(kinds.length);
    for (const kind of kinds) {
      expect(keyNamed(kind)?.properties).toMatchObject({ EnableKeyRotation: true, PendingWindowInDays: 30 });
      expect(keyNamed(kind)?.deletionPolicy).toBe('Retain');
    }
    expect(ofType(dev.resources, 'AWS::KMS::Key').map(({ deletionPolicy }) => deletionPolicy)).toEqual(
      [...kinds, ...signing].map(() => 'Delete'),
    );
    expect(ofType(resources, 'AWS::KMS::Alias').map(({ properties }) => properties['AliasName'])).toEqual(
      [...kinds, ...signing].map((kind) => `alias/ip-register-prod-${kind}`),
    );
  });

  it('that sign are Ed25519, stay, and sign for the functions that must alone', () => {
    const signers = every.filter(({ properties }) => properties['KeyUsage'] === 'SIGN_VERIFY');
    expect(signers.map(({ id }) => id.replace(/SigningKey.*/, ''))).toEqual(signing);
    for (const { properties, deletionPolicy } of signers) {
      expect(properties).toMatchObject({ KeySpec: 'ECC_NIST_EDWARDS25519', PendingWindowInDays: 30 });
      expect(deletionPolicy).toBe('Retain');
    }
    const policies = ofType(resources, 'AWS::IAM::Policy').filter(({ properties }) =>
      listAt(properties, 'PolicyDocument', 'Statement').some(
        (one) =>
          listAt(one, 'Action').includes('kms:Sign') && /journalSigningKey/.test(textOf(at(one, 'Resource'))),
      ),
    );
    expect(policies.map(({ id }) => id)).toEqual([expect.stringMatching(/^sequencerRole/)]);
  });

  it.each([...kinds, ...signing])(
    '%s: nobody but the role for emergencies can destroy it where data are kept',
    (kind) => {
      const denied = policyOf(keyNamed(kind)).filter((one) => at(one, 'Effect') === 'Deny');
      expect(denied).toHaveLength(1);
      expect(listAt(denied[0], 'Action')).toEqual(['kms:DisableKey', 'kms:ScheduleKeyDeletion']);
      expect(at(denied[0], 'Principal', 'AWS')).toBe('*');
      expect(textOf(at(denied[0], 'Condition', 'ArnNotEquals', 'aws:PrincipalArn'))).toBe(
        'arn:<AWS::Partition>:iam::<AWS::AccountId>:role/ip-register-break-glass',
      );
      for (const name of ['staging', 'prod'] as const) {
        expect(environmentNamed(name).breakGlassRole).toBeDefined();
      }
    },
  );

  it('are made by no stack that could also assume that role', () => {
    const roles = ofType(resources, 'AWS::IAM::Role').map(({ properties }) => JSON.stringify(properties));
    expect(roles.filter((role) => role.includes('break-glass'))).toEqual([]);
  });

  it.each(kinds)('%s: its use is given through services only, never directly', (kind) => {
    const uses = allowed(policyOf(keyNamed(kind)), /^kms:(Encrypt|Decrypt|ReEncrypt|GenerateDataKey|\*)/);
    const byAccount = uses.filter((one) => at(one, 'Principal', 'AWS') !== undefined);
    expect(byAccount).toHaveLength(1);
    const services = listAt(byAccount[0], 'Condition', 'StringEquals', 'kms:ViaService').map(textOf);
    expect(services.length).toBeGreaterThan(0);
    for (const service of services) {
      expect(service).toMatch(/^(dynamodb|s3|sqs)\.<AWS::Region>\.<AWS::URLSuffix>$/);
    }
    expect(at(byAccount[0], 'Condition', 'StringEquals', 'kms:CallerAccount')).toEqual({
      Ref: 'AWS::AccountId',
    });
    // A service that has no caller of ours is bound to this account instead.
    for (const one of uses.filter((use) => at(use, 'Principal', 'Service') !== undefined)) {
      expect(JSON.stringify(at(one, 'Condition'))).toContain('AWS::AccountId');
    }
  });

  it('are lent on by DynamoDB for itself alone', () => {
    for (const key of keys) {
      for (const grant of allowed(policyOf(key), /^kms:(CreateGrant|Create\*|\*)$/)) {
        expect(at(grant, 'Condition', 'Bool', 'kms:GrantIsForAWSResource')).toBe('true');
        expect(textOf(at(grant, 'Condition', 'StringEquals', 'kms:ViaService'))).toMatch(/^dynamodb\./);
      }
    }
  });
});

describe('what rests under a key', () => {
  it.each([
    ['AWS::DynamoDB::Table', 'registerTable', 'register'],
    ['AWS::DynamoDB::Table', 'filingsTable', 'filings'],
    ['AWS::DynamoDB::Table', 'partiesTable', 'parties'],
    ['AWS::S3::Bucket', 'bodiesBucket', 'register'],
    ['AWS::S3::Bucket', 'certificatesBucket', 'register'],
  ])('%s %s: the key %s', (type, id, kind) => {
    const found = ofType(resources, type).find((resource) => resource.id.startsWith(id));
    const rule = at(found?.properties, 'BucketEncryption', 'ServerSideEncryptionConfiguration', 0);
    expect(
      kindOf(
        at(found?.properties, 'SSESpecification', 'KMSMasterKeyId') ??
          at(rule, 'ServerSideEncryptionByDefault', 'KMSMasterKeyID'),
      ),
    ).toBe(kind);
  });

  it('is every table, and every bucket but that of access logs, which takes none', () => {
    for (const { properties } of ofType(resources, 'AWS::DynamoDB::Table')) {
      expect(kindOf(at(properties, 'SSESpecification', 'KMSMasterKeyId'))).toBeDefined();
    }
    const without = ofType(resources, 'AWS::S3::Bucket').filter(({ properties }) => {
      const rule = at(properties, 'BucketEncryption', 'ServerSideEncryptionConfiguration', 0);
      if (kindOf(at(rule, 'ServerSideEncryptionByDefault', 'KMSMasterKeyID')) === undefined) return true;
      expect(at(rule, 'BucketKeyEnabled')).toBe(true);
      return false;
    });
    expect(without.map(({ id }) => id)).toEqual([expect.stringMatching(/^accesslogs/)]);
  });

  it('is every log and every dead letter, under the key of traces', () => {
    for (const { properties } of ofType(resources, 'AWS::Logs::LogGroup')) {
      expect(kindOf(properties['KmsKeyId'])).toBe('traces');
    }
    for (const { properties } of ofType(resources, 'AWS::SQS::Queue')) {
      expect(kindOf(properties['KmsMasterKeyId'])).toBe('traces');
    }
  });
});

type Use = { readonly kind: string; readonly actions: string; readonly service: string };

/** What the roles of the template may do with keys. */
function usesIn(made: readonly Resource[]): ReadonlyMap<string, readonly Use[]> {
  const policies = ofType(made, 'AWS::IAM::Policy');
  return new Map(
    roleNames.map((name) => {
      const policy = policies.find(({ id }) => id.startsWith(`${name}Role`));
      const statements = listAt(policy?.properties, 'PolicyDocument', 'Statement')
        .filter((one) => listAt(one, 'Action').some((action) => /^(kms:|\*)/.test(String(action))))
        .filter((one) => !/SigningKey/.test(textOf(at(one, 'Resource'))));
      const uses = statements.flatMap((one) =>
        listAt(one, 'Resource').map((resource) => ({
          kind: kindOf(resource) ?? textOf(resource),
          actions: listAt(one, 'Action').join(' '),
          service: textOf(at(one, 'Condition', 'StringEquals', 'kms:ViaService')).split('.', 1)[0] ?? '',
        })),
      );
      return [name, uses] as const;
    }),
  );
}

const reads = 'kms:Decrypt';
const writesItems = 'kms:Decrypt kms:Encrypt kms:GenerateDataKey';
const writes = 'kms:Decrypt kms:GenerateDataKey';

const usedKeys: Readonly<Record<(typeof roleNames)[number], readonly string[]>> = {
  sequencer: ['register dynamodb writesItems', 'register s3 writes'],
  issuer: ['register dynamodb writesItems', 'register s3 writes'],
  registrar: [
    'filings dynamodb writesItems',
    'parties dynamodb writesItems',
    'register dynamodb writesItems',
  ],
  imports: ['filings dynamodb writesItems', 'register dynamodb writesItems', 'register s3 writes'],
  filings: ['filings dynamodb writesItems', 'parties dynamodb reads', 'register dynamodb reads'],
  titles: ['parties dynamodb reads', 'register dynamodb reads'],
  parties: ['parties dynamodb reads'],
  reference: [],
  certificates: ['parties dynamodb reads', 'register dynamodb reads', 'register s3 writes'],
  examiners: ['filings dynamodb writesItems'],
  notices: [
    ...['filings dynamodb writesItems', 'parties dynamodb reads'],
    ...['register dynamodb reads', 'register dynamodb writesItems', 'register s3 reads'],
  ],
  search: [
    ...['parties dynamodb writesItems', 'register dynamodb reads'],
    ...['register dynamodb writesItems', 'register s3 reads'],
  ],
  machines: ['filings dynamodb writesItems', 'parties dynamodb writesItems'],
  journal: ['register dynamodb reads', 'register s3 reads'],
  documents: ['documents s3 writes', 'filings dynamodb writesItems', 'parties dynamodb reads'],
};

describe('roles', () => {
  it.each(roleNames)('%s uses exactly the keys of the tables and buckets it reaches', (name) => {
    const words = new Map([
      [reads, 'reads'],
      [writesItems, 'writesItems'],
      [writes, 'writes'],
    ]);
    const found = (usesIn(resources).get(name) ?? []).filter(({ kind }) => kind !== 'traces');
    expect(
      found.map(({ kind, actions, service }) => `${kind} ${service} ${words.get(actions)}`).sort(),
    ).toEqual([...usedKeys[name]]);
  });

  it('send what they give up under the key of traces, and only those that give anything up', () => {
    const senders = [...usesIn(resources)].filter(([, uses]) => uses.some(({ kind }) => kind === 'traces'));
    const queues = ofType(resources, 'AWS::SQS::Queue').map(({ id }) => id);
    for (const [name, uses] of senders) {
      expect(queues).toContainEqual(expect.stringMatching(`^${name}`));
      expect(uses.filter(({ kind }) => kind === 'traces')).toEqual([
        { kind: 'traces', actions: writes, service: 'sqs' },
      ]);
    }
    for (const queue of queues) {
      expect(senders.some(([name]) => queue.startsWith(name))).toBe(true);
    }
  });

  it('keep their use of the key when a table is replaced by a restored one', () => {
    expect(usesIn(dev.resources)).toEqual(usesIn(synthesise('dev').resources));
    expect(usesIn(dev.resources).get('titles')).toContainEqual({
      kind: 'register',
      actions: reads,
      service: 'dynamodb',
    });
  });
});

describe('operators', () => {
  const rule = ofType(resources, 'AWS::Events::Rule').find(({ id }) => id.startsWith('KeyWatch'))?.properties;

  it('are told when somebody lays hands on any key', () => {
    expect(at(rule, 'EventPattern', 'source')).toEqual(['aws.kms']);
    expect(listAt(rule, 'EventPattern', 'detail', 'eventName')).toEqual(
      expect.arrayContaining(['ScheduleKeyDeletion', 'DisableKey', 'PutKeyPolicy']),
    );
    const named = listAt(rule, 'EventPattern', 'detail', 'resources', 'ARN').map(textOf);
    expect(named.map((name) => /([a-z]+)(?:Signing)?Key/.exec(name)?.[1])).toEqual([...kinds, ...signing]);
    expect(textOf(at(rule, 'Targets', 0, 'Arn'))).toMatch(/^<Alarms/);
    expect(String(at(rule, 'Targets', 0, 'InputTransformer', 'InputTemplate'))).toContain(
      'docs/runbook.md#keys',
    );
  });
});
