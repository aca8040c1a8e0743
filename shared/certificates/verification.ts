import type { Stretch } from '../journal/sealed.ts';
import type { Localised } from '../kernel/localised.ts';

/** What can be asked of a paper, in the order in which one rests on the other. */
export const checks = [
  'paper',
  'seal',
  'bytes',
  'leaf',
  'inclusion',
  'checkpoint',
  'openings',
  'facts',
  'commitment',
  'search',
] as const;
export type Check = (typeof checks)[number];

/** One thing found wrong: what it is, and where. */
export type Fault = {
  readonly code: string;
  readonly text: Localised;
  /** The segment or attachment in which it lies. */
  readonly part?: string;
  /** Bytes of the file that was given. */
  readonly where?: Stretch;
};

/** `unchecked` where something it rests on is missing. */
export type Outcome = {
  readonly check: Check;
  readonly state: 'proved' | 'fault' | 'unchecked';
  readonly faults: readonly Fault[];
};

/** One line of what was proved, for a reader who knows nothing of proofs. */
export type Fact = { readonly label?: Localised; readonly value: string | Localised };

/**
 * The answer to whoever hands in a paper. `proved`: every check was made and none failed. `fault`: at least one
 * failed, and `outcomes` names it. `unreadable`: this is nothing that can be checked; `faults` of no check says why.
 */
export type Verification = {
  readonly kind: string;
  readonly verdict: 'proved' | 'fault' | 'unreadable';
  readonly outcomes: readonly Outcome[];
  /** Empty unless proved: nobody shall read facts off a paper that does not hold. */
  readonly facts: readonly Fact[];
  /** What it does not prove, which whoever relies on it must know as well. */
  readonly notes: readonly Localised[];
  readonly demonstration: boolean;
};

/** What a paper shows, to be told only where all of it was proved. */
export type Found = Pick<Verification, 'facts' | 'notes' | 'demonstration'>;

/** The outcome of a check: its faults, or proof. */
export function outcomeOf(check: Check, faults: readonly Fault[]): Outcome {
  return { check, state: faults.length === 0 ? 'proved' : 'fault', faults };
}

export function unchecked(check: Check): Outcome {
  return { check, state: 'unchecked', faults: [] };
}

/** All together: proved only where nothing failed and nothing was left out. */
export function verificationOf(
  kind: string,
  outcomes: readonly Outcome[],
  found: Found | undefined,
): Verification {
  const proved = found !== undefined && outcomes.every(({ state }) => state === 'proved');
  return {
    kind,
    verdict: proved ? 'proved' : 'fault',
    outcomes,
    facts: proved ? found.facts : [],
    notes: proved ? found.notes : [],
    demonstration: found?.demonstration ?? false,
  };
}
