import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chanceOf } from './chance.ts';
import { faultKinds } from './kinds.ts';
import { Simulation } from './simulation.ts';
import { fateOf, weatherOf } from './weather.ts';

const whole = fc.integer({ min: 0, max: 10_000 });

/** Some tasks that each pause now and then, by their own throws; who came when. */
async function orderOf(seed: string, tasks: readonly string[]): Promise<string[]> {
  const sim = new Simulation(seed, 0);
  const seen: string[] = [];
  for (const name of tasks) {
    sim.start('test', name, async () => {
      const chance = chanceOf(seed, name);
      for (let at = 0; at < 5; at += 1) {
        await sim.pause(chance.below(100));
        seen.push(`${name} ${at} ${sim.now()}`);
      }
    });
  }
  await sim.run();
  return seen;
}

describe('a simulation', () => {
  it('gives one seed one order, and another seed another', async () => {
    const first = await orderOf('a', ['x', 'y', 'z']);
    expect(await orderOf('a', ['x', 'y', 'z'])).toEqual(first);
    expect(await orderOf('b', ['x', 'y', 'z'])).not.toEqual(first);
  });

  it('leaves everybody else where they were when one is taken out', async () => {
    const all = await orderOf('a', ['x', 'y', 'z']);
    const without = await orderOf('a', ['x', 'z']);
    expect(without).toEqual(all.filter((one) => !one.startsWith('y')));
  });

  it('never lets a dead task through another gate', async () => {
    const sim = new Simulation('a', 0);
    const seen: string[] = [];
    const { task, died } = sim.start('test', 'victim', async () => {
      await sim.pause(10);
      seen.push('first');
      await sim.pause(10);
      seen.push('second');
    });
    sim.after(15, () => sim.kill(task));
    await sim.run();
    await died;
    expect([seen, task.state]).toEqual([['first'], 'dead']);
  });

  it('waits for work that takes real time before anything else happens', async () => {
    const sim = new Simulation('a', 0);
    const seen: string[] = [];
    sim.start('test', 'worker', async () => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      seen.push('worked');
      await sim.pause(1);
    });
    sim.after(0, () => void seen.push('next'));
    await sim.run();
    expect(seen).toEqual(['worked', 'next']);
  });

  it('says who still waits when nothing would ever happen again', async () => {
    const sim = new Simulation('a', 0);
    sim.start('test', 'forgotten', () => sim.gate(() => {}));
    await expect(sim.run()).rejects.toThrow('forgotten');
  });
});

describe('the weather', () => {
  const call = { reaching: 'database', operation: 'TransactWrite', writes: true, mayLag: false } as const;

  it('has none of what it is to be without, and all else strikes where it did', () => {
    fc.assert(
      fc.property(
        whole,
        fc.constantFrom(...faultKinds),
        fc.constantFrom(...faultKinds),
        (seed, taken, other) => {
          const name = `seed ${seed}`;
          const all = weatherOf(name, () => false, new Set());
          const less = weatherOf(name, () => false, new Set([taken]));
          const places = Array.from({ length: 40 }, (_, at) => `place ${at}`);
          const struck = (weather: typeof all, kind: typeof other) =>
            places.filter((place) => weather.strikes(place, kind) !== undefined);
          expect(struck(less, taken)).toEqual([]);
          if (other !== taken) expect(struck(less, other)).toEqual(struck(all, other));
        },
      ),
    );
  });

  it('has no faults at all once it is calm', () => {
    const calm = weatherOf('seed 1', () => true, new Set());
    for (let at = 0; at < 200; at += 1) {
      expect(fateOf(calm, 'seed 1', `place ${at}`, call)).toMatchObject({
        held: undefined,
        answers: 0,
        legs: [],
        dies: undefined,
      });
    }
  });
});
