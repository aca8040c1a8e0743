import { foundIn, type Placed, type Projection } from '../../../functions/_platform/projection/projection.ts';
import { writeEntry } from '../../../functions/_platform/store/records.ts';
import { commit } from '../../../functions/_platform/transaction.ts';
import { newId } from '../../../shared/kernel/id.ts';
import { instantOf } from '../../../shared/kernel/instant.ts';
import { type Entry, entry } from '../../../shared/register/entry.ts';
import type { World } from '../world.ts';

/** An entry in the register that says no more than this, as some procedure to come would make it. */
export async function entered(
  world: World,
  says: Pick<Entry, 'act'> & Partial<Pick<Entry, 'public' | 'record'>>,
): Promise<void> {
  const now = Date.now();
  const made = entry.parse({
    ...{ schema: 'entry-1', id: newId('ent', now, world.ports.random(10)), instant: instantOf(now) },
    ...{ decidedBy: 'examiner', public: {}, commitments: [], demonstration: true, ...says },
  });
  const done = await commit(world.client, world.ports, writeEntry(world.store, made, []));
  if (done.kind !== 'done') throw new Error('the entry was not written');
}

/** The entries that concern a projection, as the journal has them once everything that waits is sequenced. */
export async function placedFor(world: World, projection: Projection): Promise<Placed[]> {
  await world.journal.run();
  const { size, leaves } = await world.journal.published();
  const end = await size();
  return (await leaves(0, end, end)).flatMap((leaf, index) => {
    const found = foundIn(projection, index, leaf);
    return found?.entry ? [{ index, entry: found.entry }] : [];
  });
}
