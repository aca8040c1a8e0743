import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type ChecksumAlgorithm, declaredChecksum, startChecksum } from '../../../local/s3/checksum.ts';
import { PLAIN, running, send, signed } from './running.ts';

const base64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64');
const hashed = (name: string) => createHash(name).update('123456789').digest('base64');

/** The check values (of the text 123456789) in the catalogue of parametrised CRCs. */
const CHECK: Readonly<Record<ChecksumAlgorithm, string>> = {
  crc32: base64('cbf43926'),
  crc32c: base64('e3069283'),
  crc64nvme: base64('ae8b14860a799888'),
  sha1: hashed('sha1'),
  sha256: hashed('sha256'),
};

describe('checksums', () => {
  it.each(Object.entries(CHECK))('compute %s in one go and in pieces', (name, expected) => {
    const algorithm = name as ChecksumAlgorithm;
    for (const cut of [0, 4, 9]) {
      const sum = startChecksum(algorithm);
      sum.update(Buffer.from('123456789').subarray(0, cut));
      sum.update(Buffer.from('123456789').subarray(cut));
      expect(sum.digest().toString('base64')).toBe(expected);
    }
  });

  it.each(Object.entries(CHECK))('hold an upload to %s in a header', async (algorithm, value) => {
    const { port } = await running();
    const put = async (body: string, headers: Record<string, string>) =>
      send(port, await signed(port, { method: 'PUT', path: `/${PLAIN}/a`, body, headers }));
    const header = { [`x-amz-checksum-${algorithm}`]: value };
    expect(await put('12345678X', header)).toMatchObject({ status: 400, code: 'BadDigest' });
    const stored = await put('123456789', header);
    expect(stored).toMatchObject({
      status: 200,
      headers: { ...header, 'x-amz-checksum-type': 'FULL_OBJECT' },
    });
    const malformed = { [`x-amz-checksum-${algorithm}`]: 'AA==' };
    expect(await put('123456789', malformed)).toMatchObject({ code: 'InvalidRequest' });
  });

  it('hold an upload to Content-MD5', async () => {
    const { port } = await running();
    const put = async (md5: string) =>
      send(
        port,
        await signed(port, {
          method: 'PUT',
          path: `/${PLAIN}/a`,
          body: 'x',
          headers: { 'content-md5': md5 },
        }),
      );
    expect(await put(createHash('md5').update('y').digest('base64'))).toMatchObject({ code: 'BadDigest' });
    expect(await put('nonsense')).toMatchObject({ code: 'InvalidDigest' });
    expect(await put(createHash('md5').update('x').digest('base64'))).toMatchObject({ status: 200 });
  });

  it('take one checksum, not two, and none that is only announced', () => {
    const read = (headers: Record<string, string>) => () =>
      declaredChecksum(new Map(Object.entries(headers)));
    const crc = { 'x-amz-checksum-crc32': CHECK.crc32 };
    expect(read(crc)()).toEqual({ algorithm: 'crc32', value: CHECK.crc32 });
    expect(read({})()).toBeUndefined();
    const refused = expect.objectContaining({ code: 'InvalidRequest' });
    expect(read({ ...crc, 'x-amz-checksum-sha1': CHECK.sha1 })).toThrow(refused);
    expect(read({ ...crc, 'x-amz-trailer': 'x-amz-checksum-crc32' })).toThrow(refused);
    expect(read({ 'x-amz-sdk-checksum-algorithm': 'CRC32' })).toThrow(refused);
    expect(read({ ...crc, 'x-amz-sdk-checksum-algorithm': 'SHA256' })).toThrow(refused);
    expect(read({ ...crc, 'x-amz-sdk-checksum-algorithm': 'CRC32' })()?.algorithm).toBe('crc32');
  });

  it('refuse an algorithm not done here', async () => {
    const { port } = await running();
    const raw = { method: 'PUT', path: `/${PLAIN}/a`, body: 'x', headers: { 'x-amz-checksum-md5': 'AA==' } };
    expect(await send(port, await signed(port, raw))).toMatchObject({ status: 501, code: 'NotImplemented' });
  });
});
