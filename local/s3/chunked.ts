import { createHash } from 'node:crypto';
import { S3Error } from './errors.ts';
import { type ChunkSignatures, sameSignature } from './signature.ts';

const MAX_LINE_BYTES = 4096;
/** S3 refuses a body cut finer than this, but for its last chunk. */
const MIN_CHUNK_BYTES = 8192;
const EMPTY_SHA256 = createHash('sha256').digest('hex');

function incomplete(message: string): S3Error {
  return new S3Error('IncompleteBody', message);
}

/** Reads lines and runs of bytes from a body that arrives in pieces of any size. */
class ByteSource {
  readonly #iterator: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#iterator = source[Symbol.asyncIterator]();
  }

  async #more(): Promise<boolean> {
    const next = await this.#iterator.next();
    if (next.done) return false;
    this.#held = this.#held.length === 0 ? next.value : Buffer.concat([this.#held, next.value]);
    return true;
  }

  /** The text before the next CRLF, which is consumed. */
  async line(): Promise<string> {
    for (;;) {
      const end = this.#held.indexOf('\r\n');
      const length = end < 0 ? this.#held.length : end;
      if (length > MAX_LINE_BYTES) throw incomplete('A line of the chunked body is too long.');
      if (end >= 0) {
        const line = this.#held.toString('latin1', 0, end);
        this.#held = this.#held.subarray(end + 2);
        return line;
      }
      if (!(await this.#more())) throw incomplete('The chunked body ends before its last chunk.');
    }
  }

  async *take(count: number): AsyncGenerator<Buffer> {
    let left = count;
    while (left > 0) {
      if (this.#held.length === 0 && !(await this.#more())) {
        throw incomplete('The chunked body ends inside a chunk.');
      }
      const piece = this.#held.subarray(0, left);
      this.#held = this.#held.subarray(piece.length);
      left -= piece.length;
      if (piece.length > 0) yield piece;
    }
  }

  async atEnd(): Promise<boolean> {
    while (this.#held.length === 0) if (!(await this.#more())) return true;
    return false;
  }
}

export type ChunkedOptions = {
  /** x-amz-decoded-content-length, in bytes. */
  readonly decodedLength: number;
  /** Present when every chunk carries a signature that follows from the one before. */
  readonly signatures: ChunkSignatures | undefined;
  /** The header promised by x-amz-trailer, lower case. */
  readonly trailer: string | undefined;
};

/**
 * Decodes an aws-chunked body (Content-Encoding: aws-chunked), checking each chunk's signature and the trailer's.
 * Data comes out before its chunk's signature is known: the caller must not commit until `data` has ended.
 * Throws IncompleteBody, InvalidChunkSizeError, SignatureDoesNotMatch or MalformedTrailerError.
 */
export class ChunkedBody {
  /** The promised trailer's value, once `data` has ended. */
  trailer: string | undefined;
  readonly #source: ByteSource;
  readonly #options: ChunkedOptions;
  #previous: string;
  #decoded = 0;

  constructor(source: AsyncIterable<Buffer>, options: ChunkedOptions) {
    this.#source = new ByteSource(source);
    this.#options = options;
    this.#previous = options.signatures?.seed ?? '';
  }

  async *data(): AsyncGenerator<Buffer> {
    let last = MIN_CHUNK_BYTES;
    for (;;) {
      const { size, signature } = this.#header(await this.#source.line());
      if (size > 0 && last < MIN_CHUNK_BYTES) {
        throw new S3Error(
          'InvalidChunkSizeError',
          'Only the last chunk is allowed to have a size less than 8192 bytes',
        );
      }
      if (this.#decoded + size > this.#options.decodedLength)
        throw incomplete('The body is longer than said.');
      const hash = createHash('sha256');
      for await (const piece of this.#source.take(size)) {
        hash.update(piece);
        yield piece;
      }
      this.#decoded += size;
      await this.#checkChunk(hash.digest('hex'), signature);
      if (size === 0) break;
      if ((await this.#source.line()) !== '') throw incomplete('A chunk is not closed by CRLF.');
      last = size;
    }
    if (this.#decoded !== this.#options.decodedLength) throw incomplete('The body is shorter than said.');
    await this.#readTrailers();
  }

  #header(line: string): { size: number; signature: string | undefined } {
    const form = this.#options.signatures
      ? /^([0-9a-fA-F]{1,8});chunk-signature=([0-9a-f]{64})$/
      : /^([0-9a-fA-F]{1,8})$/;
    const [, size, signature] = form.exec(line) ?? [];
    if (size === undefined) throw incomplete('A chunk header of the body is malformed.');
    return { size: Number.parseInt(size, 16), signature };
  }

  async #checkChunk(dataSha256: string, signature: string | undefined): Promise<void> {
    await this.#follow('AWS4-HMAC-SHA256-PAYLOAD', `${EMPTY_SHA256}\n${dataSha256}`, signature);
  }

  async #follow(algorithm: string, hashes: string, signature: string | undefined): Promise<void> {
    const chain = this.#options.signatures;
    if (!chain) return;
    const expected = await chain.sign(
      `${algorithm}\n${chain.longDate}\n${chain.scope}\n${this.#previous}\n${hashes}`,
    );
    if (signature === undefined || !sameSignature(expected, signature)) {
      throw new S3Error('SignatureDoesNotMatch', 'The signature of a chunk or trailer does not match.');
    }
    this.#previous = expected;
  }

  async #readTrailers(): Promise<void> {
    const trailers = new Map<string, string>();
    for (let line = await this.#source.line(); line !== ''; line = await this.#source.line()) {
      const cut = line.indexOf(':');
      const name = line.slice(0, Math.max(cut, 0)).trim().toLowerCase();
      if (cut < 1 || trailers.has(name) || trailers.size > 2) throw malformedTrailer();
      trailers.set(name, line.slice(cut + 1).trim());
    }
    if (!(await this.#source.atEnd())) throw malformedTrailer();
    const signature = trailers.get('x-amz-trailer-signature');
    trailers.delete('x-amz-trailer-signature');
    const { trailer, signatures } = this.#options;
    const value = trailer === undefined ? undefined : trailers.get(trailer);
    if (trailers.size !== (trailer === undefined ? 0 : 1) || (trailer !== undefined && value === undefined)) {
      throw malformedTrailer();
    }
    if (trailer !== undefined && signatures) {
      const digest = createHash('sha256').update(`${trailer}:${value}\n`).digest('hex');
      await this.#follow('AWS4-HMAC-SHA256-TRAILER', digest, signature);
    } else if (signature !== undefined) {
      throw malformedTrailer();
    }
    this.trailer = value;
  }
}

function malformedTrailer(): S3Error {
  return new S3Error(
    'MalformedTrailerError',
    'The request contained trailing data that was not well-formed.',
  );
}
