import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { Problem } from '../../functions/_platform/problem.ts';
import type { Action } from '../../functions/_platform/transaction.ts';
import type { RegistrarDeps } from '../../functions/registrar/deps.ts';
import { written } from './commit.ts';
import { type State, type View, viewOf } from './state.ts';

/** What one step of an act is given: the state as read, and production's dependencies, with time and chance of the state. */
export type Office = { readonly view: View; readonly deps: RegistrarDeps };

/** What a step makes: its writes, and, where it is refused all the same, the reason. */
export type Made =
  | readonly Action[]
  | { readonly actions: readonly Action[]; readonly refusal?: Problem | undefined };

export type Outcome =
  | { readonly kind: 'done'; readonly state: State }
  /** Refused; the state is another one where the refusal leaves something behind. */
  | { readonly kind: 'refused'; readonly why: string; readonly state: State }
  /** Something that production could never come through, or a bug of its own. */
  | { readonly kind: 'broken'; readonly what: string };

// Named as tables are; nothing is ever sent by it, since every function used here only makes writes.
const store: RegistrarDeps['store'] = {
  client: DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'nowhere', maxAttempts: 1 })),
  tables: {
    ...{ register: 'register', filings: 'filings', parties: 'parties' },
    ...{ search: 'search', journal: 'journal' },
  },
};

/** One step: what production would write on this state, written. */
export function turn(state: State, automatic: readonly string[], make: (office: Office) => Made): Outcome {
  let drawn = state.drawn;
  const random = (bytes: number) => {
    drawn += 1;
    return numbered(drawn, bytes);
  };
  const ports = { now: () => state.nowMs, random, pause: async () => {} };
  const deps = { store, ports, demonstration: true, automaticRegistration: automatic };
  try {
    const made = make({ view: viewOf(state), deps: { ...deps, sampledPerTenThousand: 0 } });
    const actions = 'actions' in made ? made.actions : made;
    if (actions.length === 0) return { kind: 'refused', why: whyOf(made) ?? 'nothing to do', state };
    const done = written(state, actions, drawn);
    if ('broken' in done) return { kind: 'broken', what: done.broken };
    const why = whyOf(made);
    return why ? { kind: 'refused', why, state: done.state } : { kind: 'done', state: done.state };
  } catch (error) {
    if (error instanceof Problem) return { kind: 'refused', why: error.code, state };
    return { kind: 'broken', what: `it throws: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function whyOf(made: Made): string | undefined {
  return 'refusal' in made ? made.refusal?.code : undefined;
}

/** Chance is a count, so that the same acts always make the same state. The last byte is left alone: ids end in it. */
function numbered(count: number, bytes: number): Uint8Array {
  const drawn = new Uint8Array(bytes);
  const from = Math.max(0, bytes - 5);
  if (bytes >= 4) new DataView(drawn.buffer).setUint32(from, count);
  return drawn;
}
