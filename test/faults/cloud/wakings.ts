import { chanceOf } from '../simulation/chance.ts';
import type { FaultKind } from '../simulation/kinds.ts';
import type { Simulation } from '../simulation/simulation.ts';
import type { Weather } from '../simulation/weather.ts';
import type { Written } from './clients.ts';
import type { Engines } from './engines.ts';
import type { Functions } from './functions.ts';

/** The cloud, as far as whatever wakes its functions has to do with it. */
export type WokenCloud = {
  readonly sim: Simulation;
  readonly weather: Weather;
  readonly engines: Engines;
  readonly certifies: boolean;
  readonly count: (kind: FaultKind) => void;
  readonly wake: (kind: Exclude<keyof Functions['woken'], 'documents' | 'records'>, byClock: boolean) => void;
  readonly tellRecords: (records: readonly Written[]) => void;
  readonly tellDocuments: (event: unknown) => void;
};

/** What wakes the functions that nobody waits for, and how it goes astray. */
export class Wakings {
  readonly #cloud: WokenCloud;
  readonly #rung = new Set<string>();
  #records: Written[] = [];
  #arrived = 0;
  #woken = 0;

  constructor(cloud: WokenCloud) {
    this.#cloud = cloud;
  }

  /** What was written rings the bells of who follows the table; a bell may be lost, late, or ring twice. */
  written(written: readonly Written[]): void {
    const { register, filings, journal } = this.#cloud.engines.names;
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

  #ring(kind: 'sequencer' | 'search' | 'telling' | 'certificates'): void {
    if (kind === 'certificates' && !this.#cloud.certifies) return;
    this.#woken += 1;
    const place = `bell ${kind} ${this.#woken}`;
    const chance = chanceOf(this.#cloud.sim.seed, place);
    // One bell stands for what is written meanwhile; but a stream has several shards, and each rings its own.
    const another = kind === 'sequencer' && chance.flip(0.5);
    if (this.#rung.has(kind) && !another) return;
    const strikes = (fault: FaultKind) => this.#cloud.weather.strikes(place, fault) !== undefined;
    const late = strikes('bellLate');
    const doubled = strikes('bellDoubled');
    if (strikes('bellLost')) {
      this.#cloud.count('bellLost');
      return;
    }
    this.#rung.add(kind);
    if (late) this.#cloud.count('bellLate');
    this.#cloud.sim.after(
      late ? 2_000 + chance.below(10_000) : 5 + chance.below(chance.flip(0.5) ? 60 : 200),
      () => {
        this.#rung.delete(kind);
        this.#cloud.wake(kind, false);
        if (!doubled) return;
        this.#cloud.count('bellDoubled');
        this.#cloud.sim.after(chance.below(60), () => this.#cloud.wake(kind, false));
      },
    );
  }

  /** Records of the filings' stream come in batches: some twice, some out of their order, some never. */
  #record(told: readonly Written[]): void {
    const waiting = this.#records.length > 0;
    this.#records.push(...told);
    if (waiting) return;
    this.#woken += 1;
    const place = `records ${this.#woken}`;
    const chance = chanceOf(this.#cloud.sim.seed, place);
    const strikes = (fault: FaultKind) => this.#cloud.weather.strikes(place, fault) !== undefined;
    const [doubled, reordered, lost] = [
      strikes('recordsDoubled'),
      strikes('recordsReordered'),
      strikes('recordsLost'),
    ];
    this.#cloud.sim.after(50 + chance.below(1_000), () => {
      const batch = this.#records;
      this.#records = [];
      if (lost) {
        this.#cloud.count('recordsLost');
        return;
      }
      if (reordered && batch.length > 1) this.#cloud.count('recordsReordered');
      if (doubled) this.#cloud.count('recordsDoubled');
      const handed = [...(reordered ? batch.toReversed() : batch), ...(doubled ? batch : [])];
      this.#cloud.tellRecords(handed);
    });
  }

  /** Tells the documents' function of everything that came to its bucket since. */
  objectsCame(eventOfObject: (event: Engines['arrivals'][number]) => readonly unknown[]): void {
    const fresh = this.#cloud.engines.arrivals.slice(this.#arrived);
    this.#arrived = this.#cloud.engines.arrivals.length;
    for (const arrival of fresh) {
      for (const event of eventOfObject(arrival)) {
        this.#woken += 1;
        const place = `event ${this.#woken}`;
        const chance = chanceOf(this.#cloud.sim.seed, place);
        const strikes = (fault: FaultKind) => this.#cloud.weather.strikes(place, fault) !== undefined;
        const [late, doubled, lost] = [strikes('eventLate'), strikes('eventDoubled'), strikes('eventLost')];
        if (lost) {
          this.#cloud.count('eventLost');
          continue;
        }
        if (late) this.#cloud.count('eventLate');
        if (doubled) this.#cloud.count('eventDoubled');
        const tell = () => this.#cloud.tellDocuments(event);
        this.#cloud.sim.after(late ? 3_000 + chance.below(8_000) : 10 + chance.below(100), tell);
        if (doubled) this.#cloud.sim.after(10 + chance.below(150), tell);
      }
    }
  }
}
