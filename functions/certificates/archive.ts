import { GetObjectCommand, PutObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import type { EntryId } from '../../shared/kernel/id.ts';

/** Certificates as they were first issued. What lies there is never written again. */
export type Archive = {
  /** The bytes first issued for the entry; undefined when none were. */
  readonly get: (entry: EntryId) => Promise<Uint8Array | undefined>;
  /** Keeps the bytes unless some are kept already; tells whether these are the ones. */
  readonly keep: (entry: EntryId, bytes: Uint8Array) => Promise<boolean>;
};

const keyOf = (entry: EntryId) => `certificates/${entry}.pdf`;

/** The archive in a bucket, addressed path-style as everywhere in the house. */
export function openArchive(
  bucket: string,
  client: S3Client = new S3Client({ forcePathStyle: true, maxAttempts: 4 }),
): Archive {
  return {
    get: async (entry) => {
      try {
        const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: keyOf(entry) }));
        return await answer.Body?.transformToByteArray();
      } catch (error) {
        // A role that may not list is told 403 of what is not there. Were it a true refusal, the put would meet it.
        if (isStatus(error, 404, 403)) return undefined;
        throw error;
      }
    },
    keep: async (entry, bytes) => {
      const object = { Bucket: bucket, Key: keyOf(entry), Body: bytes, ContentType: 'application/pdf' };
      try {
        await client.send(new PutObjectCommand({ ...object, IfNoneMatch: '*' }));
        return true;
      } catch (error) {
        // 412: another was quicker. 409: another is writing at this moment.
        if (isStatus(error, 412, 409)) return false;
        throw error;
      }
    },
  };
}

function isStatus(error: unknown, ...statuses: readonly number[]): boolean {
  if (!(error instanceof S3ServiceException)) return false;
  return statuses.includes(error.$metadata.httpStatusCode ?? 0);
}
