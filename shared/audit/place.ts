import { type EntryId, entryId, type PartyId, partyId } from '../kernel/id.ts';
import { type RightId, rightId } from '../kernel/right.ts';
import type { Mandate } from '../register/party.ts';

/** Where something of the register lies, by what it is. */
export type Place =
  | { readonly kind: 'title'; readonly right: RightId; readonly version: number }
  | { readonly kind: 'record'; readonly number: string; readonly version: number }
  | { readonly kind: 'entry'; readonly id: EntryId }
  | { readonly kind: 'party'; readonly id: PartyId }
  | ({ readonly kind: 'mandate' } & Pick<Mandate, 'id' | 'agent' | 'principal'>);

/** One thing as it lies in the register, unparsed: whatever differs is a difference, whatever its shape. */
export type Live = { readonly place: Place; readonly value: unknown };

/** What else an audit meets in the tables. */
export type Met =
  | Live
  | { readonly openings: EntryId }
  | { readonly index: number; readonly of: EntryId }
  | { readonly pending: EntryId; readonly since: string }
  /** An item that is of no kind the register knows. */
  | { readonly stray: string };

export function keyOf(place: Place): string {
  switch (place.kind) {
    case 'title':
      return `title ${place.right} ${place.version}`;
    case 'record':
      return `record ${place.number} ${place.version}`;
    case 'entry':
    case 'party':
    case 'mandate':
      return `${place.kind} ${place.id}`;
  }
}

/** The place that a key names; of a mandate the key says too little. */
export function parsePlace(kind = '', name = '', version = ''): Place | undefined {
  const right = rightId.safeParse(name);
  const entry = entryId.safeParse(name);
  const party = partyId.safeParse(name);
  if (kind === 'title' && right.success) return { kind, right: right.data, version: Number(version) };
  if (kind === 'entry' && entry.success) return { kind, id: entry.data };
  if (kind === 'party' && party.success) return { kind, id: party.data };
  return kind === 'record' ? { kind, number: name, version: Number(version) } : undefined;
}

/** The subject of a difference at this place. */
export function nameOf(place: Place): string {
  if (place.kind === 'title') return place.right;
  return place.kind === 'record' ? place.number : place.id;
}
