import { Aws } from 'aws-cdk-lib';
import {
  AccountRootPrincipal,
  AnyPrincipal,
  Effect,
  PolicyStatement,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';

/** Services that use a key for whoever calls them, and so check the caller's own permission on the key. */
export type KeyedService = 'dynamodb' | 's3' | 'sqs';

/** The service as the condition `kms:ViaService` names it, in every partition. */
export function viaService(service: KeyedService): string {
  return `${service}.${Aws.REGION}.${Aws.URL_SUFFIX}`;
}

/** What makes data unreadable, at once or after the pending window. Rotation and aliases do not. */
export const destructiveActions = ['kms:ScheduleKeyDeletion', 'kms:DisableKey'] as const;

/** Looking after a key without using it. `CreateGrant` is not among them: a grant can hand out any use. */
const administration = [
  'kms:CancelKeyDeletion',
  'kms:CreateAlias',
  'kms:DeleteAlias',
  'kms:DescribeKey',
  'kms:DisableKeyRotation',
  'kms:EnableKey',
  'kms:EnableKeyRotation',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:ListGrants',
  'kms:ListKeyPolicies',
  'kms:ListKeyRotations',
  'kms:ListResourceTags',
  'kms:PutKeyPolicy',
  'kms:RevokeGrant',
  'kms:RotateKeyOnDemand',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateAlias',
  'kms:UpdateKeyDescription',
  ...destructiveActions,
];

const use = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'];

/** Every key has these: the account's policies may give out its care, and its use through the named services alone. */
export function statementsOf(services: readonly KeyedService[]): PolicyStatement[] {
  const account = new AccountRootPrincipal();
  const via = { 'kms:CallerAccount': Aws.ACCOUNT_ID, 'kms:ViaService': services.map(viaService) };
  return [
    statement('Administration', account, administration),
    statement('UseThroughServices', account, use, { StringEquals: via }),
    ...(services.includes('dynamodb') ? forTables(account) : []),
  ];
}

/** A key that signs is used by whoever the account's policies name, directly. */
export function statementsOfSigning(): PolicyStatement[] {
  const account = new AccountRootPrincipal();
  return [
    statement('Administration', account, administration),
    statement('Signing', account, ['kms:GetPublicKey', 'kms:Sign', 'kms:Verify'], {
      StringEquals: { 'kms:CallerAccount': Aws.ACCOUNT_ID },
    }),
  ];
}

/** DynamoDB keeps working on a table that nobody reads just now, by a grant that only it can use. */
function forTables(account: AccountRootPrincipal): PolicyStatement[] {
  return [
    statement('GrantToTables', account, ['kms:CreateGrant'], {
      StringEquals: { 'kms:CallerAccount': Aws.ACCOUNT_ID, 'kms:ViaService': viaService('dynamodb') },
      Bool: { 'kms:GrantIsForAWSResource': 'true' },
    }),
    statement('DescribeToTables', new ServicePrincipal('dynamodb.amazonaws.com'), [
      'kms:DescribeKey',
      'kms:GetKeyPolicy',
      'kms:GetKeyRotationStatus',
      'kms:ListGrants',
      'kms:ListResourceTags',
    ]),
  ];
}

/** Log groups encrypt by themselves, and rules hand over what they could not deliver: neither has a role of ours. */
export function statementsForTraces(): PolicyStatement[] {
  const groups = `arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:log-group:*`;
  return [
    statement('Logs', new ServicePrincipal(`logs.${Aws.REGION}.${Aws.URL_SUFFIX}`), use, {
      ArnLike: { 'kms:EncryptionContext:aws:logs:arn': groups },
    }),
    statement('Rules', new ServicePrincipal('events.amazonaws.com'), ['kms:Decrypt', 'kms:GenerateDataKey'], {
      StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
    }),
  ];
}

/** Nobody destroys the key but the role for emergencies, which no deployment makes and none can assume. */
export function denyDestructionBut(breakGlassRole: string): PolicyStatement {
  const role = `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/${breakGlassRole}`;
  return new PolicyStatement({
    sid: 'NobodyDestroys',
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: [...destructiveActions],
    resources: ['*'],
    conditions: { ArnNotEquals: { 'aws:PrincipalArn': role } },
  });
}

function statement(
  sid: string,
  principal: AccountRootPrincipal | ServicePrincipal,
  actions: string[],
  conditions?: Record<string, unknown>,
): PolicyStatement {
  return new PolicyStatement({
    sid,
    principals: [principal],
    actions,
    // In the policy of a key the asterisk is that key.
    resources: ['*'],
    ...(conditions === undefined ? {} : { conditions }),
  });
}
