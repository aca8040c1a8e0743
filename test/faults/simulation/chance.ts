import { createHash } from 'node:crypto';

/** Chance that a name decides: the same name gives the same throws, whatever else is thrown meanwhile. */
export type Chance = {
  readonly bytes: (count: number) => Uint8Array;
  /** From 0 up to, and never, 1. */
  readonly fraction: () => number;
  /** A whole number from 0 up to, and never, the bound. */
  readonly below: (bound: number) => number;
  readonly flip: (probability: number) => boolean;
  readonly pick: <T>(from: readonly T[]) => T;
};

/**
 * A stream of SHA-256 over the name and a count. Each name has a stream of its own, so that taking one actor or one
 * fault out of a run leaves the throws of all others as they were: that is what makes a failing run short.
 */
export function chanceOf(...name: readonly (string | number)[]): Chance {
  const prefix = name.join(' ');
  let block = 0;
  let left = Buffer.alloc(0);
  const bytes = (count: number): Uint8Array => {
    while (left.length < count) {
      const next = createHash('sha256').update(`${prefix} #${block}`).digest();
      left = Buffer.concat([left, next]);
      block += 1;
    }
    const given = new Uint8Array(left.subarray(0, count));
    left = left.subarray(count);
    return given;
  };
  const fraction = () => new DataView(bytes(4).buffer).getUint32(0) / 2 ** 32;
  const below = (bound: number) => Math.floor(fraction() * bound);
  const pick = <T>(from: readonly T[]): T => {
    const found = from[below(from.length)];
    if (found === undefined) throw new Error('nothing to pick from');
    return found;
  };
  return { bytes, fraction, below, flip: (probability) => fraction() < probability, pick };
}
