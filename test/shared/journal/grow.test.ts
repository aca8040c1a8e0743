import { describe, expect, it } from 'vitest';
import { edgeTiles, grow } from '../../../shared/journal/grow.ts';
import { tilePath } from '../../../shared/journal/tile.ts';

const leaf = (at: number) => Uint8Array.of(at >> 16, (at >> 8) & 255, at & 255);
const leaves = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => leaf(from + at));
const none = () => new Uint8Array();

describe('a log that grows in many steps', () => {
  it('is the log that grew in one, over the edge of a tile, and just above it where a level has no edge', () => {
    const steps = [65_500, 65_535, 65_536, 65_537, 65_560, 65_791, 65_792, 65_800, 66_100];
    const objects = new Map<string, Uint8Array>();
    let size = 0;
    for (const next of steps) {
      const known = new Set(edgeTiles(size).map(tilePath));
      const grown = grow(size, leaves(size, next), (tile) => {
        expect(known).toContain(tilePath(tile));
        return objects.get(tilePath(tile)) ?? none();
      });
      for (const [path, bytes] of grown.objects) objects.set(path, bytes);
      expect(grown.root, `at ${next}`).toEqual(grow(0, leaves(0, next), none).root);
      size = next;
    }
    for (const [path, bytes] of grow(0, leaves(0, size), none).objects) {
      expect(objects.get(path), path).toEqual(bytes);
    }
  });

  it('may grow by nothing', () => {
    for (const size of [0, 1, 256, 65_536, 65_540]) {
      const made = grow(0, leaves(0, size), none);
      const same = grow(size, [], (tile) => made.objects.get(tilePath(tile)) ?? none());
      expect(same.root).toEqual(made.root);
      expect(same.objects.size).toBe(0);
    }
  });
});
