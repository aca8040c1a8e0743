import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeMap, mapRootHash, nameOf } from '../../../../shared/journal/map/map.ts';
import { checkMapProof, proveInMap } from '../../../../shared/journal/map/map-proof.ts';
import { checkMapProofs, joinProofs, type MapProofs } from '../../../../shared/journal/map/map-proofs.ts';
import { bitOf, mapLeafHash, mapNodeHash } from '../../../../shared/journal/map/node.ts';
import type { Page } from '../../../../shared/journal/map/page.ts';
import type { Hash } from '../../../../shared/journal/tree.ts';
import { sha256 } from '../../../../shared/kernel/digest.ts';

const utf8 = new TextEncoder();
const keyOf = (name: number): Hash => sha256(utf8.encode(`key ${name}`));
const digestFor = (name: number): Hash => sha256(utf8.encode(`value ${name}`));

async function mapOf(names: readonly number[]) {
  const changes = names.map((name) => ({ key: keyOf(name), value: digestFor(name) }));
  const missing = async (): Promise<Page> => {
    throw new Error('no such page');
  };
  const { root, made } = await changeMap(undefined, changes, missing);
  const pages = async (hash: Hash) => made.get(nameOf(hash)) ?? missing();
  const prove = async (keys: readonly Hash[]) =>
    joinProofs(keys, await Promise.all(keys.map((key) => proveInMap(root, key, pages))));
  return { root: mapRootHash(root), prove };
}

/** Every proof that differs from this one in one bit, of some hash or of a depth. */
function* damaged({ ends, hashes }: MapProofs, bit: number): Generator<MapProofs> {
  const flip = (hash: Hash) => hash.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
  for (const [at, hash] of hashes.entries()) yield { ends, hashes: hashes.with(at, flip(hash)) };
  for (const [at, { depth, found }] of ends.entries()) {
    yield { ends: ends.with(at, { depth: depth ^ (1 << (bit % 5)), found }), hashes };
    if (!found) continue;
    yield { ends: ends.with(at, { depth, found: { ...found, key: flip(found.key) } }), hashes };
    yield { ends: ends.with(at, { depth, found: { ...found, value: flip(found.value) } }), hashes };
    yield { ends: ends.with(at, { depth, found: undefined }), hashes };
  }
}

describe('proofs of several keys in one map', () => {
  it('say of each key what a plain map says', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.nat(400), { maxLength: 200 }),
        fc.uniqueArray(fc.nat(400), { minLength: 1, maxLength: 20 }),
        async (held, asked) => {
          const { root, prove } = await mapOf(held);
          const keys = asked.map(keyOf);
          const expected = asked.map((name) => (held.includes(name) ? digestFor(name) : 'absent'));
          expect(checkMapProofs(root, keys, await prove(keys))).toEqual(expected);
        },
      ),
      { numRuns: 80 },
    );
  });

  it('are shorter than as many single ones, and of one key just as long', async () => {
    const { prove } = await mapOf(Array.from({ length: 5000 }, (_, name) => name));
    const keys = Array.from({ length: 20 }, (_, at) => keyOf(4990 + at));
    const single = await Promise.all(keys.map((key) => prove([key])));
    const alone = single.reduce((sum, { hashes }) => sum + hashes.length, 0);
    expect((await prove(keys)).hashes.length).toBeLessThan(alone * 0.8);
    expect(single.every(({ hashes, ends }) => hashes.length === ends[0]?.depth)).toBe(true);
  });

  it('pass for nothing else once a bit is changed, a hash added or dropped, or a key another', async () => {
    const { root, prove } = await mapOf(Array.from({ length: 300 }, (_, name) => name));
    const asked = [3, 150, 299, 300, 4000, 123456];
    const keys = asked.map(keyOf);
    const proof = await prove(keys);
    const honest = checkMapProofs(root, keys, proof);
    expect(honest).toBeDefined();
    for (let bit = 0; bit < 256; bit += 1) {
      for (const other of damaged(proof, bit)) expect(checkMapProofs(root, keys, other)).toBeUndefined();
    }
    const { ends, hashes } = proof;
    for (const at of hashes.keys()) {
      expect(checkMapProofs(root, keys, { ends, hashes: hashes.toSpliced(at, 1) })).toBeUndefined();
      expect(checkMapProofs(root, keys, { ends, hashes: hashes.toSpliced(at, 0, root) })).toBeUndefined();
    }
    expect(checkMapProofs(root, keys, { ends, hashes: [...hashes, root] })).toBeUndefined();
    for (const at of keys.keys()) {
      expect(checkMapProofs(root, keys.with(at, keyOf(77)), proof)).toBeUndefined();
      expect(checkMapProofs(root, keys.toSpliced(at, 1), proof)).toBeUndefined();
    }
    expect(checkMapProofs(keyOf(0), keys, proof)).toBeUndefined();
  });

  it('let no two keys that end at one node say different things of it', async () => {
    const { root, prove } = await mapOf([1]);
    const keys = [keyOf(1), keyOf(2)];
    const { ends, hashes } = await prove(keys);
    expect(checkMapProofs(root, keys, { ends, hashes })).toEqual([digestFor(1), 'absent']);
    const leaf = { key: keyOf(2), value: digestFor(2) };
    for (const found of [leaf, { ...leaf, key: keyOf(1) }, undefined]) {
      expect(checkMapProofs(root, keys, { ends: ends.with(1, { depth: 0, found }), hashes })).toBeUndefined();
      expect(checkMapProofs(root, keys, { ends: ends.with(0, { depth: 0, found }), hashes })).toBeUndefined();
    }
  });

  it('do not lead to a leaf that its own key would not lead to, whoever built the map so', () => {
    const names = Array.from({ length: 50 }, (_, name) => keyOf(name));
    const asked = names.find((key) => bitOf(key, 0) === 0) ?? keyOf(0);
    const astray = { key: names.find((key) => bitOf(key, 0) === 1) ?? keyOf(1), value: digestFor(1) };
    const beside = digestFor(2);
    const root = mapNodeHash(mapLeafHash(astray), beside);
    expect(
      checkMapProofs(root, [asked], { ends: [{ depth: 1, found: astray }], hashes: [beside] }),
    ).toBeUndefined();
    expect(checkMapProof(root, asked, { found: astray, beside: [beside] })).toBeUndefined();
  });

  it('are refused in bounded time where they are absurd', () => {
    const root = keyOf(0);
    const key = keyOf(1);
    const end = (depth: number) => ({ depth, found: undefined });
    for (const depth of [-1, 0.5, 257, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(checkMapProofs(root, [key], { ends: [end(depth)], hashes: [] })).toBeUndefined();
    }
    const many = Array.from({ length: 256 }, () => root);
    expect(checkMapProofs(root, [key], { ends: [end(256)], hashes: many })).toBeUndefined();
    expect(checkMapProofs(root, [key, key], { ends: [end(256), end(3)], hashes: many })).toBeUndefined();
    expect(checkMapProofs(root, [], { ends: [], hashes: [root] })).toBeUndefined();
    const short = new Uint8Array(31);
    expect(checkMapProofs(root, [short], { ends: [end(0)], hashes: [] })).toBeUndefined();
    const found = { key: short, value: root };
    expect(checkMapProofs(root, [key], { ends: [{ depth: 0, found }], hashes: [] })).toBeUndefined();
  });
});
