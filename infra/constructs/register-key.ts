import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import {
  denyDestructionBut,
  type KeyedService,
  statementsForTraces,
  statementsOf,
  viaService,
} from './key-policy.ts';

/** The kinds of data that have a key each, and the services through which it is used (`docs/adr/0017-keys-and-retention.md`). */
const kinds = {
  register: {
    services: ['dynamodb', 's3'],
    says: 'what is registered: titles, records, entries, certificates',
  },
  filings: { services: ['dynamodb'], says: 'what is asked for: drafts, consents, notices, replies' },
  parties: { services: ['dynamodb'], says: 'who may act: parties, identity numbers, accounts, mandates' },
  documents: { services: ['s3'], says: 'documents that parties hand in' },
  traces: { services: ['sqs'], says: 'logs and runs that were given up' },
} as const satisfies Readonly<Record<string, { services: readonly KeyedService[]; says: string }>>;

/** Objects and messages get a data key each. A table has one of its own, under which DynamoDB writes for the caller. */
const writeActions: Readonly<Record<KeyedService, readonly string[]>> = {
  dynamodb: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'],
  s3: ['kms:Decrypt', 'kms:GenerateDataKey'],
  sqs: ['kms:Decrypt', 'kms:GenerateDataKey'],
};

export type KeyName = keyof typeof kinds;

/**
 * The key of one kind of data. Its policy gives its use to nobody directly: DynamoDB, S3 and SQS use it for those
 * whose roles allow that, and only so.
 */
export class RegisterKey<Name extends KeyName = KeyName> extends Construct {
  readonly key: Key;

  constructor(scope: Construct, name: Name, settings: Settings) {
    super(scope, `${name}Key`);
    const { services, says } = kinds[name];
    this.key = new Key(this, 'Key', {
      description: `IP Register, ${settings.name}: ${says}`,
      alias: `ip-register-${settings.name}-${name}`,
      enableKeyRotation: true,
      // The longest there is: time to notice, and to take it back.
      pendingWindow: Duration.days(30),
      removalPolicy: settings.keepState ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      policy: new PolicyDocument({
        statements: [
          ...statementsOf(services),
          ...(name === 'traces' ? statementsForTraces() : []),
          ...(settings.breakGlassRole === undefined ? [] : [denyDestructionBut(settings.breakGlassRole)]),
        ],
      }),
    });
  }

  /** What a role needs to read what this key protects, through one service. */
  reading(service: (typeof kinds)[Name]['services'][number]): PolicyStatement {
    return this.#through(service, ['kms:Decrypt']);
  }

  /** What a role needs to read and to write. */
  writing(service: (typeof kinds)[Name]['services'][number]): PolicyStatement {
    return this.#through(service, writeActions[service]);
  }

  #through(service: KeyedService, actions: readonly string[]): PolicyStatement {
    return new PolicyStatement({
      actions: [...actions],
      resources: [this.key.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': viaService(service) } },
    });
  }
}

export type RegisterKeys = { readonly [Name in KeyName]: RegisterKey<Name> };

/** All keys of an environment. */
export function registerKeys(scope: Construct, settings: Settings): RegisterKeys {
  return {
    register: new RegisterKey(scope, 'register', settings),
    filings: new RegisterKey(scope, 'filings', settings),
    parties: new RegisterKey(scope, 'parties', settings),
    documents: new RegisterKey(scope, 'documents', settings),
    traces: new RegisterKey(scope, 'traces', settings),
  };
}
