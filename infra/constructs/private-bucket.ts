import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  CfnBucket,
  HttpMethods,
  type IBucket,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Environment } from '../environments.ts';
import type { Settings } from '../settings.ts';
import type { RegisterFunction } from './register-function.ts';
import type { RegisterKey } from './register-key.ts';

/** What both kinds of bucket share. Nothing here is ever public, and nothing travels unencrypted. */
function closed(settings: Settings) {
  return {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    removalPolicy: settings.keepState ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  };
}

/** Where the other buckets' access logs go; they expire with the other logs. */
export class AccessLogBucket extends Construct {
  readonly bucket: IBucket;

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    const bucket = new Bucket(this, 'Bucket', {
      ...closed(settings),
      // S3 delivers access logs into no bucket with a key of ours.
      encryption: BucketEncryption.S3_MANAGED,
      lifecycleRules: [{ expiration: Duration.days(settings.logDays) }],
    });
    // The library's own class does not fit its interface under exactOptionalPropertyTypes.
    this.bucket = bucket as IBucket;
  }
}

/** Browsers ask first whether a page of that origin may send these headers. */
function corsFor(portal: string) {
  return {
    allowedOrigins: [portal],
    allowedMethods: [HttpMethods.PUT, HttpMethods.GET],
    allowedHeaders: ['content-type', 'if-none-match', 'x-amz-checksum-sha256'],
    maxAge: 3600,
  };
}

type Lock = NonNullable<Environment['certificateLock']>;

function retention({ mode, days }: Lock): ObjectLockRetention {
  const period = Duration.days(days);
  return mode === 'COMPLIANCE'
    ? ObjectLockRetention.compliance(period)
    : ObjectLockRetention.governance(period);
}

export type PrivateBucketProps = {
  readonly accessLogs: AccessLogBucket;
  /** The key of the kind of data that the objects are. */
  readonly key: RegisterKey<'register' | 'documents'>;
  /** How long no object can be deleted or replaced. */
  readonly lock?: Lock | undefined;
  /** Where a browser may come from that uploads or downloads by an address it was given. */
  readonly portal?: string | undefined;
  /** Whether each new object is an event on the account's bus. */
  readonly announces?: boolean;
  /** Whether it is the journal's, where batches that were staged go in the end. */
  readonly journal?: boolean;
  /** By which variable a function is told the bucket, where it is not its name's. */
  readonly variable?: `BUCKET_${string}`;
};

/** Objects whose keys begin so; an empty one is the whole bucket. */
type Prefix = '' | `${string}/`;

/** Long after a staged batch was published, or lost its race. Tiles stay: a narrow one may be the newest for years. */
const journalLifecycle = [{ prefix: 'staged/', expiration: Duration.days(90) }];

/** A bucket for the register's own objects: private, versioned, its reads and writes logged; locked where told so. */
export class PrivateBucket extends Construct {
  readonly bucket: Bucket;
  readonly #variable: string;
  readonly #key: PrivateBucketProps['key'];

  constructor(scope: Construct, name: string, settings: Settings, props: PrivateBucketProps) {
    super(scope, name);
    const { accessLogs, key, lock, portal } = props;
    this.#variable = props.variable ?? `BUCKET_${name.toUpperCase()}`;
    this.#key = key;
    this.bucket = new Bucket(this, 'Bucket', {
      ...closed(settings),
      encryption: BucketEncryption.KMS,
      encryptionKey: key.key,
      // One call to the key service for many objects, instead of one each.
      bucketKeyEnabled: true,
      versioned: true,
      ...(lock && { objectLockEnabled: true, objectLockDefaultRetention: retention(lock) }),
      ...(portal && { cors: [corsFor(portal)] }),
      serverAccessLogsBucket: accessLogs.bucket,
      serverAccessLogsPrefix: `${name}/`,
      lifecycleRules: [
        {
          abortIncompleteMultipartUploadAfter: Duration.days(7),
          noncurrentVersionExpiration: Duration.days(settings.oldVersionDays),
        },
        ...(props.journal ? journalLifecycle : []),
      ],
    });
    if (props.announces) this.#announce();
  }

  /** The library's own switch brings a function with rights on every bucket; the property alone does the same. */
  #announce(): void {
    const plain = this.bucket.node.defaultChild;
    if (!(plain instanceof CfnBucket)) throw new Error('a bucket is expected below its construct');
    plain.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
  }

  /** Lets a function put and get objects under a prefix and tells it the bucket's name; it can neither list nor delete. */
  grantPutAndGet(grantee: RegisterFunction, prefix: Prefix): void {
    this.#grant(grantee, prefix, ['s3:GetObject', 's3:PutObject']);
    grantee.allow(this.#key.writing('s3'));
  }

  /** Lets a function get objects under a prefix, and nothing else. */
  grantGet(grantee: RegisterFunction, prefix: Prefix): void {
    this.#grant(grantee, prefix, ['s3:GetObject']);
    grantee.allow(this.#key.reading('s3'));
  }

  #grant(grantee: RegisterFunction, prefix: Prefix, actions: string[]): void {
    grantee.setVariable(this.#variable, this.bucket.bucketName);
    grantee.allow(new PolicyStatement({ actions, resources: [this.bucket.arnForObjects(`${prefix}*`)] }));
    grantee.acknowledge(
      this.findingAt(prefix),
      'These objects of one bucket are named by digests, entries or places, which cannot be listed in advance.',
    );
  }

  /** Lets a function remove a version that it names; what is merely deleted can be brought back for a while. */
  grantRemoval(grantee: RegisterFunction, prefix: Prefix): void {
    grantee.allow(
      new PolicyStatement({
        actions: ['s3:DeleteObjectVersion'],
        resources: [this.bucket.arnForObjects(`${prefix}*`)],
      }),
    );
  }

  /** What the check finds in a grant on all objects under a prefix. */
  findingAt(prefix: Prefix): string {
    return `AwsSolutions-IAM5[Resource::${this.#exportedArn()}/${prefix}*]`;
  }

  /** The name under which other stacks see the bucket, which is how the check names its finding. */
  #exportedArn(): string {
    const stack = Stack.of(this);
    const reference: unknown = stack.resolve(stack.exportValue(this.bucket.bucketArn));
    if (typeof reference === 'object' && reference !== null && 'Fn::ImportValue' in reference) {
      return String(reference['Fn::ImportValue']);
    }
    throw new Error('the bucket is expected to be exported by its stack');
  }
}
