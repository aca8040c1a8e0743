import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Ports } from '../../../functions/_platform/clock.ts';
import type { Store } from '../../../functions/_platform/store/store.ts';
import { operations } from '../../../shared/contracts/operations/index.ts';
import { checkpointPath } from '../../../shared/journal/checkpoint.ts';
import type { Ask, Caller, Reply } from '../../functions/world.ts';
import type { Answer, Attempt, Request } from '../history.ts';
import type { Shown } from '../remains.ts';
import { chanceOf } from '../simulation/chance.ts';
import type { FaultKind, Fired } from '../simulation/kinds.ts';
import { Simulation, type Task } from '../simulation/simulation.ts';
import { type Weather, weatherOf } from '../simulation/weather.ts';
import { bucketsThrough, databaseThrough, type Written } from './clients.ts';
import { type Engines, type Snapshot, startEngines } from './engines.ts';
import { buckets, composeFunctions, type Functions } from './functions.ts';
import { type Appointment, Passage } from './passage.ts';

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
  calm = false;
  #runs = 0;
  readonly #running = new Map<string, number>();
  readonly #rung = new Set<string>();
  #records: Written[] = [];
  #arrived = 0;
  readonly #close: () => void;
  readonly #compose: () => Functions;
  /** Processes that wait for the next run of their function, with whatever they remember. */
  readonly #idle = new Map<string, Functions[]>();

  private constructor(
    options: CloudOptions,
    engines: Engines,
    made: { sim: Simulation; weather: Weather; passage: Passage; calm: { now: boolean } },
  ) {
    this.sim = made.sim;
    this.weather = made.weather;
    this.passage = made.passage;
    this.engines = engines;
    const ports = portsOf(made.sim, options.seed, made.weather, (kind) => this.count(kind));
    const client = databaseThrough(made.passage, engines.url, (written) => this.#written(written));
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
    Object.defineProperty(this, 'calm', {
      get: () => made.calm.now,
      set: (calm: boolean) => {
        made.calm.now = calm;
      },
    });
  }

  static async open(options: CloudOptions): Promise<Cloud> {
    const sim = new Simulation(options.seed, options.begun);
    const calm = { now: false };
    const weather = weatherOf(options.seed, () => calm.now, options.without ?? new Set());
    const held: { cloud?: Cloud } = {};
    const passage = new Passage(sim, weather, (kind) => held.cloud?.count(kind), options.appointment);
    const engines = await startEngines(options.engine, passage, {
      now: () => sim.now(),
      snapshot: options.snapshot,
      lags: weather.has('laggingRead'),
    });
    const cloud = new Cloud(options, engines, { sim, weather, passage, calm });
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

  /** What was written rings the bells of who follows the table; a bell may be lost, late, or ring twice. */
  #written(written: readonly Written[]): void {
    const { register, filings, journal } = this.engines.names;
    // As the filters of the event sources let through (infra/constructs/stream-trigger.ts).
    if (written.some(({ table, pk }) => table === register && pk.startsWith('PENDING#'))) {
      this.#ring('sequencer');
    }
    if (written.some(({ table, pk }) => table === journal && pk === 'HEAD')) {
      for (const follower of ['search', 'telling', 'certificates'] as const) this.#ring(follower);
    }
    const told = written.filter(({ table, sk }) => table === filings && /^(NOTICE#|WAKE#)/.test(sk));
    if (told.length > 0) this.#record(told);
  }

  /** The checkpoint is public: whatever stands there, if only for a moment, somebody may have been shown. */
  async #stands(bucket: string, key: string): Promise<void> {
    if (bucket !== buckets.journal || key !== checkpointPath || !this.sim.current()) return;
    const note = await this.engines.textOf(bucket, key);
    if (note !== undefined) this.shown.push({ step: this.sim.steps, note });
  }

  #ring(kind: 'sequencer' | 'search' | 'telling' | 'certificates'): void {
    if (this.#rung.has(kind) || this.followers === 'none') return;
    if (kind === 'certificates' && !this.certifies) return;
    this.#runs += 1;
    const place = `bell ${kind} ${this.#runs}`;
    const chance = chanceOf(this.sim.seed, place);
    const strikes = (fault: FaultKind) => this.weather.strikes(place, fault) !== undefined;
    const late = strikes('bellLate');
    const doubled = strikes('bellDoubled');
    if (strikes('bellLost')) {
      this.count('bellLost');
      return;
    }
    this.#rung.add(kind);
    if (late) this.count('bellLate');
    this.sim.after(late ? 2_000 + chance.below(10_000) : 20 + chance.below(200), () => {
      this.#rung.delete(kind);
      this.wake(kind, false);
      if (!doubled) return;
      this.count('bellDoubled');
      this.sim.after(chance.below(60), () => this.wake(kind, false));
    });
  }

  /** Whether functions are woken by what is written at all, and whether certificates are drawn, which takes real time. */
  followers: 'all' | 'none' = 'all';
  certifies = true;

  /** Records of the filings' stream come in batches: some twice, some out of their order, some never. */
  #record(told: readonly Written[]): void {
    const waiting = this.#records.length > 0;
    this.#records.push(...told);
    if (waiting || this.followers === 'none') return;
    this.#runs += 1;
    const place = `records ${this.#runs}`;
    const chance = chanceOf(this.sim.seed, place);
    const strikes = (fault: FaultKind) => this.weather.strikes(place, fault) !== undefined;
    const [doubled, reordered, lost] = [
      strikes('recordsDoubled'),
      strikes('recordsReordered'),
      strikes('recordsLost'),
    ];
    this.sim.after(50 + chance.below(1_000), () => {
      const batch = this.#records;
      this.#records = [];
      if (lost) {
        this.count('recordsLost');
        return;
      }
      if (reordered && batch.length > 1) this.count('recordsReordered');
      if (doubled) this.count('recordsDoubled');
      const handed = [...(reordered ? batch.toReversed() : batch), ...(doubled ? batch : [])];
      void this.#background('records', (process) => process.woken.records(handed));
    });
  }

  /** Tells the documents' function of everything that came to its bucket since. */
  objectsCame(eventOfObject: (event: Engines['arrivals'][number]) => readonly unknown[]): void {
    const fresh = this.engines.arrivals.slice(this.#arrived);
    this.#arrived = this.engines.arrivals.length;
    for (const arrival of fresh) {
      for (const event of eventOfObject(arrival)) {
        this.#runs += 1;
        const place = `event ${this.#runs}`;
        const chance = chanceOf(this.sim.seed, place);
        const strikes = (fault: FaultKind) => this.weather.strikes(place, fault) !== undefined;
        const [late, doubled, lost] = [strikes('eventLate'), strikes('eventDoubled'), strikes('eventLost')];
        if (lost) {
          this.count('eventLost');
          continue;
        }
        if (late) this.count('eventLate');
        if (doubled) this.count('eventDoubled');
        const tell = () => this.tellDocuments(event);
        this.sim.after(late ? 3_000 + chance.below(8_000) : 10 + chance.below(100), tell);
        if (doubled) this.sim.after(10 + chance.below(150), tell);
      }
    }
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

/** So many milliseconds a machine's clock is off, at most. */
const clockOffMax = 1_000;

/** So many bytes are drawn for the serial of a registration number, and for nothing else. */
const serialBytes = 4;

/** Time and chance of whatever runs: the run's own clock, and the running task's throws. */
function portsOf(sim: Simulation, seed: string, weather: Weather, count: (kind: FaultKind) => void): Ports {
  const others = chanceOf(seed, 'ports');
  let drawn: Uint8Array | undefined;
  const clocks = new WeakMap<Task, number>();
  const offOf = (task: Task | undefined): number => {
    const known = task && clocks.get(task);
    if (!task || known !== undefined) return known ?? 0;
    const struck = weather.strikes(`${task.name} clock`, 'clockOff');
    if (struck) count('clockOff');
    const off = struck ? struck.below(2 * clockOffMax) - clockOffMax : 0;
    clocks.set(task, off);
    return off;
  };
  return {
    now: () => Math.floor(sim.now() + offOf(sim.current())),
    random: (bytes) => {
      const task = sim.current();
      const fresh = (task?.chance ?? others).bytes(bytes);
      if (!task || bytes !== serialBytes) return fresh;
      // Of ten million numbers no run would ever draw one twice.
      const again = drawn && weather.strikes(`${task.name} ${task.gates} number`, 'numberTwice');
      if (again) count('numberTwice');
      else drawn = fresh;
      return drawn ?? fresh;
    },
    pause: (millis) => (sim.current() ? sim.pause(millis) : Promise.resolve()),
  };
}

type GatewayAnswer = {
  statusCode?: number | undefined;
  headers?: Readonly<Record<string, unknown>> | undefined;
  body?: string | undefined;
};

function answerOf({ statusCode = 0, headers = {}, body = '' }: GatewayAnswer): Answer {
  const texts = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  return { status: statusCode, headers: texts, text: body };
}

let requests = 0;

/** A request as the gateway hands it to a function. */
export function eventOf(routeKey: string, caller: Caller | undefined, ask: Ask): APIGatewayProxyEventV2 {
  requests += 1;
  const text = typeof ask.body === 'string' ? ask.body : JSON.stringify(ask.body);
  const claims = caller && {
    ...{ sub: caller.sub, client_id: caller.client ?? 'portal' },
    ...(caller.groups && { 'cognito:groups': caller.groups }),
  };
  return {
    ...{ version: '2.0', routeKey, rawPath: '/', rawQueryString: '', isBase64Encoded: false },
    headers: { ...(text !== undefined && { 'content-type': 'application/json' }), ...ask.headers },
    ...(ask.params && { pathParameters: ask.params }),
    ...(ask.query && { queryStringParameters: ask.query }),
    requestContext: {
      requestId: `request-${requests}`,
      ...(claims && { authorizer: { jwt: { claims, scopes: [] } } }),
    } as unknown as APIGatewayProxyEventV2['requestContext'],
    ...(text !== undefined && { body: text }),
  };
}
