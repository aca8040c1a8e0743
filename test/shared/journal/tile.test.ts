import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grow } from '../../../shared/journal/grow.ts';
import { inclusionProof, verifyInclusion } from '../../../shared/journal/proof.ts';
import {
  decodeBundle,
  encodeBundle,
  parseTilePath,
  subtreesIn,
  type Tile,
  tilePath,
  tilesBetween,
} from '../../../shared/journal/tile.ts';
import { type Hash, leafHash, nodeHash, rootOf, type Subtrees } from '../../../shared/journal/tree.ts';

describe('the address of a tile (C2SP tlog-tiles)', () => {
  it('is that of the specification', () => {
    expect(tilePath({ level: 0, index: 1234067, width: 256 })).toBe('tile/0/x001/x234/067');
    expect(tilePath({ level: 'entries', index: 5, width: 7 })).toBe('tile/entries/005.p/7');
    expect(tilePath({ level: 1, index: 1000, width: 256 })).toBe('tile/1/x001/000');
  });

  it('is read as it was written, and only so', () => {
    const tile = fc.record({
      level: fc.oneof(fc.constant('entries' as const), fc.integer({ min: 0, max: 63 })),
      index: fc.nat(10 ** 9),
      width: fc.integer({ min: 1, max: 256 }),
    });
    fc.assert(fc.property(tile, (one) => void expect(parseTilePath(tilePath(one))).toEqual(one)));
    const wrong = [
      'tile/0/x000/001',
      'tile/00/001',
      'tile/64/001',
      'tile/0/1',
      'tile/0/001.p/0',
      'tile/0/001.p/256',
    ];
    for (const path of [...wrong, 'tile/0/001.p/07', 'tile/0/001/', '../tile/0/001']) {
      expect(parseTilePath(path)).toBeUndefined();
    }
  });

  it('lists the tiles of 70,000 entries as the specification counts them', () => {
    const tiles = tilesBetween(0, 70_000).filter((tile) => tile.level !== 'entries');
    const at = (level: number) => tiles.filter((tile) => tile.level === level);
    expect(at(0).filter((tile) => tile.width === 256)).toHaveLength(273);
    expect(at(0).at(-1)?.width).toBe(112);
    expect(at(1).map((tile) => tile.width)).toEqual([256, 17]);
    expect(at(2).map((tile) => tile.width)).toEqual([1]);
    expect(tilesBetween(0, 256).filter((tile) => tile.level === 1)).toEqual([
      { level: 1, index: 0, width: 1 },
    ]);
  });
});

/** The tiles of a log that grew from size to size, each written when it came to be, as a sequencer writes them. */
function tilesOf(subtrees: Subtrees, sizes: readonly number[]): (tile: Tile) => Uint8Array {
  const kept = new Map<string, Uint8Array>();
  let old = 0;
  for (const size of sizes) {
    for (const tile of tilesBetween(old, size)) {
      if (tile.level === 'entries') continue;
      const level = tile.level * 8;
      const hashes = Array.from({ length: tile.width }, (_, at) => subtrees(level, tile.index * 256 + at));
      kept.set(tilePath(tile), new Uint8Array(Buffer.concat(hashes)));
    }
    old = size;
  }
  return (tile) => {
    const bytes = kept.get(tilePath(tile));
    if (!bytes) throw new Error(`no ${tilePath(tile)}`);
    return bytes;
  };
}

/** The subtrees of a log whose entries are their own numbers. */
function numbered(): Subtrees {
  const known = new Map<string, Hash>();
  const subtrees: Subtrees = (level, index) => {
    const key = `${level}/${index}`;
    const hash =
      known.get(key) ??
      (level === 0
        ? leafHash(new TextEncoder().encode(String(index)))
        : nodeHash(subtrees(level - 1, index * 2), subtrees(level - 1, index * 2 + 1)));
    known.set(key, hash);
    return hash;
  };
  return subtrees;
}

describe('proofs from tiles', () => {
  it('are those from the leaves, however the log grew', () => {
    const leaves = numbered();
    const sizes = fc
      .uniqueArray(fc.integer({ min: 1, max: 70_000 }), { minLength: 1, maxLength: 4 })
      .map((list) => list.sort((a, b) => a - b));
    fc.assert(
      fc.property(sizes, fc.nat(), (grown, anywhere) => {
        const size = grown.at(-1) ?? 1;
        const index = anywhere % size;
        const read = subtreesIn(size, tilesOf(leaves, grown));
        expect(rootOf(size, read)).toEqual(rootOf(size, leaves));
        const path = inclusionProof(index, size, read);
        expect(path).toEqual(inclusionProof(index, size, leaves));
        const entry = new TextEncoder().encode(String(index));
        expect(verifyInclusion(entry, index, size, path, rootOf(size, leaves))).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('are not made from a tile of the wrong length', () => {
    const read = subtreesIn(300, ({ width }) => new Uint8Array(32 * width - 1));
    expect(() => inclusionProof(7, 300, read)).toThrow(RangeError);
  });
});

describe('a log that grows', () => {
  it('has the root and the tiles of its entries, however they came', () => {
    const leaves = numbered();
    const batches = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(batches, (widths) => {
        const kept = new Map<string, Uint8Array>();
        let size = 0;
        for (const width of widths) {
          const entries = Array.from({ length: width }, (_, at) =>
            new TextEncoder().encode(String(size + at)),
          );
          const edge = (tile: Tile) => kept.get(tilePath(tile)) ?? new Uint8Array();
          const grown = grow(size, entries, edge);
          expect([...grown.objects.keys()].sort()).toEqual(
            tilesBetween(size, size + width)
              .map(tilePath)
              .sort(),
          );
          for (const [path, bytes] of grown.objects) kept.set(path, bytes);
          size += width;
          expect(grown.size).toBe(size);
          expect(grown.root).toEqual(rootOf(size, leaves));
        }
        const read = subtreesIn(size, (tile) => kept.get(tilePath(tile)) ?? new Uint8Array());
        expect(inclusionProof(0, size, read)).toEqual(inclusionProof(0, size, leaves));
        const bundle = kept.get(tilePath({ level: 'entries', index: 0, width: Math.min(size, 256) }));
        expect(decodeBundle(bundle ?? new Uint8Array())?.map((one) => Buffer.from(one).toString())).toEqual(
          Array.from({ length: Math.min(size, 256) }, (_, at) => String(at)),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('does not grow from an edge that is not its own', () => {
    expect(() => grow(300, [new Uint8Array(3)], () => new Uint8Array(31))).toThrow(RangeError);
  });
});

describe('a bundle of entries', () => {
  it('is read as it was written', () => {
    const entries = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 });
    fc.assert(fc.property(entries, (all) => void expect(decodeBundle(encodeBundle(all))).toEqual(all)));
  });

  it('is refused where it is cut short, and takes no entry over two bytes of length', () => {
    const bytes = encodeBundle([new Uint8Array(5)]);
    expect(decodeBundle(bytes.slice(0, 6))).toBeUndefined();
    expect(decodeBundle(bytes.slice(0, 1))).toBeUndefined();
    expect(() => encodeBundle([new Uint8Array(65_536)])).toThrow(RangeError);
  });
});
