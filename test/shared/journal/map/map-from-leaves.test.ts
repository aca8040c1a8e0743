import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeMap, type MapRoot, mapRootHash, nameOf } from '../../../../shared/journal/map/map.ts';
import { followMap, mapFromLeaves } from '../../../../shared/journal/map/map-from-leaves.ts';
import { hashIn, hashTextOf, mapKeyOf, mapLeafOf } from '../../../../shared/journal/map/map-leaf.ts';
import type { Page } from '../../../../shared/journal/map/page.ts';
import { canonicalJson, digestOf } from '../../../../shared/kernel/digest.ts';
import { addMillis, type Instant } from '../../../../shared/kernel/instant.ts';
import { rightsForTest } from './rights.ts';

const utf8 = new TextEncoder();
const start = '2026-11-22T06:00:00.000Z' as Instant;
const rights = rightsForTest(40);

type Step = { readonly name: number; readonly holds: number | undefined };
const stepOf = (name: number, holds: number | undefined): Step => ({ name, holds });

function advancedBy({ name, holds }: Step) {
  return {
    right: rights[name],
    version: 1,
    ...(holds !== undefined && { holds: digestOf(`holds ${holds}`) }),
  };
}

const entryLeafOf = (steps: readonly Step[]) =>
  utf8.encode(canonicalJson({ schema: 'entry-1', act: 'test', advanced: steps.map(advancedBy) }));

/** A log as the register writes it: batches of entries, each ended by the map that the pages then make. */
async function logOf(batches: readonly (readonly (readonly Step[])[])[]) {
  const kept = new Map<string, Page>();
  const leaves: Uint8Array[] = [];
  const roots: MapRoot[] = [];
  let root: MapRoot;
  for (const batch of batches) {
    const steps = batch.flat();
    const changes = steps.map((step) => {
      const { right, holds } = advancedBy(step);
      if (!right) throw new Error('no such right');
      return { key: mapKeyOf(right), value: holds && hashIn(holds) };
    });
    const changed = await changeMap(root, changes, async (hash) => {
      const page = kept.get(nameOf(hash));
      if (!page) throw new Error('no such page');
      return page;
    });
    for (const [name, page] of changed.made) kept.set(name, page);
    root = changed.root;
    leaves.push(...batch.map(entryLeafOf));
    leaves.push(mapLeafOf(leaves.length, addMillis(start, leaves.length), mapRootHash(root)));
    roots.push(root);
  }
  return { leaves, root: mapRootHash(root) };
}

const step = fc.record({
  name: fc.nat(rights.length - 1),
  holds: fc.option(fc.nat(9), { nil: undefined }),
});
const batches = fc.array(fc.array(fc.array(step, { maxLength: 4 }), { maxLength: 6 }), {
  minLength: 1,
  maxLength: 8,
});

describe('the map as whoever reads the whole log computes it', () => {
  it('has the root that the newest leaf commits, from the leaves alone', async () => {
    await fc.assert(
      fc.asyncProperty(batches, async (all) => {
        const { leaves, root } = await logOf(all);
        expect(mapFromLeaves(leaves)).toEqual({ size: leaves.length, root, fault: undefined });
      }),
      { numRuns: 150 },
    );
  });

  it('convicts an operator that leaves a pledge out of its map, at the leaf that says so', async () => {
    const honest = await logOf([[[stepOf(1, 1)]], [[stepOf(2, 2), stepOf(3, 3)]], [[stepOf(4, 4)]]]);
    const without = await logOf([[[stepOf(1, 1)]], [[stepOf(3, 3)]]]);
    const lying = honest.leaves.with(3, mapLeafOf(3, addMillis(start, 3), without.root));
    const { fault } = mapFromLeaves(lying);
    expect(fault?.fault).toBe('otherMap');
    expect(fault?.index).toBe(3);
    expect(fault?.committed).toEqual(without.root);
    expect(fault?.rebuilt).not.toEqual(without.root);
  });

  it('convicts one that keeps a discharged pledge in its map', async () => {
    const { leaves } = await logOf([[[stepOf(1, 1)]], [[stepOf(1, undefined)]]]);
    const kept = await logOf([[[stepOf(1, 1)]]]);
    const lying = leaves.with(3, mapLeafOf(3, addMillis(start, 3), kept.root));
    expect(mapFromLeaves(lying).fault).toMatchObject({ fault: 'otherMap', index: 3 });
  });

  it('names a leaf that nobody can read, one in another place, and an end without a map', async () => {
    const { leaves } = await logOf([[[stepOf(1, 1)]], [[stepOf(2, 2)]]]);
    const empty = hashTextOf(new Uint8Array(32));
    const unreadable = [
      new Uint8Array(),
      Uint8Array.of(0xff, 0xfe),
      Uint8Array.of(0xef, 0xbb, 0xbf, ...entryLeafOf([stepOf(2, 2)])),
      utf8.encode('{"schema":"entry-2"}'),
      utf8.encode('{"advanced":[{"right":"patent:1"}],"schema":"entry-1"}'),
      utf8.encode(canonicalJson({ schema: 'entry-1', advanced: [{ right: rights[0], holds: 'sha256:12' }] })),
      utf8.encode(`{"before":0,"root":"${empty}","schema":"map-1"}`),
      utf8.encode(`${'['.repeat(60_000)}`),
    ];
    for (const leaf of unreadable) {
      expect(mapFromLeaves(leaves.with(2, leaf)).fault).toEqual({ fault: 'unreadable', index: 2 });
    }
    expect(mapFromLeaves(leaves.toSpliced(0, 1)).fault).toMatchObject({ fault: 'misplaced', index: 0 });
    expect(mapFromLeaves(leaves.slice(0, 3)).fault).toEqual({ fault: 'unfinished', index: 2 });
    expect(mapFromLeaves([])).toEqual({ size: 0, root: new Uint8Array(32), fault: undefined });
  });

  it('goes on after a fault from what the entries say', async () => {
    const { leaves } = await logOf([[[stepOf(1, 1)]], [[stepOf(2, 2)]]]);
    const walk = followMap();
    const lying = leaves.with(1, mapLeafOf(1, start, new Uint8Array(32)));
    const found = lying.map((leaf) => walk.take(leaf)?.fault);
    expect(found).toEqual([undefined, 'otherMap', undefined, undefined]);
  });
});
