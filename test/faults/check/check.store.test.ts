import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consented, type Enrolled, submit } from '../../functions/scene.ts';
import { check } from './check.ts';
import { startScene } from './scene.ts';

type Scene = Awaited<ReturnType<typeof startScene>>;

let of: Scene;
let owner: Enrolled;
let bank: Enrolled;
let patents: string[];

beforeAll(async () => {
  of = await startScene();
  owner = await of.enrolled();
  bank = await of.enrolled();
  patents = await of.importPatents(owner.party.name, 3);
  for (const patent of patents.slice(0, 2)) {
    const scene = await consented(of.world, { owner, bank, rights: [patent] });
    const done = await submit(of.world, scene);
    expect(done.body['status'], done.text).toBe('registered');
    await of.settle();
  }
  for (const patentNumber of patents) {
    await of.world.call('titles.get', undefined, { params: { patentNumber } });
  }
}, 60_000);
afterAll(() => of.close());

const found = () => check(of.remains, of.history);

describe('the checker', () => {
  it('finds nothing in a register whose own functions made it', async () => {
    expect(await found()).toEqual([]);
  });
});
