import type { After, Before, FaultedCall, Faults } from '../../../local/dynamodb/faults.ts';

/** Faults told one by one: the next call meets the first word of each list, and passes where a list is empty. */
export interface PlannedFaults extends Faults {
  readonly first: Before[];
  readonly last: After[];
  /** Every call that was asked about before the engine, in order. */
  readonly seen: FaultedCall[];
  /** Every call asked about after the engine. */
  readonly over: FaultedCall[];
  /** The next call waits before the engine; `arrived` resolves once it stands there. */
  hold(): { readonly arrived: Promise<void>; release(): void };
}

export function planFaults(): PlannedFaults {
  const first: Before[] = [];
  const last: After[] = [];
  const seen: FaultedCall[] = [];
  const over: FaultedCall[] = [];
  let waiting: { arrive(): void; released: Promise<void> } | undefined;
  return {
    first,
    last,
    seen,
    over,
    async before(call) {
      seen.push(call);
      const word = first.shift() ?? 'through';
      const held = waiting;
      waiting = undefined;
      held?.arrive();
      await held?.released;
      return word;
    },
    async after(call) {
      over.push(call);
      return last.shift() ?? 'through';
    },
    hold() {
      const arrival = Promise.withResolvers<void>();
      const end = Promise.withResolvers<void>();
      waiting = { arrive: arrival.resolve, released: end.promise };
      return { arrived: arrival.promise, release: end.resolve };
    },
  };
}
