import type { Ran, Without } from './run.ts';
import { type FaultKind, faultKinds } from './simulation/kinds.ts';

/** What is asked of a worker, and what it tells; as it goes from process to process. */
export type Asked =
  | { readonly kind: 'run'; readonly seed: number; readonly without: readonly string[] }
  | { readonly kind: 'end' };

export type RanTold = Omit<Ran, 'fired' | 'deaths'> & {
  readonly fired: readonly (readonly [FaultKind, number])[];
  readonly deaths: readonly (readonly [string, number])[];
};

export type Told =
  | { readonly kind: 'ready' }
  | { readonly kind: 'ran'; readonly ran: RanTold }
  | { readonly kind: 'failed'; readonly seed: number; readonly why: string };

/** What a run leaves out, by name: kinds of fault, and actors. */
export function withoutOf(names: readonly string[]): Without {
  const isKind = (name: string): name is FaultKind => faultKinds.some((kind) => kind === name);
  return {
    faults: new Set(names.filter(isKind)),
    actors: new Set(names.filter((name) => !isKind(name))),
  };
}
