import type { Localised } from '../../shared/kernel/localised.ts';

/** What a step promised did not hold: the demonstration ends there, since later steps build on it. */
export class Unmet extends Error {
  override readonly name = 'Unmet';
}

/** @throws Unmet, saying in words what was expected */
export function expect(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Unmet(what);
}

/** The value, which a step promised to be there. @throws Unmet */
export function expected<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Unmet(what);
  return value;
}

export type Steps = {
  /** Runs a step and prints it with its time; what it says is printed below it. Rethrows what it throws. */
  readonly step: <T>(name: Localised, work: (say: (line: string) => void) => Promise<T>) => Promise<T>;
  /** Steps that held so far. */
  readonly held: () => number;
};

export function createSteps(print: (line: string) => void): Steps {
  let held = 0;
  return {
    step: async (name, work) => {
      const said: string[] = [];
      const started = performance.now();
      const report = (mark: string) => {
        const seconds = ((performance.now() - started) / 1000).toFixed(2).padStart(6);
        print(`${mark} ${String(held).padStart(2)} ${seconds} s  ${name.zh} ${name.en}`);
        for (const line of said) print(`               ${line}`);
      };
      try {
        const result = await work((line) => said.push(line));
        held += 1;
        report('✓');
        return result;
      } catch (error) {
        held += 1;
        report('✗');
        held -= 1;
        throw error;
      }
    },
    held: () => held,
  };
}
