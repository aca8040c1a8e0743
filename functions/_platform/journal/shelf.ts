import { GetObjectCommand, PutObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';

export type Kept = { readonly bytes: Uint8Array; readonly etag: string };

/** How an object is served, and how long it is kept: for ever the same, new every second, or for the house alone. */
export const objectKinds = {
  tile: { ContentType: 'application/octet-stream', CacheControl: 'public, max-age=31536000, immutable' },
  checkpoint: { ContentType: 'text/plain; charset=utf-8', CacheControl: 'public, max-age=1' },
  internal: { ContentType: 'application/octet-stream', CacheControl: 'no-store' },
} as const;
export type ObjectKind = keyof typeof objectKinds;

/** The journal's objects: tiles, bundles, pages of the map, staged batches and the checkpoint, which alone ever changes. */
export type Shelf = {
  readonly get: (key: string) => Promise<Kept | undefined>;
  /** Puts what never changes; a repetition changes nothing. False where something was there already, the same or not. */
  readonly put: (key: string, bytes: Uint8Array, kind: ObjectKind) => Promise<boolean>;
  /** Puts the checkpoint over the one with this tag, or where none is; false where somebody was quicker. */
  readonly replace: (key: string, bytes: Uint8Array, over: string | undefined) => Promise<boolean>;
};

const attemptsMax = 5;

/** The shelf in a bucket, addressed path-style as everywhere in the house. */
export function openShelf(
  bucket: string,
  client: S3Client = new S3Client({ forcePathStyle: true, maxAttempts: 4 }),
): Shelf {
  const put = async (key: string, bytes: Uint8Array, kind: ObjectKind, condition: object) => {
    const object = { Bucket: bucket, Key: key, Body: bytes, ...objectKinds[kind], ...condition };
    for (let attempt = 1; ; attempt += 1) {
      try {
        await client.send(new PutObjectCommand(object));
        return true;
      } catch (error) {
        // The condition failed: it is there already, or another.
        if (isStatus(error, 412)) return false;
        // Somebody writes the same key at this moment, and S3 has not decided for either: it asks to be asked again.
        if (!isStatus(error, 409) || attempt === attemptsMax) throw error;
      }
    }
  };
  return {
    get: async (key) => {
      try {
        const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        const bytes = await answer.Body?.transformToByteArray();
        return bytes && { bytes, etag: answer.ETag ?? '' };
      } catch (error) {
        // A role that may not list is told 403 of what is not there.
        if (isStatus(error, 404, 403)) return undefined;
        throw error;
      }
    },
    put: (key, bytes, kind) => put(key, bytes, kind, { IfNoneMatch: '*' }),
    replace: (key, bytes, over) =>
      put(key, bytes, 'checkpoint', over === undefined ? { IfNoneMatch: '*' } : { IfMatch: over }),
  };
}

function isStatus(error: unknown, ...statuses: readonly number[]): boolean {
  if (!(error instanceof S3ServiceException)) return false;
  return statuses.includes(error.$metadata.httpStatusCode ?? 0);
}
