import { type DigestText, digestOf } from '../kernel/digest.ts';
import type { Entry } from './entry.ts';
import type { Hold } from './hold.ts';
import { publicView, type Title } from './title.ts';

/** A hold as the map of encumbered titles commits to it: everything about it that is public, for ever. */
export type ShownHold = Pick<Hold, 'kind' | 'record' | 'since' | 'entry'>;

/** 权利负担: the holds on a title that anyone may see, in the order in which they came. */
export function shownHolds(title: Title): ShownHold[] {
  return publicView(title).holds.map(({ kind, record, since, entry }) => ({
    ...{ kind, since, entry },
    ...(record !== undefined && { record }),
  }));
}

/** The digest by which an entry and the journal's map state them; undefined for a title that is free of any. */
export function holdsDigest(holds: readonly ShownHold[]): DigestText | undefined {
  return holds.length === 0 ? undefined : digestOf(holds);
}

/** How an entry names a title that it advanced. */
export function advancedTo(title: Title): NonNullable<Entry['advanced']>[number] {
  const holds = holdsDigest(shownHolds(title));
  return { right: title.right, version: title.version, ...(holds && { holds }) };
}
