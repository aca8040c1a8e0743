import { availableParallelism, cpus, loadavg } from 'node:os';
import { type CertificateTime, timeCertificates } from './certificate-time.ts';
import { type Consumption, consumptionOf } from './consumption.ts';
import { type FunctionLoad, timeLoading } from './load-time.ts';
import { timeReading } from './reading-time.ts';
import { startRegister } from './register-under-test.ts';
import { type RegistrationTime, timeRegistration } from './registration-time.ts';
import type { Rounds } from './rounds.ts';
import { scenarios } from './scenarios.ts';
import type { Comparison } from './statistics.ts';

/** Straight to the engine, or through the proxy that makes it as strict as the cloud. */
type Way = 'engine' | 'proxy';

type TimedRegistration = RegistrationTime & { readonly way: Way };
type TimedReading = { readonly way: Way; readonly overRead: Comparison };

export type Results = {
  readonly at: string;
  readonly plan: Plan;
  readonly machine: {
    readonly processor: string;
    readonly cores: number;
    readonly node: string;
    /** How many processes wanted to run at the beginning and at the end: above `cores`, others were in the way. */
    readonly load: readonly [number, number];
  };
  readonly registration: readonly TimedRegistration[];
  readonly reading: readonly TimedReading[];
  readonly consumption: readonly Consumption[];
  readonly loading: readonly FunctionLoad[];
  readonly certificates: readonly CertificateTime[];
};

const ways = ['engine', 'proxy'] as const;

/** How often each thing is done; the figures of a hasty run show that the bench works, and nothing else. */
const plans = {
  full: { read: 600, one: 150, twenty: 30, load: 25, draw: 60 },
  hasty: { read: 20, one: 4, twenty: 2, load: 2, draw: 2 },
} as const;
type Plan = keyof typeof plans;

/** Runs every measurement; `tell` hears what is being measured. */
export async function measure(plan: Plan, tell: (what: string) => void): Promise<Results> {
  const { read, one, twenty, load, draw } = plans[plan];
  const [before = 0] = loadavg();
  tell('the functions’ weight and loading');
  const loading = await timeLoading(load);
  tell('certificates');
  const certificates = await timeCertificates(halfAsWarmUp(draw));
  const register = await startRegister();
  try {
    tell('calls and units');
    const consumption: Consumption[] = [];
    for (const scenario of scenarios) consumption.push(await consumptionOf(register, scenario));
    const reading: TimedReading[] = [];
    const registration: TimedRegistration[] = [];
    for (const way of ways) {
      const endpoint = { engine: register.world.engine, proxy: register.world.endpoint }[way];
      tell(`the read of a title, by way of the ${way}`);
      reading.push({ way, overRead: await timeReading(register, endpoint, halfAsWarmUp(read)) });
      for (const { patents, counted } of [
        { patents: 1, counted: one },
        { patents: 20, counted: twenty },
      ]) {
        tell(`registrations of ${patents}, by way of the ${way}`);
        const times = await timeRegistration(register, endpoint, patents, halfAsWarmUp(counted));
        registration.push({ way, ...times });
      }
    }
    const [after = 0] = loadavg();
    return { plan, ...machine([before, after]), registration, reading, consumption, loading, certificates };
  } finally {
    await register.world.close();
  }
}

function halfAsWarmUp(counted: number): Rounds {
  return { warmUp: counted / 2, counted };
}

function machine(load: [number, number]): Pick<Results, 'at' | 'machine'> {
  const processor = cpus()[0]?.model.trim() ?? 'unknown';
  const cores = availableParallelism();
  return { at: new Date().toISOString(), machine: { processor, cores, node: process.version, load } };
}
