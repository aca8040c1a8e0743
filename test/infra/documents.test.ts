import { describe, expect, it } from 'vitest';
import { at, listAt, ofType, synthesise, textOf } from './synthesise.ts';

const { resources } = synthesise('prod');
const [plan] = ofType(resources, 'AWS::GuardDuty::MalwareProtectionPlan');
const bucket = ofType(resources, 'AWS::S3::Bucket').find(({ id }) => id.startsWith('documents'))?.properties;

describe('the scan of documents', () => {
  const role = ofType(resources, 'AWS::IAM::Role').find(({ id }) => id.startsWith('ScanRole'));
  const policy = ofType(resources, 'AWS::IAM::Policy').find(({ id }) => id.startsWith('ScanRole'));
  const granted = listAt(policy?.properties, 'PolicyDocument', 'Statement').map(
    (one) => `${listAt(one, 'Action').join(' ')} on ${listAt(one, 'Resource').map(textOf).join(' ')}`,
  );

  it('covers their bucket and their prefix, and tags nothing', () => {
    const covered = at(plan?.properties, 'ProtectedResource', 'S3Bucket');
    expect(textOf(at(covered, 'BucketName'))).toMatch(/documentsBucket/);
    expect(at(covered, 'ObjectPrefixes')).toEqual(['documents/']);
    expect(at(plan?.properties, 'Actions', 'Tagging', 'Status')).toBe('DISABLED');
  });

  it('acts by a role that GuardDuty alone assumes and that reads documents, and nothing else of the register', () => {
    expect(textOf(at(plan?.properties, 'Role'))).toContain(role?.id);
    expect(at(role?.properties, 'AssumeRolePolicyDocument', 'Statement', 0, 'Principal')).toEqual({
      Service: 'malware-protection-plan.guardduty.amazonaws.com',
    });
    expect(granted.filter((line) => !line.startsWith('events:'))).toEqual([
      expect.stringMatching(
        /^s3:GetBucketNotification s3:ListBucket s3:PutBucketNotification on \S+documentsBucket\S+>$/,
      ),
      expect.stringMatching(/^s3:PutObject on \S+\/malware-protection-resource-validation-object$/),
      expect.stringMatching(/^s3:GetObject s3:GetObjectVersion on \S+\/documents\/\*$/),
      expect.stringMatching(/^kms:Decrypt kms:GenerateDataKey on \S+documentsKey\S+$/),
    ]);
    for (const line of granted.filter((one) => one.startsWith('events:')))
      expect(line).toMatch(/rule\/DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3\*$/);
  });

  it('is there when the role may act', () => {
    expect(JSON.stringify(at(plan, 'properties'))).not.toContain('undefined');
    expect(ofType(resources, 'AWS::GuardDuty::MalwareProtectionPlan')).toHaveLength(1);
  });
});

describe('the bucket of documents', () => {
  it('keeps versions, tells the bus of each object, and takes uploads from the portal alone', () => {
    expect(at(bucket, 'VersioningConfiguration', 'Status')).toBe('Enabled');
    expect(at(bucket, 'NotificationConfiguration', 'EventBridgeConfiguration')).toEqual({
      EventBridgeEnabled: true,
    });
    expect(at(bucket, 'CorsConfiguration', 'CorsRules')).toEqual([
      {
        AllowedOrigins: ['https://portal.example'],
        AllowedMethods: ['PUT', 'GET'],
        AllowedHeaders: ['content-type', 'if-none-match', 'x-amz-checksum-sha256'],
        MaxAge: 3600,
      },
    ]);
  });
});

describe('events of documents', () => {
  const rules = ofType(resources, 'AWS::Events::Rule').filter(({ properties }) =>
    listAt(properties, 'Targets').some((target) =>
      textOf(at(target, 'Arn')).startsWith('<documentsFunction'),
    ),
  );
  const patterns = rules.flatMap(({ properties }) => {
    const pattern = at(properties, 'EventPattern');
    return pattern === undefined ? [] : [pattern];
  });

  it('are of this bucket and this prefix alone', () => {
    expect(patterns).toHaveLength(2);
    expect(patterns.map((one) => at(one, 'source')).sort()).toEqual([['aws.guardduty'], ['aws.s3']]);
    for (const one of patterns) {
      const text = JSON.stringify(one);
      expect(text).toContain('documentsBucket');
      expect(text).toContain('{"prefix":"documents/"}');
    }
  });

  it('are tried again and then set aside', () => {
    for (const { properties } of rules) {
      const target = at(properties, 'Targets', 0);
      expect(textOf(at(target, 'DeadLetterConfig', 'Arn'))).toMatch(/DeadLetters/);
      expect(Number(at(target, 'RetryPolicy', 'MaximumRetryAttempts'))).toBeGreaterThan(0);
    }
  });
});
