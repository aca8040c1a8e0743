import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { Caller } from './access/authorise.ts';
import { policiesOf } from './access/policy.ts';
import type { RoleKey } from './lambda/functions.ts';
import { Refusal } from './refusal.ts';
import { place } from './template/names.ts';
import type { Resolver } from './template/resolve.ts';

const documentSchema = z.looseObject({
  Statement: z.union([z.array(z.unknown()), z.unknown().transform((one) => [one])]),
});
const policySchema = z.looseObject({
  PolicyDocument: documentSchema,
  Roles: z.array(z.string()).default([]),
});
const roleSchema = z.looseObject({
  Policies: z.array(z.looseObject({ PolicyDocument: documentSchema })).default([]),
});

/** The roles of the template as callers: each has an access key, by which the proxies know it. */
export type Roles = {
  keyOf(roleArn: string): RoleKey;
  secretOf(accessKeyId: string): string | undefined;
  readonly callers: ReadonlyMap<string, Caller>;
  /** The key of whoever looks after the register here: it reads every table and bucket, and changes nothing. */
  readonly reader: RoleKey;
};

/** The services whose calls are checked here; statements on others are left to the cloud. */
const checked = ['dynamodb', 's3', 'cognito-idp', 'ses', 'kms'];

/** Reads roles with the policies attached to them. Secrets are new at every start, and only in memory. */
export function readRoles(resolver: Resolver): Roles {
  const attached = resolver
    .ofType('AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy')
    .map((resource) => policySchema.parse(resource.properties));
  const callers = new Map<string, Caller>();
  const secrets = new Map<string, string>();
  for (const role of resolver.ofType('AWS::IAM::Role')) {
    const statements = [
      ...roleSchema.parse(role.properties).Policies,
      ...attached.filter((policy) => policy.Roles.includes(role.name)),
    ].flatMap((policy) => policy.PolicyDocument.Statement);
    const accessKeyId = keyIdOf(role.arn);
    const principal = `arn:${place.partition}:sts::${place.account}:assumed-role/${role.name}/local`;
    callers.set(accessKeyId, { principal, policy: policiesOf(statements, checked) });
    secrets.set(accessKeyId, randomBytes(30).toString('base64url'));
  }
  const reader = readerAmong(callers, secrets);
  return {
    ...{ callers, reader },
    secretOf: (accessKeyId) => secrets.get(accessKeyId),
    keyOf: (roleArn) => {
      const accessKeyId = keyIdOf(roleArn);
      const secretAccessKey = secrets.get(accessKeyId);
      if (secretAccessKey === undefined)
        throw new Refusal(`A function has the role ${roleArn}, which no stack contains.`);
      return { accessKeyId, secretAccessKey };
    },
  };
}

/** In the cloud its operators have a role of their own, outside the stacks ([runbook](../docs/runbook.md)). */
function readerAmong(callers: Map<string, Caller>, secrets: Map<string, string>): RoleKey {
  const actions = ['GetItem', 'BatchGetItem', 'Query', 'Scan'].map((name) => `dynamodb:${name}`);
  const statement = { Effect: 'Allow', Action: [...actions, 's3:GetObject'], Resource: '*' };
  const principal = `arn:${place.partition}:sts::${place.account}:assumed-role/operator/local`;
  const [accessKeyId, secretAccessKey] = [keyIdOf(principal), randomBytes(30).toString('base64url')];
  callers.set(accessKeyId, { principal, policy: policiesOf([statement], checked) });
  secrets.set(accessKeyId, secretAccessKey);
  return { accessKeyId, secretAccessKey };
}

/** DynamoDB Local takes letters and digits only, as real access keys have. */
function keyIdOf(roleArn: string): string {
  return `LOCA${createHash('sha256').update(roleArn).digest('hex').slice(0, 16).toUpperCase()}`;
}
