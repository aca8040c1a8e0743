import { createHash, createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterEach } from 'vitest';
import { type S3ObjectEvent, type S3Options, startS3 } from '../../../local/s3/server.ts';
import { KEPT, KEYS, PLAIN, REGION } from './names.ts';

export { KEPT, PLAIN, REGION };

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 's3-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A server on a fresh folder with a plain and a versioned bucket, stopped when the test ends. */
export async function running(change: Partial<S3Options> = {}) {
  const events: S3ObjectEvent[] = [];
  const s3 = await startS3({
    folder: change.folder ?? temporaryFolder(),
    region: REGION,
    buckets: [
      { name: PLAIN, versioned: false, cors: [] },
      { name: KEPT, versioned: true, cors: [] },
    ],
    secretOf: (id) => KEYS[id],
    authorise: () => true,
    onObjectCreated: (event) => events.push(event),
    ...change,
  });
  let open = true;
  const stop = async () => {
    if (open) await s3.close();
    open = false;
  };
  cleanups.push(stop);
  return { ...s3, stop, events, client: (config: S3ClientConfig = {}) => client(s3.url, config) };
}

export function client(endpoint: string, config: S3ClientConfig = {}): S3Client {
  const made = new S3Client({
    endpoint,
    region: REGION,
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: 'AKIAWRITER', secretAccessKey: KEYS['AKIAWRITER'] ?? '' },
    ...config,
  });
  cleanups.push(() => made.destroy());
  return made;
}

export type Raw = {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
};
export type RawAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  readonly code: string | undefined;
};

/** Sends bytes as they are: no client in between mends a path, a header or a length. */
export function send(port: number, { method, path, headers = {}, body }: Raw): Promise<RawAnswer> {
  return new Promise((done, failed) => {
    const request = httpRequest(
      { host: '127.0.0.1', port, method, path, headers, agent: false },
      (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('error', failed);
        response.on('end', () => {
          const text = Buffer.concat(pieces).toString();
          const code = /<Code>(\w+)<\/Code>/.exec(text)?.[1];
          done({ status: response.statusCode ?? 0, headers: response.headers, body: text, code });
        });
      },
    );
    request.on('error', failed);
    request.end(body);
  });
}

export function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

export class Sha256 {
  #data: Uint8Array[] = [];
  readonly #secret: Uint8Array | undefined;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    if (typeof secret === 'string') this.#secret = Buffer.from(secret);
    else if (secret !== undefined) this.#secret = Buffer.from(secret as Uint8Array);
  }
  update(data: Uint8Array): void {
    this.#data.push(data);
  }
  async digest(): Promise<Uint8Array> {
    const hash = this.#secret ? createHmac('sha256', this.#secret) : createHash('sha256');
    for (const data of this.#data) hash.update(data);
    return hash.digest();
  }
  reset(): void {
    this.#data = [];
  }
}

export function signer(accessKeyId = 'AKIAWRITER', region = REGION): SignatureV4 {
  return new SignatureV4({
    service: 's3',
    region,
    credentials: { accessKeyId, secretAccessKey: KEYS[accessKeyId] ?? 'no-such-secret' },
    sha256: Sha256,
    uriEscapePath: false,
  });
}

export type Signing = { readonly accessKeyId?: string; readonly region?: string; readonly date?: Date };

/** A request signed in its headers, ready to be sent or tampered with. `query` is signed and joined to the path. */
export async function signed(
  port: number,
  raw: Raw & { readonly query?: Readonly<Record<string, string>> },
  { accessKeyId, region, date = new Date() }: Signing = {},
): Promise<Raw & { readonly headers: Record<string, string> }> {
  const body = raw.body ?? '';
  const result = await signer(accessKeyId, region).sign(
    {
      method: raw.method,
      protocol: 'http:',
      hostname: '127.0.0.1',
      port,
      path: raw.path,
      query: { ...raw.query },
      headers: { host: `127.0.0.1:${port}`, 'x-amz-content-sha256': sha256(body), ...raw.headers },
    },
    { signingDate: date },
  );
  const query = Object.entries(raw.query ?? {}).map((pair) => pair.map(encodeURIComponent).join('='));
  const path = query.length > 0 ? `${raw.path}?${query.join('&')}` : raw.path;
  const length = raw.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(raw.body)) };
  return { ...raw, path, headers: { ...result.headers, ...length } };
}
