import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { S3Error } from './errors.ts';

/** The algorithms of `x-amz-checksum-*`, with the length of each digest in bytes. */
const CHECKSUM_BYTES = { crc32: 4, crc32c: 4, crc64nvme: 8, sha1: 20, sha256: 32 } as const;
export type ChecksumAlgorithm = keyof typeof CHECKSUM_BYTES;
export const CHECKSUM_ALGORITHMS = Object.keys(CHECKSUM_BYTES) as readonly ChecksumAlgorithm[];
export type Checksum = { readonly algorithm: ChecksumAlgorithm; readonly value: string };

export type RunningChecksum = { update(data: Uint8Array): void; digest(): Buffer };

const CASTAGNOLI = 0x82f63b78;
const NVME_HIGH = 0x9a6c9329;
const NVME_LOW = 0xac4bc9b5;

const crc32cTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ CASTAGNOLI : crc >>> 1;
  return crc;
});

/** Two tables of 32 bits, for JavaScript has no fast 64-bit integer. */
const nvmeHigh = new Uint32Array(256);
const nvmeLow = new Uint32Array(256);
for (let byte = 0; byte < 256; byte++) {
  let high = 0;
  let low = byte;
  for (let bit = 0; bit < 8; bit++) {
    const odd = low & 1;
    low = (low >>> 1) | ((high & 1) << 31);
    high >>>= 1;
    if (odd) {
      high ^= NVME_HIGH;
      low ^= NVME_LOW;
    }
  }
  nvmeHigh[byte] = high;
  nvmeLow[byte] = low;
}

function uint32(...words: number[]): Buffer {
  const buffer = Buffer.alloc(words.length * 4);
  words.forEach((word, i) => {
    buffer.writeUInt32BE(word >>> 0, i * 4);
  });
  return buffer;
}

function runningCrc32(): RunningChecksum {
  let crc = 0;
  return {
    update: (data) => {
      crc = crc32(data, crc);
    },
    digest: () => uint32(crc),
  };
}

function runningCrc32c(): RunningChecksum {
  let crc = ~0;
  return {
    update: (data) => {
      for (const byte of data) crc = (crc >>> 8) ^ (crc32cTable[(crc ^ byte) & 255] ?? 0);
    },
    digest: () => uint32(~crc),
  };
}

function runningCrc64Nvme(): RunningChecksum {
  let high = ~0;
  let low = ~0;
  return {
    update: (data) => {
      for (const byte of data) {
        const index = (low ^ byte) & 255;
        low = ((low >>> 8) | (high << 24)) ^ (nvmeLow[index] ?? 0);
        high = (high >>> 8) ^ (nvmeHigh[index] ?? 0);
      }
    },
    digest: () => uint32(~high, ~low),
  };
}

function runningHash(name: 'sha1' | 'sha256'): RunningChecksum {
  const hash = createHash(name);
  return { update: (data) => void hash.update(data), digest: () => hash.digest() };
}

export function startChecksum(algorithm: ChecksumAlgorithm): RunningChecksum {
  switch (algorithm) {
    case 'crc32':
      return runningCrc32();
    case 'crc32c':
      return runningCrc32c();
    case 'crc64nvme':
      return runningCrc64Nvme();
    case 'sha1':
    case 'sha256':
      return runningHash(algorithm);
  }
}

/** Base64 of exactly `bytes` bytes, in its one canonical spelling; undefined otherwise. */
export function strictBase64(text: string, bytes: number): Buffer | undefined {
  const decoded = Buffer.from(text, 'base64');
  return decoded.length === bytes && decoded.toString('base64') === text ? decoded : undefined;
}

function algorithmOf(headerName: string): ChecksumAlgorithm | undefined {
  return CHECKSUM_ALGORITHMS.find((algorithm) => headerName === `x-amz-checksum-${algorithm}`);
}

/** Where the client says its checksum is: in the headers (value known now) or in the trailer (value to come). */
export type DeclaredChecksum = { readonly algorithm: ChecksumAlgorithm; readonly value: string | undefined };

/** Reads x-amz-checksum-*, x-amz-trailer and x-amz-sdk-checksum-algorithm. Throws InvalidRequest. */
export function declaredChecksum(amz: ReadonlyMap<string, string>): DeclaredChecksum | undefined {
  const declared: DeclaredChecksum[] = [];
  for (const [name, value] of amz) {
    const algorithm = algorithmOf(name);
    if (algorithm) declared.push({ algorithm, value: checkValue(algorithm, value) });
  }
  const trailer = amz.get('x-amz-trailer');
  if (trailer !== undefined) {
    const algorithm = algorithmOf(trailer.trim().toLowerCase());
    if (!algorithm)
      throw new S3Error('InvalidRequest', 'The value specified in the x-amz-trailer is invalid');
    declared.push({ algorithm, value: undefined });
  }
  if (declared.length > 1) {
    throw new S3Error('InvalidRequest', 'Expecting a single x-amz-checksum- header. Multiple were given.');
  }
  const [only] = declared;
  const named = amz.get('x-amz-sdk-checksum-algorithm');
  if (named !== undefined && named.toLowerCase() !== only?.algorithm) {
    throw new S3Error(
      'InvalidRequest',
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer was found.',
    );
  }
  return only;
}

/** Throws InvalidRequest unless the value could be a digest of that algorithm. */
export function checkValue(algorithm: ChecksumAlgorithm, value: string): string {
  if (strictBase64(value, CHECKSUM_BYTES[algorithm])) return value;
  throw new S3Error('InvalidRequest', `Value for x-amz-checksum-${algorithm} header is invalid.`);
}
