import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  followJournal,
  orderedBy,
  projectionOrder,
  tendProjection,
} from '../../../../functions/_platform/projection/run.ts';
import { chanceOf, startWorkbench, type Workbench } from './workbench.ts';

let bench: Workbench;
let lines: string[] = [];
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.close());
beforeEach(async () => {
  lines = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  await bench.reset();
});

const concerned = 'pledge.registration';
const other = 'patent.import';
const always = () => true;
const tend = (mayBegin = always) => tendProjection(bench.deps, bench.projection, mayBegin);
const bell = (mayBegin = always) => followJournal(bench.deps, bench.projection, mayBegin);
const order = (asked: object) =>
  orderedBy(projectionOrder.parse(asked), bench.deps, bench.projection, always);
const effects = () => bench.itemsOf('search');
const cursor = async () => (await bench.itemsOf('journal')).find(({ sk }) => sk === 'CURSOR')?.['next'];
const told = (code: string) => lines.filter((line) => line.includes(`"${code}"`));
/** A run that is held up at its first call that fits, until it is let go. */
async function held(run: () => Promise<unknown>, fits: (call: string) => boolean) {
  const { promise, resolve: go } = Promise.withResolvers<void>();
  const caught = Promise.withResolvers<void>();
  let holding = true;
  bench.faults.each = async (call, send) => {
    if (holding && fits(call) && call.startsWith('TransactWrite')) {
      holding = false;
      caught.resolve();
      await promise;
    }
    return send();
  };
  const late = run();
  await caught.promise;
  return { late, go };
}
const indices = async () => (await effects()).map(({ index }) => Number(index)).sort((a, b) => a - b);

