import { AsyncLocalStorage } from 'node:async_hooks';
import { type Chance, chanceOf } from './chance.ts';

/**
 * Something that runs by itself and can die by itself: a run of a function, or an actor. It stands at gates while it
 * waits for anything outside of itself.
 */
export type Task = {
  /** Unlike every other in the run, and the same in every replay: its throws follow from it. */
  readonly name: string;
  /** What it is a run of, such as `registrar` or `pledgor`. */
  readonly kind: string;
  readonly chance: Chance;
  /** How many gates it has come to. */
  gates: number;
  /** How many it stands at now. */
  open: number;
  state: 'running' | 'ended' | 'dead';
  dies: () => void;
};

type Event = { readonly at: number; readonly order: number; readonly happen: () => void | Promise<void> };

const stepsMax = 200_000;

/**
 * 离散事件: one run of everything at once, in one order that follows from the seed. Time passes only between events; at
 * each one task goes on, until every task that lives stands at a gate again. So nothing depends on the machine.
 */
export class Simulation {
  readonly seed: string;
  steps = 0;
  #now: number;
  #order = 0;
  #events: Event[] = [];
  readonly #current = new AsyncLocalStorage<Task>();
  readonly #running = new Set<Task>();

  constructor(seed: string, begun: number) {
    this.seed = seed;
    this.#now = begun;
  }

  now(): number {
    return this.#now;
  }

  current(): Task | undefined {
    return this.#current.getStore();
  }

  /** Happens after so many milliseconds; of two at the same moment, what was planned first happens first. */
  after(millis: number, happen: Event['happen']): void {
    this.#order += 1;
    const event = { at: this.#now + Math.max(0, millis), order: this.#order, happen };
    const place = this.#events.findLastIndex((one) => one.at <= event.at);
    this.#events.splice(place + 1, 0, event);
  }

  /** Starts a task; its promise never settles once it is dead, as nothing is heard of a process that was killed. */
  start<T>(
    kind: string,
    name: string,
    body: () => Promise<T>,
  ): { task: Task; ended: Promise<T>; died: Promise<void> } {
    const chance = chanceOf(this.seed, name);
    const task: Task = { name, kind, chance, gates: 0, open: 0, state: 'running', dies: () => {} };
    const died = new Promise<void>((resolve) => {
      task.dies = resolve;
    });
    this.#running.add(task);
    const ended = this.#current.run(task, async () => {
      try {
        return await body();
      } finally {
        if (task.state === 'running') task.state = 'ended';
        this.#running.delete(task);
      }
    });
    // Whoever started it may not be waiting yet, or any more.
    ended.catch(() => undefined);
    return { task, ended, died };
  }

  kill(task: Task): void {
    if (task.state !== 'running') return;
    task.state = 'dead';
    this.#running.delete(task);
    task.dies();
  }

  /** The task waits so long. */
  pause(millis: number): Promise<void> {
    return this.gate((open) => this.after(millis, () => open(undefined)));
  }

  /** The task waits for another's end, which is nothing that it does itself. */
  async waitFor<T>(other: Promise<T>): Promise<T> {
    const task = this.current();
    if (!task) return other;
    task.open += 1;
    try {
      return await other;
    } finally {
      task.open -= 1;
    }
  }

  /** The task stands here until it is opened; `fail` lets it through with an error. A dead one stands for ever. */
  gate<T>(ask: (open: (value: T) => void, fail: (error: unknown) => void) => void): Promise<T> {
    const task = this.current();
    if (!task) throw new Error('a gate outside of every task');
    task.gates += 1;
    task.open += 1;
    return new Promise<T>((resolve, reject) => {
      const through = (pass: () => void) => () => {
        if (task.state === 'dead') return;
        task.open -= 1;
        pass();
      };
      ask(
        (value) => through(() => resolve(value))(),
        (error) => through(() => reject(error))(),
      );
    });
  }

  /** Lets everything happen, until nothing more would. */
  async run(): Promise<void> {
    for (;;) {
      await this.#settle();
      const event = this.#events.shift();
      if (!event) {
        if (this.#running.size === 0) return;
        const names = [...this.#running].map(({ name }) => name);
        throw new Error(`nothing happens any more, and these still wait: ${names.join(', ')}`);
      }
      this.steps += 1;
      if (this.steps > stepsMax) throw new Error(`no end after ${stepsMax} steps`);
      this.#now = Math.max(this.#now, event.at);
      await event.happen();
    }
  }

  /** Until every task that lives stands at a gate: drawing a certificate or checking a signature takes real time. */
  async #settle(): Promise<void> {
    do await new Promise((resolve) => setImmediate(resolve));
    while ([...this.#running].some(({ open }) => open === 0));
    // What runs in two branches may stand at one gate and be about to come to the next.
    await new Promise((resolve) => setImmediate(resolve));
  }
}
