import type { Store } from '../../../functions/_platform/store/store.ts';
import { operations } from '../../../shared/contracts/operations/index.ts';
import { checkpointPath } from '../../../shared/journal/checkpoint.ts';
import type { Ask, Caller, Reply } from '../../functions/world.ts';
import type { Answer, Attempt, Request } from '../history.ts';
import type { Shown } from '../remains.ts';
import type { FaultKind, Fired } from '../simulation/kinds.ts';
import { Simulation } from '../simulation/simulation.ts';
import { type Weather, weatherOf } from '../simulation/weather.ts';
import { bucketsThrough, databaseThrough, type Written } from './clients.ts';
import { type Engines, type Snapshot, startEngines } from './engines.ts';
import { buckets, composeFunctions, type Functions } from './functions.ts';
import { answerOf, eventOf } from './gateway.ts';
import { type Appointment, Passage } from './passage.ts';
import { portsOf } from './ports.ts';
import { Wakings } from './wakings.ts';

export type CloudOptions = {
  readonly engine: string;
  readonly seed: string;
  readonly begun: number;
  readonly snapshot?: Snapshot;
  readonly appointment?: Appointment | undefined;
  readonly without?: ReadonlySet<FaultKind>;
  /** Procedures that register without an examiner. */
  readonly automatic?: readonly string[];
};

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };
export type Making = Mutable<Omit<Request, 'attempts'>> & { readonly attempts: Attempt[] };

/** As long as a function may run. */
const functionMillisMax = 28_000;

/** The register's functions over the engines, in which everything happens in the order that the seed decides. */
export class Cloud {
  readonly sim: Simulation;
  readonly weather: Weather;
  readonly passage: Passage;
  readonly fired: Fired = new Map();
  readonly history: Making[] = [];
  readonly shown: Shown[] = [];
  readonly store: Store;
  /** A process of nobody in particular, for whoever looks at what stands. */
  readonly functions: Functions;
  readonly engines: Engines;
  /** Functions that failed, as their own log tells. */
  readonly failures: string[] = [];
  readonly #weatherNow: { calm: boolean };
  /** Whether certificates are drawn as they become due, which takes more real time than all the rest. */
  certifies = true;
  #runs = 0;
  readonly #running = new Map<string, number>();
  readonly #wakings = new Wakings(this);
  readonly #close: () => void;
  readonly #compose: () => Functions;
  /** Processes that wait for the next run of their function, with whatever they remember. */
  readonly #idle = new Map<string, Functions[]>();

