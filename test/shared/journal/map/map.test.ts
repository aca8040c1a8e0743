import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  changeMap,
  type MapRoot,
  mapRootHash,
  nameOf,
  type Pages,
} from '../../../../shared/journal/map/map.ts';
import { checkMapProof, proveInMap } from '../../../../shared/journal/map/map-proof.ts';
import { bitOf, empty, type Leaf, mapLeafHash, mapNodeHash } from '../../../../shared/journal/map/node.ts';
import type { Page } from '../../../../shared/journal/map/page.ts';
import type { Hash } from '../../../../shared/journal/tree.ts';
import { sha256 } from '../../../../shared/kernel/digest.ts';

const keyOf = (name: number): Hash => sha256(new TextEncoder().encode(`key ${name}`));
const digestFor = (name: number): Hash => sha256(new TextEncoder().encode(`value ${name}`));

/** The root as the definition has it: by recursion over the leaves, bit by bit. */
function defined(leaves: readonly Leaf[], depth = 0): Hash {
  const [only] = leaves;
  if (!only) return empty;
  if (leaves.length === 1) return mapLeafHash(only);
  const side = (bit: 0 | 1) => leaves.filter((leaf) => bitOf(leaf.key, depth) === bit);
  return mapNodeHash(defined(side(0), depth + 1), defined(side(1), depth + 1));
}

function store() {
  const kept = new Map<string, Page>();
  const pages: Pages = async (hash) => {
    const page = kept.get(nameOf(hash));
    if (!page) throw new Error('no such page');
    return page;
  };
  return { kept, pages };
}

const steps = fc.array(fc.record({ name: fc.nat(60), value: fc.option(fc.nat(5), { nil: undefined }) }), {
  maxLength: 120,
});

describe('the map of what is encumbered', () => {
  it('has the root of the definition, however it came to be', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 1, max: 9 }), async (all, batch) => {
        const { kept, pages } = store();
        const held = new Map<number, number>();
        let root: MapRoot;
        for (let at = 0; at < all.length; at += batch) {
          const part = all.slice(at, at + batch);
          for (const { name, value } of part) {
            if (value === undefined) held.delete(name);
            else held.set(name, value);
          }
          const changes = part.map(({ name, value }) => ({
            key: keyOf(name),
            value: value === undefined ? undefined : digestFor(value),
          }));
          const changed = await changeMap(root, changes, pages);
          for (const [name, page] of changed.made) kept.set(name, page);
          root = changed.root;
        }
        const leaves = [...held].map(([name, value]) => ({ key: keyOf(name), value: digestFor(value) }));
        expect(mapRootHash(root)).toEqual(defined(leaves));
        for (let name = 0; name <= 60; name += 7) {
          const proof = await proveInMap(root, keyOf(name), pages);
          const value = held.get(name);
          const expected = value === undefined ? 'absent' : digestFor(value);
          expect(checkMapProof(mapRootHash(root), keyOf(name), proof)).toEqual(expected);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('lets no proof pass for another key, root, value or way', async () => {
    const { kept, pages } = store();
    const changes = Array.from({ length: 500 }, (_, name) => ({ key: keyOf(name), value: digestFor(name) }));
    const { root, made } = await changeMap(undefined, changes, pages);
    for (const [name, page] of made) kept.set(name, page);
    const top = mapRootHash(root);
    let passed = 0;
    for (let name = 0; name < 1000; name += 1) {
      const proof = await proveInMap(root, keyOf(name), pages);
      expect(checkMapProof(top, keyOf(name), proof)).toEqual(name < 500 ? digestFor(name) : 'absent');
      // Another's proof may show absence of this key only where it truly leads to this key's place.
      const other = checkMapProof(top, keyOf(name + 1), proof);
      if (other === 'absent') expect(name + 1).toBeGreaterThanOrEqual(500);
      else if (other !== undefined) passed += 1;
      expect(checkMapProof(digestFor(1), keyOf(name), proof)).toBeUndefined();
      expect(checkMapProof(top, keyOf(name), { ...proof, beside: proof.beside.slice(1) })).toBeUndefined();
      if (proof.found) {
        const found = { ...proof.found, value: digestFor(9999) };
        expect(checkMapProof(top, keyOf(name), { ...proof, found })).toBeUndefined();
        expect(checkMapProof(top, keyOf(name), { ...proof, found: undefined })).toBeUndefined();
      }
    }
    expect(passed).toBe(0);
  });
});
