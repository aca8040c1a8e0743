import { SignatureV4 } from '@smithy/signature-v4';
import { describe, expect, it } from 'vitest';
import { startChecksum } from '../../../local/s3/checksum.ts';
import { ChunkedBody, type ChunkedOptions } from '../../../local/s3/chunked.ts';
import { PLAIN, REGION, running, Sha256, send, sha256, signed, signer } from './running.ts';

const LARGE = Buffer.alloc(65_536, 'a');
const REST = Buffer.alloc(1024, 'a');
const EMPTY = Buffer.alloc(0);

async function* inPieces(bytes: Buffer, size: number) {
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
}

function chunk(data: Buffer, signature?: string): Buffer {
  const extension = signature === undefined ? '' : `;chunk-signature=${signature}`;
  const head = Buffer.from(`${data.length.toString(16)}${extension}\r\n`);
  return Buffer.concat([head, data, Buffer.from(data.length > 0 ? '\r\n' : '')]);
}

async function decode(bytes: Buffer, options: ChunkedOptions, pieceSize = 1000) {
  const body = new ChunkedBody(inPieces(bytes, pieceSize), options);
  const pieces: Buffer[] = [];
  for await (const piece of body.data()) pieces.push(piece);
  return { data: Buffer.concat(pieces), trailer: body.trailer };
}

/** The worked examples of the S3 API reference: 66,560 times the letter a, in chunks of 64 KB and 1 KB. */
function example(seed: string) {
  const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
  const maker = new SignatureV4({
    service: 's3',
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey },
    sha256: Sha256,
    uriEscapePath: false,
  });
  return {
    longDate: '20130524T000000Z',
    scope: '20130524/us-east-1/s3/aws4_request',
    seed,
    sign: (text: string) => maker.sign(text, { signingDate: new Date('2013-05-24T00:00:00Z') }),
  };
}

describe('aws-chunked bodies', () => {
  it.each([1, 7, 4096, 100_000])(
    'decode the worked example of signed chunks, in pieces of %i bytes',
    async (size) => {
      const bytes = Buffer.concat([
        chunk(LARGE, 'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648'),
        chunk(REST, '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497'),
        chunk(EMPTY, 'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9'),
        Buffer.from('\r\n'),
      ]);
      const signatures = example('4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9');
      const { data } = await decode(bytes, { decodedLength: 66_560, signatures, trailer: undefined }, size);
      expect(data.equals(Buffer.alloc(66_560, 'a'))).toBe(true);
    },
  );

  it('decode the worked example of signed chunks with a signed trailer', async () => {
    const bytes = Buffer.concat([
      chunk(LARGE, 'b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2'),
      chunk(REST, '1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7'),
      chunk(EMPTY, '2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992'),
      Buffer.from('x-amz-checksum-crc32c:sOO8/Q==\r\n'),
      Buffer.from(
        'x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n',
      ),
    ]);
    const signatures = example('106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e');
    const options = { decodedLength: 66_560, signatures, trailer: 'x-amz-checksum-crc32c' };
    const { data, trailer } = await decode(bytes, options);
    expect(trailer).toBe('sOO8/Q==');
    const sum = startChecksum('crc32c');
    sum.update(data);
    expect(sum.digest().toString('base64')).toBe(trailer);
    const forged = Buffer.from(bytes.toString('latin1').replace('sOO8/Q==', 'sOO8/A=='), 'latin1');
    await expect(decode(forged, options)).rejects.toMatchObject({ code: 'SignatureDoesNotMatch' });
  });

  const plain = { decodedLength: 66_560, signatures: undefined, trailer: undefined };
  it.each([
    ['no last chunk', [chunk(LARGE), chunk(REST)], 'IncompleteBody'],
    ['an end inside a chunk', [Buffer.from('10400\r\nabc')], 'IncompleteBody'],
    ['a length that is not hex', [Buffer.from('xyz\r\n')], 'IncompleteBody'],
    ['a negative length', [Buffer.from('-1\r\n')], 'IncompleteBody'],
    ['a chunk extension out of place', [chunk(LARGE, '0'.repeat(64))], 'IncompleteBody'],
    ['a header line without end', [Buffer.alloc(10_000, '1')], 'IncompleteBody'],
    ['more bytes than said', [chunk(LARGE), chunk(LARGE), chunk(EMPTY), '\r\n'], 'IncompleteBody'],
    ['fewer bytes than said', [chunk(LARGE), chunk(EMPTY), '\r\n'], 'IncompleteBody'],
    ['a chunk longer than its header', [Buffer.from('1\r\naa\r\n'), chunk(EMPTY), '\r\n'], 'IncompleteBody'],
    [
      'a small chunk before the last',
      [chunk(REST), chunk(LARGE), chunk(EMPTY), '\r\n'],
      'InvalidChunkSizeError',
    ],
    ['bytes after the end', [chunk(LARGE), chunk(REST), chunk(EMPTY), '\r\nmore'], 'MalformedTrailerError'],
    [
      'a trailer not promised',
      [chunk(LARGE), chunk(REST), chunk(EMPTY), 'a:b\r\n\r\n'],
      'MalformedTrailerError',
    ],
  ])('are refused with %s', async (_, parts, code) => {
    const bytes = Buffer.concat(parts.map((part) => Buffer.from(part)));
    await expect(decode(bytes, plain)).rejects.toMatchObject({ code });
  });

  it('are refused when the promised trailer is missing, doubled or malformed', async () => {
    const options = { ...plain, decodedLength: 1024, trailer: 'x-amz-checksum-crc32' };
    for (const trailer of [
      '\r\n',
      'x-amz-checksum-crc32\r\n\r\n',
      ':AAAAAA==\r\n\r\n',
      'x-amz-checksum-crc32:AAAAAA==\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n',
      'x-amz-checksum-sha1:AAAAAA==\r\n\r\n',
    ]) {
      const bytes = Buffer.concat([chunk(REST), chunk(EMPTY), Buffer.from(trailer)]);
      await expect(decode(bytes, options)).rejects.toMatchObject({ code: 'MalformedTrailerError' });
    }
  });
});

