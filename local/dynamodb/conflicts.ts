/** The name of an item; undefined stands for one whose key could not be read and which therefore meets nobody. */
type ItemName = string | undefined;

/** Either the positions that met somebody else's work in flight, or the way to end one's own. */
type Started<T = void> = { readonly conflicts: ReadonlySet<number> } | { readonly end: () => T };

/** Who works on which item between a request's arrival and the engine's answer. */
export interface Conflicts {
  /** Conflicts with any transaction or write in flight, also where either only checks a condition. */
  startTransactWrite(items: readonly ItemName[]): Started;
  /** Conflicts with transactions alone: two plain writes of an item wait for one another. */
  startWrite(items: readonly ItemName[]): Started;
  /** Conflicts with what is in flight; `end` gives the positions that somebody wrote to meanwhile. */
  startTransactGet(items: readonly ItemName[]): Started<ReadonlySet<number>>;
  /** Number of items with work in flight. */
  size(): number;
}

interface Reader {
  readonly overtaken: Set<number>;
}

interface Holding {
  transactions: number;
  writes: number;
  readonly readers: Map<Reader, number>;
}

/**
 * The cloud's rules of transaction conflicts ("Transaction conflict handling in DynamoDB" in its developer guide),
 * which the engine does not have. Plain reads never take part.
 */
export function trackConflicts(): Conflicts {
  const held = new Map<string, Holding>();

  const at = (item: string): Holding => {
    const found = held.get(item);
    if (found) return found;
    const made: Holding = { transactions: 0, writes: 0, readers: new Map() };
    held.set(item, made);
    return made;
  };
  const forget = (item: string, holding: Holding) => {
    if (holding.transactions === 0 && holding.writes === 0 && holding.readers.size === 0) held.delete(item);
  };
  const meeting = (items: readonly ItemName[], meets: (holding: Holding) => boolean) => {
    const conflicts = new Set<number>();
    items.forEach((item, position) => {
      const holding = item === undefined ? undefined : held.get(item);
      if (holding && meets(holding)) conflicts.add(position);
    });
    return conflicts;
  };
  const hold = (items: readonly ItemName[], field: 'transactions' | 'writes'): { end: () => void } => {
    const mine = [...new Set(items.filter((item) => item !== undefined))];
    for (const item of mine) {
      const holding = at(item);
      holding[field] += 1;
      for (const [reader, position] of holding.readers) reader.overtaken.add(position);
    }
    return {
      end: () => {
        for (const item of mine) {
          const holding = at(item);
          holding[field] -= 1;
          forget(item, holding);
        }
      },
    };
  };

  return {
    startTransactWrite(items) {
      const conflicts = meeting(items, (holding) => holding.transactions > 0 || holding.writes > 0);
      return conflicts.size > 0 ? { conflicts } : hold(items, 'transactions');
    },
    startWrite(items) {
      const conflicts = meeting(items, (holding) => holding.transactions > 0);
      return conflicts.size > 0 ? { conflicts } : hold(items, 'writes');
    },
    startTransactGet(items) {
      const conflicts = meeting(items, (holding) => holding.transactions > 0 || holding.writes > 0);
      if (conflicts.size > 0) return { conflicts };
      const reader: Reader = { overtaken: new Set() };
      items.forEach((item, position) => {
        if (item !== undefined) at(item).readers.set(reader, position);
      });
      const end = () => {
        for (const item of items) {
          const holding = item === undefined ? undefined : held.get(item);
          if (item === undefined || !holding) continue;
          holding.readers.delete(reader);
          forget(item, holding);
        }
        return reader.overtaken;
      };
      return { end };
    },
    size: () => held.size,
  };
}
