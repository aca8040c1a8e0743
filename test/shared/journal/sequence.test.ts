import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inOrder, type Waiting } from '../../../shared/journal/sequence.ts';
import { newId } from '../../../shared/kernel/id.ts';
import { instantOf } from '../../../shared/kernel/instant.ts';
import { rightId } from '../../../shared/kernel/right.ts';

const right = (title: number) => rightId.parse(`patent:${['2017106018623', '2017107633653'][title]}`);
const entryOf = (place: number) => newId('ent', 1_700_000_000_000 + place, new Uint8Array(10).fill(place));

/** Entries as the registrar makes them: each advances some titles by one version, and no title's time runs back. */
const history = fc
  .array(fc.record({ titles: fc.subarray([0, 1]), later: fc.nat(2) }), { minLength: 1, maxLength: 12 })
  .map((acts) => {
    const versions = [0, 0];
    const last = [0, 0];
    let clock = 1_700_000_000_000;
    return acts.map(({ titles, later }, place): Waiting => {
      clock += later;
      const at = Math.max(clock, ...titles.map((title) => (last[title] ?? 0) + 1));
      const advanced = titles.map((title) => {
        versions[title] = (versions[title] ?? 0) + 1;
        last[title] = at;
        return { right: right(title), version: versions[title] ?? 0 };
      });
      return { entry: entryOf(place), instant: instantOf(at), advanced };
    });
  });

describe('the order of waiting entries', () => {
  it('is by version on each title, whichever of them were seen and however they came', () => {
    fc.assert(
      fc.property(history, fc.infiniteStream(fc.boolean()), (made, seen) => {
        const waiting = made.filter(() => seen.next().value).toReversed();
        const placed = inOrder(waiting, () => false);
        for (const title of [0, 1]) {
          const versions = placed.flatMap((one) =>
            one.advanced.filter((line) => line.right === right(title)).map((line) => line.version),
          );
          // From the first version on, without a gap: what has an unseen predecessor is held back.
          expect(versions).toEqual(versions.map((_, index) => index + 1));
        }
        if (waiting.length === made.length) expect(placed).toHaveLength(made.length);
      }),
    );
  });

  it('goes on from what has its index already', () => {
    const one: Waiting = {
      entry: entryOf(3),
      instant: instantOf(1_700_000_000_000),
      advanced: [{ right: right(0), version: 7 }],
    };
    expect(inOrder([one], (_right, version) => version === 6)).toEqual([one]);
    expect(inOrder([one], () => false)).toEqual([]);
  });
});
