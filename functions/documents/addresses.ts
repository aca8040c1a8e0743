import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { FilingId } from '../../shared/kernel/id.ts';
import { type Instant, instantOf } from '../../shared/kernel/instant.ts';
import { type DocumentReference, endingOf } from '../../shared/register/document.ts';
import { objectKeyOf } from './object-key.ts';

/** An address to which exactly one request may be made, for a while; it carries the right to make it. */
export type Address = {
  readonly url: string;
  readonly method: 'PUT' | 'GET';
  /** Headers that the request must carry as they stand here. */
  readonly headers: Readonly<Record<string, string>>;
  readonly expiresAt: Instant;
};

/** Gives out addresses of the bucket. */
export type Addresses = {
  readonly upload: (filing: FilingId, of: DocumentReference, nowMs: number) => Promise<Address>;
  readonly download: (filing: FilingId, of: DocumentReference, nowMs: number) => Promise<Address>;
};

const uploadSeconds = 15 * 60;
const downloadSeconds = 60;

/**
 * The client must be made with `requestChecksumCalculation: 'WHEN_REQUIRED'`: by default the presigner signs the
 * checksum of an empty body beside the one declared, and no upload could meet both.
 */
export function openAddresses(bucket: string, client: S3Client): Addresses {
  return {
    upload: async (filing, of, nowMs) => {
      const headers = uploadHeaders(of);
      const command = new PutObjectCommand({
        Bucket: bucket,
        Key: objectKeyOf(filing, of),
        ContentType: of.type,
        ContentLength: of.bytes,
        ChecksumSHA256: headers['x-amz-checksum-sha256'],
        IfNoneMatch: '*',
      });
      const names = new Set([...Object.keys(headers), 'content-length']);
      const url = await getSignedUrl(client, command, {
        ...validFor(uploadSeconds, nowMs),
        // As headers, and not as parameters of the address: only so does S3 hold the upload to them.
        unhoistableHeaders: names,
        signableHeaders: names,
      });
      return { url, method: 'PUT', headers, expiresAt: instantOf(nowMs + uploadSeconds * 1000) };
    },
    download: async (filing, of, nowMs) => {
      const command = new GetObjectCommand({
        Bucket: bucket,
        Key: objectKeyOf(filing, of),
        ResponseContentType: of.type,
        ResponseContentDisposition: disposition(of),
        ResponseCacheControl: 'no-store',
      });
      const url = await getSignedUrl(client, command, validFor(downloadSeconds, nowMs));
      return { url, method: 'GET', headers: {}, expiresAt: instantOf(nowMs + downloadSeconds * 1000) };
    },
  };
}

/** The size is signed too, but every client sets that header by itself, and browsers let nobody else. */
function uploadHeaders(of: DocumentReference) {
  return {
    'content-type': of.type,
    'if-none-match': '*',
    'x-amz-checksum-sha256': Buffer.from(of.sha256, 'hex').toString('base64'),
  };
}

function validFor(expiresIn: number, nowMs: number) {
  return { expiresIn, signingDate: new Date(nowMs) };
}

/** Saved and never shown in a page, under its name and the ending of its true type (RFC 6266, RFC 8187). */
export function disposition(of: Pick<DocumentReference, 'name' | 'type' | 'sha256'>): string {
  const ending = `.${endingOf(of.type)}`;
  const plain = of.name.replaceAll(/[/\\:*?"<>|]/g, '_').replace(/^\.+/, '_');
  const name = plain.toLowerCase().endsWith(ending) ? plain : `${plain}${ending}`;
  const escaped = encodeURIComponent(name).replaceAll(
    /['()*!]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${of.sha256.slice(0, 16)}${ending}"; filename*=UTF-8''${escaped}`;
}