describe('a projection', () => {
  it('hands over what concerns it and nothing else, once, and stands at the published end', async () => {
    bench.publish([concerned, other, concerned]);
    bench.publish([other]);
    bench.publish(Array.from({ length: 9 }, () => concerned));
    await bell();
    expect(await indices()).toEqual([0, 2, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
    expect(await cursor()).toBe(16);
    const before = bench.state.handled;
    await Promise.all([bell(), bell(), tend()]);
    expect(bench.state.handled).toBe(before);
  });

  it('reads nothing beyond what is published', async () => {
    bench.publish([concerned]);
    bench.publish([concerned]);
    bench.state.published = 2;
    await tend();
    expect(await indices()).toEqual([0]);
    expect(await cursor()).toBe(2);
  });

  it('goes across bundles that do not concern it without stopping', async () => {
    bench.publish(Array.from({ length: 700 }, () => other));
    bench.publish([concerned]);
    await bell();
    expect(await indices()).toEqual([701]);
    expect(await cursor()).toBe(703);
  });

  it('stops where its time is over, and the next run goes on from there', async () => {
    bench.publish(Array.from({ length: 30 }, () => concerned));
    for (let run = 1; (await cursor()) !== 31; run += 1) {
      let begun = 0;
      await bell(() => {
        begun += 1;
        return begun <= 1;
      });
      expect((await effects()).length).toBe(Math.min(30, run * 4));
      expect(run).toBeLessThan(12);
    }
    expect([...bench.taken.values()].every((times) => times === 1)).toBe(true);
  });
});

describe('an entry that cannot be worked off', () => {
  it('is set aside, told of, and holds up nobody; the clock takes it up again until it is done', async () => {
    bench.publish(Array.from({ length: 10 }, () => concerned));
    bench.state.poisoned.add(3);
    await bell();
    expect(await indices()).toEqual([0, 1, 2, 4, 5, 6, 7, 8, 9]);
    expect(await cursor()).toBe(11);
    expect(told('PROJECTION_SET_ASIDE')).toHaveLength(1);
    expect(told('PROJECTION_ASIDE')).toEqual([]);
    expect(await tend()).toMatchObject({ aside: 1 });
    expect(await tend()).toMatchObject({ aside: 1 });
    expect(told('PROJECTION_ASIDE')).toHaveLength(1);
    expect(told('PROJECTION_ASIDE')[0]).toContain('"index":3');
    bench.state.poisoned.clear();
    expect(await tend()).toMatchObject({ aside: 0 });
    expect(await indices()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect((await bench.itemsOf('journal')).map(({ sk }) => sk)).toEqual(['CURSOR']);
  });

  it('is no such entry where none can be: the cursor waits before the first of them, and nothing is set aside', async () => {
    bench.publish([concerned, concerned]);
    await bell();
    bench.publish(Array.from({ length: 6 }, () => concerned));
    for (let index = 3; index < 9; index += 1) bench.state.poisoned.add(index);
    const stopped = await tend();
    expect(stopped).toMatchObject({ next: 3, size: 10, stopped: 'TypeError', aside: 0 });
    expect(told('PROJECTION_STOPPED')).toHaveLength(1);
    bench.state.poisoned.clear();
    expect(await tend()).toMatchObject({ next: 10, size: 10 });
    expect((await effects()).length).toBe(8);
  });

  it('and is the last one waits at the cursor until another has come behind it', async () => {
    bench.publish([concerned]);
    bench.state.poisoned.add(0);
    expect(await tend()).toMatchObject({ next: 0, stopped: 'TypeError', aside: 0 });
    bench.publish(Array.from({ length: 600 }, () => other));
    expect(await tend()).toMatchObject({ next: 0, stopped: 'TypeError', aside: 0 });
    bench.publish([concerned]);
    expect(await tend()).toMatchObject({ next: 605, size: 605, aside: 1 });
    expect(await indices()).toEqual([603]);
  });

  it('may be a leaf of a schema that is not known yet, which is never passed over', async () => {
    bench.publish([concerned]);
    bench.publishLeaf('{"schema":"entry-2","id":"x"}');
    bench.publishLeaf('no JSON');
    bench.publish([concerned]);
    expect(await tend()).toMatchObject({ next: 6, aside: 2 });
    expect(told('PROJECTION_SET_ASIDE').every((line) => line.includes('UnreadableLeaf'))).toBe(true);
    expect(await indices()).toEqual([0, 4]);
  });

  it('is told by the error’s name alone: texts of errors may quote what they failed on', async () => {
    bench.publish([concerned, concerned]);
    bench.state.poisoned.add(0);
    for (let run = 0; run < 4; run += 1) await tend();
    expect(lines.join('') + JSON.stringify(await bench.itemsOf('journal'))).not.toContain('poison at');
  });
});

describe('a cursor', () => {
  it('that is ahead of the journal stops the projection, since nothing can be known then', async () => {
    bench.publish([concerned]);
    await bench.putItem('journal', { pk: 'PROJECTION#search', sk: 'CURSOR', next: 7 });
    expect(await tend()).toMatchObject({ next: 7, size: 2, stopped: 'AheadOfTheJournal' });
    expect(told('PROJECTION_TENDED')[0]).toContain('"behindSeconds":86400');
  });

  it('is never moved back by the slower of two runs', async () => {
    bench.publish(Array.from({ length: 9 }, () => concerned));
    const { late, go } = await held(bell, (call) => call.includes('"CURSOR"'));
    await bell();
    expect(await cursor()).toBe(10);
    const seen: unknown[] = [];
    bench.faults.each = async (_call, send) => {
      const answer = await send();
      seen.push(await cursor());
      return answer;
    };
    go();
    await late;
    expect([...new Set(seen)]).toEqual([10]);
  });

  it('behind the journal tells how old the oldest entry is whose effect is not there', async () => {
    bench.publish([concerned]);
    bench.state.poisoned.add(0);
    const now = Date.now();
    const later = { ...bench.deps.ports, now: () => now + 90_000 };
    await tendProjection({ ...bench.deps, ports: later }, bench.projection, always);
    const [line = '{}'] = told('PROJECTION_TENDED');
    expect(JSON.parse(line)['behindSeconds']).toBeGreaterThanOrEqual(90);
    expect(JSON.parse(line)['behindSeconds']).toBeLessThan(120);
  });
});

describe('a rebuild', () => {
  it('over what is there, and from nothing, leaves the very same items', async () => {
    bench.publish(Array.from({ length: 21 }, (_, at) => (at % 3 ? concerned : other)));
    await tend();
    const once = JSON.stringify(await effects());
    expect(await order({ rebuild: true })).toMatchObject({ rebuild: { next: 22, size: 22 } });
    expect(JSON.stringify(await effects())).toBe(once);
    await bench.empty('search');
    await order({ rebuild: true });
    expect(JSON.stringify(await effects())).toBe(once);
    expect(told('PROJECTION_REBUILT')).toHaveLength(2);
  });

  it('holds up nothing new, and goes on by the clock where its time was over', async () => {
    bench.publish(Array.from({ length: 40 }, () => concerned));
    await tend();
    await bench.empty('search');
    let begun = 0;
    const soon = () => {
      begun += 1;
      return begun % 4 !== 0;
    };
    await orderedBy({ rebuild: true }, bench.deps, bench.projection, soon);
    expect((await effects()).length).toBeLessThan(40);
    bench.publish([concerned]);
    await bell();
    expect(await indices()).toContain(41);
    for (let run = 0; run < 20; run += 1) await tend(soon);
    expect((await effects()).length).toBe(41);
    const handled = bench.state.handled;
    await tend();
    expect(bench.state.handled).toBe(handled);
  });

  it('ordered while another is under way begins at the beginning, wherever the other is', async () => {
    bench.publish(Array.from({ length: 9 }, () => concerned));
    await tend();
    const stays = (call: string) => call.startsWith('TransactWrite') && call.includes('"next":4,');
    const { late, go } = await held(() => order({ rebuild: true }), stays);
    await bench.empty('search');
    const short = () => false;
    await orderedBy({ rebuild: true }, bench.deps, bench.projection, short);
    go();
    await late;
    await tend();
    expect((await effects()).length).toBe(9);
  });

  it('sets aside what it cannot make anew, and the clock makes it anew later', async () => {
    bench.publish([concerned, concerned, concerned]);
    await tend();
    const once = JSON.stringify(await effects());
    await bench.empty('search');
    bench.state.poisoned.add(1);
    await order({ rebuild: true });
    bench.state.poisoned.clear();
    expect(await tend()).toMatchObject({ aside: 0 });
    expect(JSON.stringify(await effects())).toBe(once);
  });

  it('is ordered in no other words', () => {
    for (const bad of [{}, { rebuild: {} }, { rebuild: true, after: 1 }, { again: 'x' }, 'rebuild', null]) {
      expect(projectionOrder.safeParse(bad).success).toBe(false);
    }
  });
});

describe('whatever goes wrong on the way', () => {
  const seeds = Array.from({ length: 40 }, (_, at) => at + 1);

  /** Batches, bells that are lost, doubled or late, runs side by side, crashes and short times, as the seed says. */
  async function live(seed: number): Promise<{ expected: number }> {
    const chance = chanceOf(seed);
    let expected = 0;
    let crashIn = 0;
    bench.faults.each = async (_call, send) => {
      await setImmediate();
      crashIn -= 1;
      if (crashIn !== 0) return send();
      if (chance(2) === 0) await send();
      throw new Error('the function was stopped');
    };
    const running: Promise<unknown>[] = [];
    for (let step = 0; step < 18; step += 1) {
      const acts = Array.from({ length: chance(7) }, () => (chance(3) === 0 ? other : concerned));
      expected += acts.filter((act) => act === concerned).length;
      if (chance(3) > 0) bench.publish(acts);
      else expected -= acts.filter((act) => act === concerned).length;
      if (chance(4) === 0) bench.state.poisoned = new Set([chance(bench.leaves.length + 1)]);
      crashIn = chance(3) === 0 ? 0 : 1 + chance(25);
      for (let bells = chance(4); bells > 0; bells -= 1) {
        let left = 1 + chance(6);
        const short = () => {
          left -= 1;
          return left >= 0;
        };
        running.push((chance(4) === 0 ? tend(short) : bell(short)).catch(() => undefined));
      }
      if (chance(2) === 0) await Promise.all(running.splice(0));
      else await setImmediate();
    }
    await Promise.all(running);
    bench.faults.each = undefined;
    bench.state.poisoned.clear();
    return { expected };
  }

  it.each(seeds)(
    'seed %i: nothing is missed, nothing doubled, and it stands as after one clean run',
    async (seed) => {
      const { expected } = await live(seed);
      await tend();
      await tend();
      const lived = await effects();
      expect(lived.length).toBe(expected);
      expect([...bench.taken.values()].filter((times) => times !== 1)).toEqual([]);
      const cursors = await bench.itemsOf('journal');
      await bench.empty('search');
      await bench.empty('journal');
      await tend();
      expect(JSON.stringify(await effects())).toBe(JSON.stringify(lived));
      expect(await bench.itemsOf('journal')).toEqual(cursors);
    },
  );
});
