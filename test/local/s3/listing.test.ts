import { ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareKeys, KeyIndex } from '../../../local/s3/key-index.ts';
import { listPage, readContinuationToken } from '../../../local/s3/listing.ts';
import type { ObjectDescription } from '../../../local/s3/object-file.ts';
import { PLAIN, running, send, signed } from './running.ts';

const described = (key: string, sequence = 1, deleteMarker = false): ObjectDescription => ({
  key,
  versionId: sequence.toString(16).padStart(32, '0'),
  sequence: sequence.toString(16).padStart(16, '0'),
  deleteMarker,
  size: 0,
  etag: '',
  lastModifiedMs: 0,
  checksum: null,
  headers: [],
  userMetadata: [],
});

const key = fc.string({
  unit: fc.constantFrom('a', 'b', '/', '中', '\uffee', '😀'),
  minLength: 1,
  maxLength: 5,
});
const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

describe('listing', () => {
  it('orders keys as their UTF-8 bytes are ordered', () => {
    fc.assert(
      fc.property(key, key, (a, b) => {
        expect(Math.sign(compareKeys(a, b))).toBe(byBytes(a, b));
      }),
    );
  });

  it('gives in pages of any size exactly what a plain filter gives', () => {
    const query = fc.record({
      keys: fc.uniqueArray(key, { maxLength: 25 }),
      prefix: fc.constantFrom('', 'a', 'a/', 'b中'),
      delimiter: fc.constantFrom('', '/', 'a'),
      maxKeys: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(query, ({ keys, prefix, delimiter, maxKeys }) => {
        const expected = new Set<string>();
        for (const each of keys.toSorted(byBytes)) {
          if (!each.startsWith(prefix)) continue;
          const cut = delimiter === '' ? -1 : each.indexOf(delimiter, prefix.length);
          expected.add(cut < 0 ? `key ${each}` : `prefix ${each.slice(0, cut + delimiter.length)}`);
        }
        const index = KeyIndex.of(keys.map((each) => described(each)));
        const seen: string[] = [];
        for (let after: string | undefined = ''; after !== undefined; ) {
          const page = listPage(index, { prefix, delimiter, after, maxKeys });
          expect(page.contents.length + page.commonPrefixes.length).toBeLessThanOrEqual(maxKeys);
          seen.push(...page.contents.map((object) => `key ${object.key}`));
          seen.push(...page.commonPrefixes.map((shared) => `prefix ${shared}`));
          after = page.next;
        }
        expect(seen.toSorted()).toEqual([...expected].toSorted());
      }),
    );
  });

  it('keeps its order through any writes and removals', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(key, fc.boolean()), { maxLength: 30 }), (steps) => {
        const index = new KeyIndex();
        const model = new Set<string>();
        for (const [each, adds] of steps) {
          if (adds) {
            index.put(described(each));
            model.add(each);
          } else {
            index.remove(each, described(each).versionId);
            model.delete(each);
          }
        }
        expect([...index.keysFrom('')]).toEqual([...model].toSorted(byBytes));
      }),
    );
  });

  it('leaves out what is deleted and shows the newest version', () => {
    const index = KeyIndex.of([
      described('a', 2, true),
      described('a', 1),
      described('b', 1),
      described('b', 3),
    ]);
    const page = listPage(index, { prefix: '', delimiter: '', after: '', maxKeys: 10 });
    expect(page.contents).toEqual([described('b', 3)]);
    expect(listPage(index, { prefix: 'a', delimiter: '', after: 'b', maxKeys: 10 }).contents).toEqual([]);
  });

  const fill = async (s3: S3Client, keys: readonly string[]) => {
    for (const Key of keys) await s3.send(new PutObjectCommand({ Bucket: PLAIN, Key, Body: 'x' }));
  };

  it('pages through the official SDK', async () => {
    const s3 = (await running()).client();
    await fill(s3, ['p/1', 'p/2', 'p/sub/3', 'p/sub/4', 'q', '<&>"\'é\u0001\r\n']);
    const list = (input: object) => s3.send(new ListObjectsV2Command({ Bucket: PLAIN, ...input }));
    const first = await list({ Prefix: 'p/', Delimiter: '/', MaxKeys: 2 });
    expect(first).toMatchObject({ IsTruncated: true, KeyCount: 2, MaxKeys: 2, Prefix: 'p/', Delimiter: '/' });
    expect(first.Contents?.map((object) => object.Key)).toEqual(['p/1', 'p/2']);
    expect(first.Contents?.[0]).toMatchObject({
      Size: 1,
      StorageClass: 'STANDARD',
      ChecksumAlgorithm: ['CRC32'],
    });
    const second = await list({
      Prefix: 'p/',
      Delimiter: '/',
      MaxKeys: 2,
      ContinuationToken: first.NextContinuationToken,
    });
    expect(second).toMatchObject({ IsTruncated: false, CommonPrefixes: [{ Prefix: 'p/sub/' }] });
    expect(second.Contents).toBeUndefined();
    const all = await list({ EncodingType: 'url' });
    expect(all.Contents?.map((object) => decodeURIComponent(object.Key ?? ''))).toContain(
      '<&>"\'é\u0001\r\n',
    );
    expect((await list({ StartAfter: 'p/2' })).Contents?.map((object) => object.Key)).toEqual([
      'p/sub/3',
      'p/sub/4',
      'q',
    ]);
    expect(await list({ MaxKeys: 0 })).toMatchObject({ KeyCount: 0, IsTruncated: false });
    expect(await list({ MaxKeys: 5000 })).toMatchObject({ KeyCount: 6, MaxKeys: 1000 });
    expect(await list({ Prefix: 'none' })).toMatchObject({ KeyCount: 0 });
  });

  it('refuses parameters that are wrong or not done', async () => {
    const { port } = await running();
    const list = async (query: Record<string, string>) =>
      (await send(port, await signed(port, { method: 'GET', path: `/${PLAIN}`, query }))).code;
    expect(await list({ 'list-type': '2' })).toBeUndefined();
    expect(await list({ 'list-type': '2', 'max-keys': '-1' })).toBe('InvalidArgument');
    expect(await list({ 'list-type': '2', 'max-keys': 'many' })).toBe('InvalidArgument');
    expect(await list({ 'list-type': '2', 'continuation-token': 'made up' })).toBe('InvalidArgument');
    expect(await list({ 'list-type': '2', 'encoding-type': 'xml' })).toBe('InvalidArgument');
    expect(await list({ 'list-type': '2', 'fetch-owner': 'true' })).toBe('NotImplemented');
    expect(await list({})).toBe('NotImplemented');
    expect(await list({ versions: '' })).toBe('NotImplemented');
    expect(await list({ policy: '' })).toBe('NotImplemented');
    expect(() => readContinuationToken('')).toThrow('continuation token');
  });
});
