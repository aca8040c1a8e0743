import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';

type HashSource = string | ArrayBuffer | ArrayBufferView;

function bytesOf(source: HashSource): Uint8Array {
  if (typeof source === 'string') return Buffer.from(source);
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
}

/** SHA-256, or its HMAC when given a secret, in the shape the signer asks for. */
export class Sha256 {
  readonly #secret: Uint8Array | undefined;
  #state: Hash | Hmac;

  constructor(secret?: HashSource) {
    this.#secret = secret === undefined ? undefined : bytesOf(secret);
    this.#state = this.#fresh();
  }
  #fresh(): Hash | Hmac {
    return this.#secret === undefined ? createHash('sha256') : createHmac('sha256', this.#secret);
  }
  update(data: HashSource): void {
    this.#state.update(bytesOf(data));
  }
  async digest(): Promise<Uint8Array> {
    return this.#state.digest();
  }
  reset(): void {
    this.#state = this.#fresh();
  }
}
