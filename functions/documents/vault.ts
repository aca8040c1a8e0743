import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';

/** One version of an object. */
export type Found = { readonly object: string; readonly size: number };

/** The bucket of the documents, as far as the function itself uses it. */
export type Vault = {
  readonly bucket: string;
  /** What lies there now; nothing where nothing does. */
  readonly look: (key: string) => Promise<Found | undefined>;
  readonly read: (key: string) => Promise<(Found & { readonly bytes: Buffer }) | undefined>;
  /** Removes one version for good, and no other that may have come since. */
  readonly remove: (key: string, object: string) => Promise<void>;
};

export function openVault(bucket: string, client: S3Client): Vault {
  return {
    bucket,
    look: (key) =>
      orNothing(async () => {
        const answer = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
        return { object: answer.VersionId ?? unversioned, size: answer.ContentLength ?? 0 };
      }),
    read: (key) =>
      orNothing(async () => {
        const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        const bytes = Buffer.from((await answer.Body?.transformToByteArray()) ?? []);
        return { object: answer.VersionId ?? unversioned, size: bytes.length, bytes };
      }),
    remove: async (key, object) => {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId: object }));
    },
  };
}

/** S3's own name for the one version of an object in a bucket without versions. */
const unversioned = 'null';

/** A role that may not list is told 403 of what is not there. */
async function orNothing<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
    if (status === 404 || status === 403) return undefined;
    throw error;
  }
}
