import type { Act, actKinds } from './act.ts';
import { actsOn } from './acts.ts';
import { notReplayedFromNothing } from './replayed.ts';
import { illegal } from './rules.ts';
import { situationOf } from './situation.ts';
import { type State, viewOf } from './state.ts';

/** What is explored: which kinds of acts, perhaps only some of them, and how many one after another. */
export type Scope = {
  readonly name: string;
  readonly kinds: readonly (typeof actKinds)[number][];
  readonly only?: (act: Act) => boolean;
  readonly depth: number;
};

/** An illegal state, by the rule that it breaks and the shortest acts that lead to it. */
export type Found = { readonly rule: string; readonly what: string; readonly acts: readonly string[] };

export type Explored = {
  readonly states: number;
  readonly transitions: number;
  readonly refused: number;
  /** New states at each depth. */
  readonly levels: readonly number[];
  readonly millis: number;
  /** How often something came of an act, by the procedure or office act that it is about. */
  readonly covered: ReadonlyMap<string, number>;
  /** How often a filing came into a state, by procedure, and how often a decision named a ground. */
  readonly reached: ReadonlyMap<string, number>;
  readonly found?: Found;
};

/** Of so many new states one is made again from its whole log; each step of all of them is anyway, by its own entries. */
const replayedEach = 100;

type Node = { readonly state: State; readonly acts: Path };
type Path = { readonly act: string; readonly before: Path } | undefined;

/** Breadth first from one state: every act of the scope on every state reached, to the depth; the first illegal state ends it. */
export function explore(initial: State, scope: Scope): Explored {
  const begun = performance.now();
  const withAppeals = scope.kinds.includes('appeal');
  const seen = new Set([situationOf(initial, withAppeals)]);
  const covered = new Map<string, number>();
  const reached = new Map<string, number>();
  const levels = [1];
  const counts = { transitions: 0, refused: 0 };
  const result = (found?: Found): Explored => ({
    ...{ ...counts, states: seen.size, levels, covered, reached, millis: performance.now() - begun },
    ...(found && { found }),
  });
  let level: Node[] = [{ state: initial, acts: undefined }];
  for (let depth = 1; depth <= scope.depth && level.length > 0; depth += 1) {
    const next: Node[] = [];
    for (const { state, acts } of level) {
      for (const act of actsOn(state)) {
        if (!scope.kinds.includes(act.kind) || scope.only?.(act) === false) continue;
        const path = { act: act.name, before: acts };
        const trail = act.run(state);
        const wrong = fault(state, trail);
        if (wrong) return result({ ...wrong, acts: listed(path) });
        const last = trail.states.at(-1);
        if (trail.end === 'refused') counts.refused += 1;
        if (!last) continue;
        counts.transitions += 1;
        if (trail.end === 'done') count(covered, act.of);
        note(reached, state, trail.states);
        const situation = situationOf(last, withAppeals);
        if (seen.has(situation)) continue;
        seen.add(situation);
        const lost = seen.size % replayedEach === 0 && notReplayedFromNothing(last);
        if (lost) return result({ rule: 'the whole log makes the register', what: lost, acts: listed(path) });
        next.push({ state: last, acts: path });
      }
    }
    levels.push(next.length);
    level = next;
  }
  return result();
}

function fault(from: State, trail: ReturnType<Act['run']>): Omit<Found, 'acts'> | undefined {
  if (trail.end === 'broken') return { rule: 'every act can be written', what: trail.what };
  let before = from;
  for (const after of trail.states) {
    const found = illegal(before, after);
    if (found) return found;
    before = after;
  }
  return undefined;
}

function listed(path: Path): string[] {
  return path ? [...listed(path.before), path.act] : [];
}

/** What the filings that a step changed came to. */
function note(reached: Map<string, number>, from: State, states: readonly State[]): void {
  let before = from;
  for (const after of states) {
    for (const [id, filing] of viewOf(after).filings) {
      const old = viewOf(before).filings.get(id);
      if (old === filing) continue;
      if (old?.status !== filing.status) count(reached, `${filing.procedure} ${filing.status}`);
      if (old?.decisions.length === filing.decisions.length) continue;
      for (const one of filing.decisions.at(-1)?.findings ?? []) count(reached, `ground ${one.ground}`);
    }
    before = after;
  }
}

function count(into: Map<string, number>, name: string): void {
  into.set(name, (into.get(name) ?? 0) + 1);
}

/** The counterexample as people read it. */
export function told({ rule, what, acts }: Found): string {
  return [
    `Broken: ${rule}`,
    `  ${what}`,
    'by these acts:',
    ...acts.map((act, at) => `  ${at + 1}. ${act}`),
  ].join('\n');
}