  private constructor(
    options: CloudOptions,
    engines: Engines,
    made: { sim: Simulation; weather: Weather; passage: Passage; now: { calm: boolean } },
  ) {
    this.sim = made.sim;
    this.weather = made.weather;
    this.passage = made.passage;
    this.engines = engines;
    this.#weatherNow = made.now;
    const ports = portsOf(made.sim, options.seed, made.weather, (kind) => this.count(kind));
    const client = databaseThrough(made.passage, engines.url, (written) => this.#wakings.written(written));
    const objects = bucketsThrough(made.passage, engines.s3, ports.now, (...put) => this.#stands(...put));
    this.store = { client, tables: engines.names };
    this.#compose = () =>
      composeFunctions({
        ...{ store: this.store, buckets: objects, ports, passage: made.passage },
        automatic: options.automatic ?? ['pledge.registration'],
      });
    this.functions = this.#compose();
    this.#close = () => {
      client.destroy();
      objects.destroy();
    };
  }

  /** From now on nothing goes wrong any more. */
  calmDown(): void {
    this.#weatherNow.calm = true;
  }

  static async open(options: CloudOptions): Promise<Cloud> {
    const sim = new Simulation(options.seed, options.begun);
    const now = { calm: false };
    const weather = weatherOf(options.seed, () => now.calm, options.without ?? new Set());
    const held: { cloud?: Cloud } = {};
    const passage = new Passage(sim, weather, (kind) => held.cloud?.count(kind), options.appointment);
    const engines = await startEngines(options.engine, passage, {
      now: () => sim.now(),
      snapshot: options.snapshot,
      lags: weather.has('laggingRead'),
    });
    const cloud = new Cloud(options, engines, { sim, weather, passage, now });
    held.cloud = cloud;
    return cloud;
  }

  /** What happened, in short: two runs of one seed agree in it. */
  trace(): string {
    const answers = this.history.map(
      ({ no, attempts }) => `${no} ${attempts.map(({ answer }) => answer?.status)}`,
    );
    return this.passage.trace.copy().update(answers.join('\n')).digest('hex').slice(0, 16);
  }

  async close(): Promise<void> {
    this.#close();
    await this.engines.close();
  }

  count(kind: FaultKind): void {
    this.fired.set(kind, (this.fired.get(kind) ?? 0) + 1);
  }

  /** One request of an actor, answered or not: nothing is heard of a function that died, or of an answer that was lost. */
  async ask(made: Making, caller: Caller | undefined, ask: Ask): Promise<Answer | undefined> {
    const actor = this.sim.current();
    const row = operations.find(({ id }) => id === made.operation);
    if (!row) throw new Error(`no operation ${made.operation}`);
    const begun = this.sim.steps;
    const event = eventOf(`${row.method} ${row.path}`, caller, {
      ...ask,
      headers: { ...(made.key && { 'idempotency-key': made.key }), ...ask.headers },
    });
    const name = `${actor?.name ?? 'nobody'} ${made.no}.${made.attempts.length + 1} ${made.operation}`;
    // Its place among the attempts is taken at once: two may be under way.
    const at = made.attempts.push({ begun, ended: Number.POSITIVE_INFINITY }) - 1;
    const run = this.#run(row.function, name, (process) => process.answer(row.function, event));
    const answered = await this.sim.waitFor(run.heard);
    const lost = actor !== undefined && this.weather.strikes(name, 'replyLost') !== undefined;
    if (lost && answered) this.count('replyLost');
    const answer = answered && !lost && 'statusCode' in answered ? answerOf(answered) : undefined;
    made.attempts[at] = { begun, ended: this.sim.steps, ...(answer && { answer }) };
    if (made.operation === 'journal.checkpoint' && answer?.status === 200) {
      this.shown.push({ step: this.sim.steps, note: answer.text });
    }
    return answer;
  }

  /** The real handlers without faults, for whoever checks what stands. */
  async call(operation: string, caller: Caller | undefined, ask: Ask = {}): Promise<Reply> {
    const row = operations.find(({ id }) => id === operation);
    if (!row) throw new Error(`no operation ${operation}`);
    const event = eventOf(`${row.method} ${row.path}`, caller, ask);
    const answer = await this.functions.answer(row.function, event);
    if (!('statusCode' in answer)) throw new Error('no answer');
    const { status, headers, text } = answerOf(answer);
    const body = headers['content-type']?.includes('json') ? JSON.parse(text) : {};
    return { status, headers, text, body };
  }

  /** Runs a function that nobody waits for; what it does not finish, another run does. */
  wake(kind: Exclude<keyof Functions['woken'], 'documents' | 'records'>, byClock = true): void {
    void this.#background(kind, (process) => Promise.resolve(process.woken[kind](byClock)));
  }

  #background<T>(kind: string, body: (process: Functions) => Promise<T>): Promise<T | undefined> {
    this.#runs += 1;
    return this.#run(kind, `${kind} ${this.#runs}`, body).heard;
  }

  /** One run of a function, with its limit; `heard` gives nothing where it died. */
  #run<T>(
    kind: string,
    name: string,
    body: (process: Functions) => Promise<T>,
  ): { heard: Promise<T | undefined> } {
    const others = this.#running.get(kind) ?? 0;
    if (others > 0) this.count('runsAtOnce');
    this.#running.set(kind, others + 1);
    // A process does one thing at a time. What it remembers is there for its next run, and gone with it when it dies.
    const idle = this.#idle.get(kind) ?? [];
    this.#idle.set(kind, idle);
    const process = idle.pop() ?? this.#compose();
    const { task, ended, died } = this.sim.start(kind, name, () => body(process));
    this.sim.after(functionMillisMax, () => {
      if (task.state !== 'running') return;
      this.count('timedOut');
      this.sim.kill(task);
    });
    const heard = Promise.race([
      ended.catch((error: unknown) => {
        this.failures.push(`${name}: ${error instanceof Error ? `${error.name} ${error.message}` : error}`);
        return undefined;
      }),
      died.then(() => undefined),
    ]).finally(() => {
      if (task.state === 'ended') idle.push(process);
      this.#running.set(kind, (this.#running.get(kind) ?? 1) - 1);
    });
    return { heard };
  }

  /** The checkpoint is public: whatever stands there, if only for a moment, somebody may have been shown. */
  async #stands(bucket: string, key: string): Promise<void> {
    if (bucket !== buckets.journal || key !== checkpointPath || !this.sim.current()) return;
    const note = await this.engines.textOf(bucket, key);
    if (note !== undefined) this.shown.push({ step: this.sim.steps, note });
  }

  /** Tells the documents' function of everything that came to its bucket since. */
  objectsCame(eventOfObject: (event: Engines['arrivals'][number]) => readonly unknown[]): void {
    this.#wakings.objectsCame(eventOfObject);
  }

  /** Hands records of the filings' stream to the function that follows it. */
  tellRecords(records: readonly Written[]): void {
    void this.#background('records', (process) => process.woken.records(records));
  }

  /** An event for the documents' function. A run that fails is run again, twice at most, as the platform does. */
  tellDocuments(event: unknown, tries = 3): void {
    const heard = this.#background('arrival', async (process) => {
      await process.woken.documents(event);
      return 'done';
    });
    void heard.then((done) => {
      if (done === undefined && tries > 1) this.sim.after(60_000, () => this.tellDocuments(event, tries - 1));
    });
  }
}
