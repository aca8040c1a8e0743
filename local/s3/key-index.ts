import type { ObjectDescription } from './object-file.ts';

/** S3 lists keys in the order of their UTF-8 bytes; JavaScript's own order differs beyond U+FFFF. */
export function compareKeys(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

/** Puts surrogates after U+E000..U+FFFF, where the code points they stand for belong. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** What one bucket holds, in memory: every version, newest first, and the keys in listing order. */
export class KeyIndex {
  #keys: string[] = [];
  readonly #versions = new Map<string, readonly ObjectDescription[]>();

  static of(descriptions: readonly ObjectDescription[]): KeyIndex {
    const index = new KeyIndex();
    for (const each of descriptions) index.#place(each);
    index.#keys = [...index.#versions.keys()].sort(compareKeys);
    return index;
  }

  /** Newest first; empty when the key was never written or nothing of it is left. */
  versions(key: string): readonly ObjectDescription[] {
    return this.#versions.get(key) ?? [];
  }

  /** The latest version, be it a delete marker. */
  current(key: string): ObjectDescription | undefined {
    return this.versions(key)[0];
  }

  /** Adds a version; one with the same id gives way, as the null version of an unversioned bucket does. */
  put(description: ObjectDescription): void {
    const { key } = description;
    if (!this.#versions.has(key)) this.#keys.splice(this.#position(key), 0, key);
    this.#place(description);
  }

  remove(key: string, versionId: string): void {
    const left = this.versions(key).filter((version) => version.versionId !== versionId);
    if (left.length > 0) {
      this.#versions.set(key, left);
    } else if (this.#versions.delete(key)) {
      this.#keys.splice(this.#position(key), 1);
    }
  }

  /** Keys from `start` on, `start` included if it is there. */
  *keysFrom(start: string): Generator<string> {
    for (let i = this.#position(start); i < this.#keys.length; i++) yield this.#keys[i] ?? '';
  }

  #place(description: ObjectDescription): void {
    const others = this.versions(description.key).filter((each) => each.versionId !== description.versionId);
    const all = [...others, description].sort((a, b) => (a.sequence < b.sequence ? 1 : -1));
    this.#versions.set(description.key, all);
  }

  /** The place of the first key not before `key`. */
  #position(key: string): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareKeys(this.#keys[middle] ?? '', key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
