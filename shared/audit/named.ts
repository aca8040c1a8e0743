import { type PartyId, partyId } from '../kernel/id.ts';

/** The parties whose ids stand anywhere in a JSON value, each once, in their order. */
export function partiesNamedIn(value: unknown): PartyId[] {
  const found = new Set<PartyId>();
  const walk = (inner: unknown) => {
    if (typeof inner === 'string') {
      const id = partyId.safeParse(inner);
      if (id.success) found.add(id.data);
    } else if (typeof inner === 'object' && inner !== null) {
      for (const member of Object.values(inner)) walk(member);
    }
  };
  walk(value);
  return [...found];
}
