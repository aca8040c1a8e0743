import { opensTo } from '../kernel/digest.ts';
import type { Entry, Opening } from '../register/entry.ts';
import type { Difference } from './difference.ts';

/** What an entry's openings tell: each value under the name of its commitment, and the names that nothing opens. */
export type Opened = {
  readonly values: ReadonlyMap<string, unknown>;
  readonly forgotten: readonly string[];
};

/** Trusts no opening: each must open the digest that the entry has carried since. */
export function openAll(
  entry: Entry,
  openings: readonly Opening[],
): Opened | Pick<Difference, 'code' | 'field'> {
  const committed = new Map(entry.commitments.map(({ name, digest }) => [name, digest]));
  const values = new Map<string, unknown>();
  for (const { name, salt, value } of openings) {
    const digest = committed.get(name);
    if (digest === undefined || values.has(name)) return { code: 'strayOpening', field: name };
    if (!opens(digest, salt, value)) return { code: 'opening', field: name };
    values.set(name, value);
  }
  return { values, forgotten: [...committed.keys()].filter((name) => !values.has(name)) };
}

function opens(digest: string, salt: string, value: unknown): boolean {
  try {
    return opensTo(digest, salt, value);
  } catch {
    return false;
  }
}
