import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Placed } from '../../../functions/_platform/projection/projection.ts';
import { followJournal, orderedBy } from '../../../functions/_platform/projection/run.ts';
import { canonicalJson } from '../../../shared/kernel/digest.ts';
import { chanceOf } from '../_platform/projection/workbench.ts';
import { placedFor } from '../journal/placed.ts';
import { paper, papersFor } from '../papers.ts';
import { consent, consented, draft, submit } from '../scene.ts';
import { confirmed, noticesTo, type Post, startPost } from './post.ts';

let post: Post;
beforeAll(async () => {
  post = await startPost();
});
afterAll(() => post.close());
afterEach(() => {
  post.world.faults.intercept = undefined;
});

/** Every notice of a registration as it lies there, byte for byte. */
async function tellings(): Promise<string[]> {
  const items = await post.world.items('filings', 'PARTY#');
  const told = items.filter(
    (item) => (item['notice'] as { code?: string } | undefined)?.code === 'registered',
  );
  return told.map(canonicalJson).sort();
}

async function forget(lines: readonly string[]): Promise<void> {
  for (const line of lines) {
    const { pk, sk } = JSON.parse(line);
    const TableName = post.world.names.filings;
    await post.world.client.send(new DeleteCommand({ TableName, Key: { pk, sk } }));
  }
}

async function rebuild(): Promise<void> {
  const { world } = post;
  const deps = { ...world.deps, journal: await world.journal.published() };
  const done = await orderedBy({ rebuild: true }, deps, world.projections.notices, () => true);
  expect(done).toMatchObject({ aside: 0, rebuild: { next: done.rebuild?.size } });
}

/** A registration in which an agency consented for the owner, and where the agency is mailed. */
async function represented() {
  const owner = await post.world.putParty('权利人');
  const agency = await post.world.putParty('代理机构', {
    agentOf: { principal: owner.id, acts: ['file', 'consent'] },
  });
  const address = await confirmed(post, agency);
  const power = paper('powerOfAttorney', { parties: [owner.id] });
  const scene = await draft(post.world, { owner, documents: [...papersFor({}), power] });
  expect((await consent(post.world, scene, agency, { party: owner.id })).status).toBe(201);
  await consent(post.world, scene, scene.bank);
  expect((await submit(post.world, scene)).body['status']).toBe('registered');
  return { agency, address, scene };
}

describe('the notices of registrations', () => {
  it('are one for each party, however often, by however many, and in whatever order entries are handed over', async () => {
    for (let at = 0; at < 2; at += 1) await submit(post.world, await consented(post.world));
    const entries = await placedFor(post.world, post.world.projections.notices);
    const { handle } = post.world.projections.notices;
    const hand = (some: readonly Placed[]) => handle(some, { again: false });
    await Promise.all([hand(entries), hand(entries.toReversed()), ...entries.map((one) => hand([one]))]);
    const told = await tellings();
    expect(told).toHaveLength(4);
    await hand(entries);
    expect(await tellings()).toEqual(told);
  });

  it('made anew are the same byte for byte, an agent’s too, and nobody is mailed a second time', async () => {
    const { agency, address, scene } = await represented();
    await post.settle();
    const told = await tellings();
    const mails = post.mails().length;
    expect(told.filter((line) => line.includes(`"pk":"PARTY#${agency.id}"`))).toHaveLength(1);
    await rebuild();
    expect(await tellings()).toEqual(told);
    await forget(told);
    await rebuild();
    expect(await tellings()).toEqual(told);
    await post.settle();
    post.time.aheadMs += 24 * 60 * 60_000;
    await post.sweep();
    expect(post.mails()).toHaveLength(mails);
    expect(noticesTo(post, address).filter(({ text }) => text.includes(scene.id))).toHaveLength(1);
  });

  it('made anew name whoever was agent then, though the mandate has been revoked since', async () => {
    const { agency } = await represented();
    await post.settle();
    const told = await tellings();
    const [item] = (await post.world.items('parties', `PARTY#${agency.id}`)).filter(({ sk }) =>
      String(sk).startsWith('MANDATE#'),
    );
    const revokedAt = new Date(post.world.ports.now() + 60_000).toISOString();
    await post.world.put('parties', { ...item, mandate: { ...(item?.['mandate'] as object), revokedAt } });
    await forget(told);
    await rebuild();
    expect(await tellings()).toEqual(told);
  });

  it.each(Array.from({ length: 6 }, (_, at) => at + 1))(
    'seed %i: crashes at any call, two runs at once, bells lost and doubled: each party is told once',
    async (seed) => {
      const chance = chanceOf(seed);
      const { world } = post;
      await world.journal.run();
      await world.follow(world.projections.notices);
      const before = await tellings();
      const scenes = [];
      const deps = { ...world.deps, journal: await world.journal.published() };
      let crashIn = 0;
      for (let step = 0; step < 4; step += 1) {
        world.faults.intercept = undefined;
        const scene = await consented(world);
        await submit(world, scene);
        scenes.push(scene);
        if (chance(3) > 0) await world.journal.run();
        crashIn = 1 + chance(12);
        world.faults.intercept = async (_call, send) => {
          crashIn -= 1;
          if (crashIn !== 0) return send();
          if (chance(2) === 0) await send();
          throw new Error('the function was stopped');
        };
        const bell = () => followJournal(deps, world.projections.notices, () => true).catch(() => undefined);
        await Promise.all(Array.from({ length: chance(4) }, bell));
      }
      world.faults.intercept = undefined;
      await world.journal.run();
      await world.follow(world.projections.notices);
      await world.follow(world.projections.notices);
      const fresh = (await tellings()).filter((line) => !before.includes(line));
      const ids = scenes.flatMap(({ owner, bank }) => [`PARTY#${owner.id}`, `PARTY#${bank.id}`]);
      expect(fresh.map((line) => JSON.parse(line).pk).sort()).toEqual(ids.sort());
    },
  );
});
