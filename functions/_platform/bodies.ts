import { GetObjectCommand, PutObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { type DigestText, sha256Hex } from '../../shared/kernel/digest.ts';

/** Bodies too large for an entry, each under its own digest: what lies there never changes. */
export type Bodies = {
  /** Stores the bytes, once; a repetition changes nothing. */
  readonly put: (digest: DigestText, bytes: Uint8Array, mediaType: string) => Promise<void>;
  /** The bytes under a digest. Throws when there are none or they are not what the digest says. */
  readonly get: (digest: DigestText) => Promise<Uint8Array>;
};

export const bodyKey = (digest: DigestText) => `bodies/${digest.slice('sha256:'.length)}`;

/** The bucket's bodies. The address is path-style, which the cloud and every local server understand. */
export function openBodies(
  bucket: string,
  client: S3Client = new S3Client({ forcePathStyle: true, maxAttempts: 4 }),
): Bodies {
  return {
    put: async (digest, bytes, mediaType) => {
      const object = { Bucket: bucket, Key: bodyKey(digest), Body: bytes, ContentType: mediaType };
      try {
        await client.send(new PutObjectCommand({ ...object, IfNoneMatch: '*' }));
      } catch (error) {
        if (!isThere(error)) throw error;
      }
    },
    get: async (digest) => {
      const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: bodyKey(digest) }));
      const bytes = await answer.Body?.transformToByteArray();
      if (!bytes || digest !== `sha256:${sha256Hex(bytes)}`) throw new Error(`no sound body under ${digest}`);
      return bytes;
    },
  };
}

/** The key is the digest, so whatever lies there already is what was to be put. */
function isThere(error: unknown): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412;
}
