import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import type { FaultKind } from '../simulation/kinds.ts';
import type { Simulation, Task } from '../simulation/simulation.ts';
import { type Calling, type Fate, fateOf, type Leg, type Weather } from '../simulation/weather.ts';

/** A call on its way: where it is held, and what each of its requests meets. */
type OnItsWay = {
  readonly fate: Fate;
  readonly legs: Leg[];
  leg: Leg;
  readonly arrived: () => void;
  readonly released: Promise<void>;
};

/** A place in a function's run at which it may be appointed to die: its so-manieth gate, before the call or after it. */
export type Appointment = { readonly kind: string; readonly gate: number; readonly when: 'before' | 'after' };

/** A gate that was come to, by kind of task, for the account of where functions died. */
export type Deaths = Map<string, number>;

export class KeyFailed extends Error {
  override readonly name = 'KMSInternalException';
}

/**
 * The way of every call from a function to an engine: it stands at the gate, goes on when its time has come, meets what
 * the weather has for it, and its answer is handed over in one more moment of its own where it comes late.
 */
export class Passage {
  readonly #sim: Simulation;
  readonly #weather: Weather;
  readonly #count: (kind: FaultKind) => void;
  readonly #appointment: Appointment | undefined;
  readonly #marks = new Map<string, OnItsWay>();
  readonly #mark = new AsyncLocalStorage<string>();
  /** `kind gate when`, for each death; and `kind gate`, for each gate that was come to. */
  readonly deaths: Deaths = new Map();
  #serial = 0;
  /** Everything that happened, as far as it must be the same in every replay. */
  readonly trace = createHash('sha256');
  #appointed = false;

  constructor(
    sim: Simulation,
    weather: Weather,
    count: (kind: FaultKind) => void,
    appointment: Appointment | undefined,
  ) {
    this.#sim = sim;
    this.#weather = weather;
    this.#count = count;
    this.#appointment = appointment;
  }

  /** The mark of the call that is being sent, which its requests carry in a header. */
  mark(): string | undefined {
    return this.#mark.getStore();
  }

  /** Lets a call through; what no task asks for is done at once and meets nothing. */
  send<T>(call: Calling, does: () => Promise<T>): Promise<T> {
    const task = this.#sim.current();
    if (!task) return does();
    return this.#sim.gate<T>((open, fail) => {
      const at = task.gates;
      const fate = this.#appointedTo(
        task,
        at,
        fateOf(this.#weather, this.#sim.seed, `${task.name} ${at}`, call),
      );
      this.#note(`${task.kind} ${at}`);
      this.#sim.after(fate.arrives + fate.delayed, () => this.#goes(task, at, fate, does, open, fail));
    });
  }

  async #goes<T>(
    task: Task,
    at: number,
    fate: Fate,
    does: () => Promise<T>,
    open: (value: T) => void,
    fail: (error: unknown) => void,
  ): Promise<void> {
    this.trace.update(`${this.#sim.now()} ${task.name} ${at} ${task.state}\n`);
    // A process that died makes no more calls.
    if (task.state === 'dead') return;
    if (fate.delayed > 0) this.#count('slow');
    if (fate.dies === 'before') return this.#dies(task, at, 'diedBefore');
    const { way, release, arrival } = this.#onItsWay(fate);
    this.#serial += 1;
    const mark = `${this.#serial}`;
    this.#marks.set(mark, way);
    const ended = this.#mark.run(mark, does).then(
      (value) => () => open(value),
      (error: unknown) => () => fail(error),
    );
    const over = ended.then(() => undefined);
    if (fate.held !== undefined) await Promise.race([arrival, over]);
    const handOver = async () => {
      release();
      const pass = await ended;
      this.#marks.delete(mark);
      if (task.state === 'dead' && fate.held !== undefined) this.#count('landedLate');
      if (task.state === 'dead') return;
      if (fate.dies === 'after') return this.#dies(task, at, 'diedAfter');
      if (fate.answers > 0) this.#count('slow');
      if (fate.answers > 0) this.#sim.after(fate.answers, pass);
      else pass();
    };
    if (fate.held === undefined) return handOver();
    this.#count('held');
    this.#sim.after(fate.held, handOver);
    // Dead while its call is under way, which lands all the same.
    if (fate.dies === 'waiting') this.#dies(task, at, 'diedWaiting');
  }

  #onItsWay(fate: Fate) {
    let release = () => {};
    let arrived = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const arrival = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    if (fate.held === undefined) release();
    const way: OnItsWay = { fate, legs: [...fate.legs], leg: through, arrived, released };
    return { way, release, arrival };
  }

  #dies(task: Task, at: number, kind: 'diedBefore' | 'diedAfter' | 'diedWaiting'): void {
    this.#count(kind);
    this.#note(`${task.kind} ${at} ${kind === 'diedBefore' ? 'before' : 'after'}`);
    this.#sim.kill(task);
  }

  /** Actors do not die, and the one appointed does, once. */
  #appointedTo(task: Task, at: number, fate: Fate): Fate {
    const appointed = this.#appointment;
    const here = !this.#appointed && appointed?.kind === task.kind && appointed.gate === at;
    if (here && !this.#weather.calm()) {
      this.#appointed = true;
      return { ...fate, dies: appointed.when };
    }
    return fate;
  }

  #note(place: string): void {
    this.deaths.set(place, (this.deaths.get(place) ?? 0) + 1);
  }

  /** What a request of this mark meets before the engine hears of it. */
  async before(mark: string | undefined): Promise<Leg['before'] | 'lagging'> {
    const way = this.#marks.get(mark ?? '');
    if (!way) return 'through';
    way.leg = way.legs.shift() ?? through;
    way.arrived();
    await way.released;
    if (way.leg.before !== 'through') this.#met(way);
    if (way.leg.before === 'through' && way.fate.lags) this.#count('laggingRead');
    return way.leg.before === 'through' && way.fate.lags ? 'lagging' : way.leg.before;
  }

  /** What a request of this mark meets once the engine has answered. */
  async after(mark: string | undefined): Promise<Leg['after']> {
    const way = this.#marks.get(mark ?? '');
    if (!way) return 'through';
    if (way.leg.after !== 'through') this.#met(way);
    return way.leg.after;
  }

  /** The signing key has no server before it, so its fate is asked for here. */
  keyFails(): void {
    const way = this.#marks.get(this.mark() ?? '');
    if (way?.legs[0]?.before !== 'failed') return;
    this.#met(way);
    throw new KeyFailed();
  }

  #met(way: OnItsWay): void {
    if (way.fate.kind) this.#count(way.fate.kind);
  }
}

const through: Leg = { before: 'through', after: 'through' };