const SIGNED = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD';
const UNSIGNED = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';

/** Sends signed headers, then the chunks that `build` makes of the chain that begins with their signature. */
async function upload(
  port: number,
  mode: string,
  length: number,
  build: (sign: (data: Buffer) => Promise<Buffer>) => Promise<Buffer> | Buffer,
  extra: Record<string, string> = {},
) {
  const date = new Date();
  const headers = {
    'content-encoding': 'gzip,aws-chunked',
    'x-amz-content-sha256': mode,
    'x-amz-decoded-content-length': String(length),
    ...extra,
  };
  const honest = await signed(port, { method: 'PUT', path: `/${PLAIN}/a`, headers }, { date });
  const longDate = honest.headers['x-amz-date'] ?? '';
  let previous = /Signature=(.*)/.exec(honest.headers['authorization'] ?? '')?.[1] ?? '';
  const sign = async (data: Buffer) => {
    const scope = `${longDate.slice(0, 8)}/${REGION}/s3/aws4_request`;
    previous = await signer().sign(
      `AWS4-HMAC-SHA256-PAYLOAD\n${longDate}\n${scope}\n${previous}\n${sha256('')}\n${sha256(data)}`,
      { signingDate: date },
    );
    return chunk(data, previous);
  };
  const body = await build(sign);
  return send(port, {
    ...honest,
    headers: { ...honest.headers, 'content-length': String(body.length) },
    body,
  });
}

describe('chunked uploads over the wire', () => {
  const whole = async (sign: (data: Buffer) => Promise<Buffer>) =>
    Buffer.concat([await sign(LARGE), await sign(REST), await sign(EMPTY), Buffer.from('\r\n')]);

  it('are stored without the transfer coding', async () => {
    const { port } = await running();
    expect(await upload(port, SIGNED, 66_560, whole)).toMatchObject({ status: 200 });
    const got = await send(port, await signed(port, { method: 'GET', path: `/${PLAIN}/a` }));
    expect(got.headers['content-encoding']).toBe('gzip');
    expect(got.body).toBe('a'.repeat(66_560));
  });

  it('are refused when bytes change under their signature, a chunk is dropped or two are swapped', async () => {
    const { port, events } = await running();
    const tampered = await upload(port, SIGNED, 66_560, async (sign) => {
      const body = await whole(sign);
      body[body.indexOf('aaaa') + 100] = 98;
      return body;
    });
    expect(tampered).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
    const dropped = await upload(port, SIGNED, LARGE.length, async (sign) => {
      const first = await sign(LARGE);
      await sign(REST);
      return Buffer.concat([first, await sign(EMPTY), Buffer.from('\r\n')]);
    });
    expect(dropped).toMatchObject({ code: 'SignatureDoesNotMatch' });
    const swapped = await upload(port, SIGNED, 2 * LARGE.length, async (sign) => {
      const [first, second] = [await sign(LARGE), await sign(Buffer.alloc(LARGE.length, 'b'))];
      return Buffer.concat([second, first, await sign(EMPTY), Buffer.from('\r\n')]);
    });
    expect(swapped).toMatchObject({ code: 'SignatureDoesNotMatch' });
    const unsigned = await upload(port, SIGNED, 1024, () =>
      Buffer.concat([chunk(REST), chunk(EMPTY), Buffer.from('\r\n')]),
    );
    expect(unsigned).toMatchObject({ code: 'IncompleteBody' });
    expect(events).toEqual([]);
    const get = await send(port, await signed(port, { method: 'GET', path: `/${PLAIN}/a` }));
    expect(get).toMatchObject({ status: 404 });
  });

  it('hold the body to the checksum in the trailer', async () => {
    const { port } = await running();
    const sum = startChecksum('crc32');
    sum.update(REST);
    const trailer = (value: string) => () =>
      Buffer.concat([chunk(REST), chunk(EMPTY), Buffer.from(`x-amz-checksum-crc32:${value}\r\n\r\n`)]);
    const promised = { 'x-amz-trailer': 'x-amz-checksum-crc32' };
    const put = (value: string) => upload(port, UNSIGNED, 1024, trailer(value), promised);
    expect(await put('AAAAAA==')).toMatchObject({ status: 400, code: 'BadDigest' });
    expect(await put('AAAA')).toMatchObject({ status: 400, code: 'InvalidRequest' });
    expect(await put(sum.digest().toString('base64'))).toMatchObject({ status: 200 });
  });

  it('must say their length and their trailer, and no mode unknown here', async () => {
    const { port } = await running();
    const empty = () => Buffer.from('0\r\n\r\n');
    expect(await upload(port, UNSIGNED, 0, empty)).toMatchObject({ code: 'InvalidRequest' });
    const odd = { 'x-amz-trailer': 'x-amz-meta-a' };
    expect(await upload(port, UNSIGNED, 0, empty, odd)).toMatchObject({ code: 'InvalidRequest' });
    expect(await upload(port, 'STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD', 0, empty)).toMatchObject({
      status: 501,
    });
    expect(await upload(port, SIGNED, 64 * 1024 * 1024 + 1, empty)).toMatchObject({ code: 'EntityTooLarge' });
    const raw = { method: 'PUT', path: `/${PLAIN}/a`, headers: { 'x-amz-content-sha256': SIGNED } };
    expect(await send(port, await signed(port, raw))).toMatchObject({ code: 'MissingContentLength' });
  });
});
