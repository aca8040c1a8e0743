import type { FileHandle } from 'node:fs/promises';
import type { CorsRule } from './cors.ts';
import { accessDenied } from './errors.ts';
import type { S3ObjectEvent } from './event.ts';
import type { S3Faults } from './faults.ts';
import type { ObjectDescription } from './object-file.ts';
import type { S3Request } from './request.ts';
import type { Verified } from './signature.ts';
import type { Store } from './store.ts';

export type BucketSpec = {
  readonly name: string;
  readonly versioned: boolean;
  readonly cors: readonly CorsRule[];
  /** The bucket policy's aws:SecureTransport rule; see `checkTransport`. */
  readonly denyInsecureTransport?: boolean;
};

export type S3Options = {
  readonly folder: string;
  /** 0 or absent: any free port. */
  readonly port?: number;
  readonly region: string;
  readonly buckets: readonly BucketSpec[];
  readonly secretOf: (accessKeyId: string) => string | undefined;
  /** The token issued with a temporary key; a request must carry exactly that, or none where none was issued. */
  readonly sessionTokenOf?: (accessKeyId: string) => string | undefined;
  /** `action` as IAM names it (`s3:PutObject`), the resource as an ARN of the region's partition. */
  readonly authorise: (accessKeyId: string, action: string, resourceArn: string) => boolean;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Called once the object is durable, before the writer is answered. What it throws is logged only. */
  readonly onObjectCreated?: (event: S3ObjectEvent) => void;
  /** What goes wrong on purpose; absent means nothing. */
  readonly faults?: S3Faults;
};

/** All an operation on a known bucket has at hand once the request's signature is verified. */
export type Context = {
  readonly options: S3Options;
  readonly store: Store;
  readonly bucket: BucketSpec;
  readonly request: S3Request;
  readonly verified: Verified;
  readonly requestId: string;
  readonly sourceAddress: string;
  /** The body's raw bytes; a client waiting for 100 Continue is told to go on when reading begins. */
  readonly readBody: () => AsyncIterable<Buffer>;
};

type FileSlice = { readonly handle: FileHandle; readonly first: number; readonly length: number };

export type Reply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | FileSlice;
};

export function bucketArn(region: string, bucket: string): string {
  const partition = /^(cn|us-gov)-/.exec(region)?.[1];
  return `arn:aws${partition === undefined ? '' : `-${partition}`}:s3:::${bucket}`;
}

export function isAllowed(context: Context, action: string, bucket: string, key?: string): boolean {
  const arn = bucketArn(context.options.region, bucket) + (key === undefined ? '' : `/${key}`);
  return context.options.authorise(context.verified.accessKeyId, action, arn);
}

/** Throws AccessDenied unless the signer may do this to the bucket, or to one key of it. */
export function demand(context: Context, action: string, bucket = context.bucket.name, key?: string): void {
  if (!isAllowed(context, action, bucket, key)) throw accessDenied();
}

/** Where versions are kept, or once were, S3 names the version in every answer about an object. */
export function versionHeader(
  { bucket }: Context,
  { versionId, deleteMarker }: ObjectDescription,
): Record<string, string> {
  const named = bucket.versioned || versionId !== 'null' || deleteMarker;
  return named ? { 'x-amz-version-id': versionId } : {};
}
