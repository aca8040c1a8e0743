import { createHash } from 'node:crypto';
import { type Checksum, checkValue, declaredChecksum, startChecksum, strictBase64 } from './checksum.ts';
import { ChunkedBody } from './chunked.ts';
import { notImplemented, S3Error } from './errors.ts';
import type { S3Request } from './request.ts';
import type { Verified } from './signature.ts';

export const MAX_OBJECT_BYTES = 64 * 1024 * 1024;
/** Chunk headers and signatures come on top of the bytes of an object. */
export const MAX_REQUEST_BYTES = MAX_OBJECT_BYTES + 1024 * 1024;
const EMPTY_SHA256 = createHash('sha256').digest('hex');

type Mode = { readonly chunked: boolean; readonly signedChunks: boolean; readonly trailer: boolean };

const MODES: Readonly<Record<string, Mode>> = {
  'UNSIGNED-PAYLOAD': { chunked: false, signedChunks: false, trailer: false },
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER': { chunked: true, signedChunks: false, trailer: true },
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD': { chunked: true, signedChunks: true, trailer: false },
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER': { chunked: true, signedChunks: true, trailer: true },
};
const WHOLE: Mode = { chunked: false, signedChunks: false, trailer: false };

function modeOf(request: S3Request, verified: Verified): Mode {
  const declared = verified.contentSha256;
  const mode = /^[0-9a-f]{64}$/.test(declared) ? WHOLE : MODES[declared];
  if (!mode) {
    if (declared.startsWith('STREAMING-')) throw notImplemented(`x-amz-content-sha256: ${declared}`);
    throw new S3Error(
      'InvalidArgument',
      'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, a STREAMING- value or a sha256 value',
    );
  }
  if (mode.chunked && verified.presigned) throw notImplemented('chunked uploads to a presigned address');
  if (mode.trailer !== request.amz.has('x-amz-trailer')) {
    throw new S3Error('InvalidRequest', 'x-amz-trailer does not fit x-amz-content-sha256.');
  }
  return mode;
}

/** The object's length in bytes, known before its first byte. Throws MissingContentLength or EntityTooLarge. */
function declaredLength(request: S3Request, mode: Mode): number {
  if (!mode.chunked && request.headers.has('transfer-encoding')) throw notImplemented('Transfer-Encoding');
  const header = mode.chunked
    ? request.amz.get('x-amz-decoded-content-length')
    : request.headers.get('content-length');
  if (header === undefined) {
    throw new S3Error('MissingContentLength', 'You must provide the Content-Length HTTP header.');
  }
  if (!/^\d{1,15}$/.test(header)) throw new S3Error('InvalidArgument', 'The content length is not a number.');
  const length = Number(header);
  if (length > MAX_OBJECT_BYTES) {
    throw new S3Error('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
      details: { ProposedSize: String(length), MaxSizeAllowed: String(MAX_OBJECT_BYTES) },
    });
  }
  return length;
}

function declaredMd5(request: S3Request): Buffer | undefined {
  const header = request.headers.get('content-md5');
  if (header === undefined) return undefined;
  const md5 = strictBase64(header, 16);
  if (!md5) throw new S3Error('InvalidDigest', 'The Content-MD5 you specified was invalid.');
  return md5;
}

export type Received = { readonly size: number; readonly md5Hex: string; readonly checksum: Checksum };

/**
 * Checks all a request says of its body that can be checked before the body is read, and returns the reader.
 * The reader hands each piece to `write` and resolves once length, payload hash, chunk signatures, Content-MD5 and
 * checksum all hold; it throws IncompleteBody, XAmzContentSHA256Mismatch, BadDigest, ... when one does not.
 */
export function planPayload(request: S3Request, verified: Verified) {
  const mode = modeOf(request, verified);
  const length = declaredLength(request, mode);
  const md5 = declaredMd5(request);
  const declared = declaredChecksum(request.amz);
  // S3 keeps a CRC64NVME of what came without a checksum, so that the reader can still check it.
  const algorithm = declared?.algorithm ?? 'crc64nvme';

  return async (body: AsyncIterable<Buffer>, write: (data: Buffer) => Promise<void>): Promise<Received> => {
    const chunked = mode.chunked
      ? new ChunkedBody(body, {
          decodedLength: length,
          signatures: mode.signedChunks ? verified.chunks : undefined,
          trailer: mode.trailer ? `x-amz-checksum-${algorithm}` : undefined,
        })
      : undefined;
    const md5Hash = createHash('md5');
    const sha256Hash = createHash('sha256');
    const checksum = startChecksum(algorithm);
    let size = 0;
    for await (const piece of chunked ? chunked.data() : body) {
      size += piece.length;
      md5Hash.update(piece);
      if (!mode.chunked) sha256Hash.update(piece);
      checksum.update(piece);
      await write(piece);
    }
    if (size !== length) {
      throw new S3Error(
        'IncompleteBody',
        'You did not provide the number of bytes specified by Content-Length',
      );
    }
    if (!mode.chunked) checkContentSha256(verified.contentSha256, sha256Hash.digest('hex'));
    const md5Digest = md5Hash.digest();
    if (md5 && !md5.equals(md5Digest)) {
      throw new S3Error('BadDigest', 'The Content-MD5 you specified did not match what we received.');
    }
    const value = checksum.digest().toString('base64');
    const said = chunked?.trailer === undefined ? declared?.value : checkValue(algorithm, chunked.trailer);
    if (said !== undefined && said !== value) {
      throw new S3Error(
        'BadDigest',
        `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
      );
    }
    return { size, md5Hex: md5Digest.toString('hex'), checksum: { algorithm, value } };
  };
}

function checkContentSha256(declared: string, computed: string): void {
  if (declared === 'UNSIGNED-PAYLOAD' || declared === computed) return;
  throw new S3Error(
    'XAmzContentSHA256Mismatch',
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
    { details: { ClientComputedContentSHA256: declared, S3ComputedContentSHA256: computed } },
  );
}

/** Operations without a body refuse one, lest unchecked bytes ride on a checked request. */
export function refuseBody(request: S3Request, verified: Verified): void {
  const length = request.headers.get('content-length') ?? '0';
  if (request.headers.has('transfer-encoding') || length !== '0') {
    throw new S3Error('InvalidRequest', 'This operation takes no body.');
  }
  checkContentSha256(verified.contentSha256, EMPTY_SHA256);
}
