import { S3Error } from './errors.ts';
import type { ObjectDescription } from './object-file.ts';
import type { S3Request } from './request.ts';

const MAX_USER_METADATA_BYTES = 2048;
const KEPT = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
] as const;
const META = 'x-amz-meta-';

export type Metadata = Pick<ObjectDescription, 'headers' | 'userMetadata'>;

function checkAscii(name: string, value: string): string {
  // Headers travel as bytes of no agreed encoding; S3 too asks for ASCII in REST.
  if (/^[\x20-\x7e]*$/.test(value)) return value;
  throw new S3Error('InvalidArgument', `The header ${name} must be printable US-ASCII.`);
}

/** The transfer's own coding is taken off; what is left describes the object. */
function objectEncoding(value: string): string {
  const codings = value.split(',').map((coding) => coding.trim());
  return codings.filter((coding) => coding !== '' && coding.toLowerCase() !== 'aws-chunked').join(',');
}

/** What a write says of its object besides the bytes. Throws InvalidArgument or MetadataTooLarge. */
export function readMetadata(request: S3Request): Metadata {
  const contentType = request.headers.get('content-type') || 'binary/octet-stream';
  const headers: [string, string][] = [['content-type', checkAscii('content-type', contentType)]];
  for (const name of KEPT) {
    const given = request.headers.get(name) ?? '';
    const value = name === 'content-encoding' ? objectEncoding(given) : given;
    if (value !== '') headers.push([name, checkAscii(name, value)]);
  }
  const userMetadata: [string, string][] = [];
  let bytes = 0;
  for (const [name, value] of request.amz) {
    if (!name.startsWith(META)) continue;
    userMetadata.push([name.slice(META.length), checkAscii(name, value)]);
    bytes += name.length - META.length + value.length;
  }
  if (bytes > MAX_USER_METADATA_BYTES) {
    throw new S3Error('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size.', {
      details: { Size: String(bytes), MaxSizeAllowed: String(MAX_USER_METADATA_BYTES) },
    });
  }
  return { headers, userMetadata };
}

/** The headers GET and HEAD give back. */
export function metadataHeaders({ headers, userMetadata }: Metadata): Record<string, string> {
  return Object.fromEntries([...headers, ...userMetadata.map(([name, value]) => [`${META}${name}`, value])]);
}
