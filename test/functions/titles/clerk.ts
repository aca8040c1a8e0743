import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import {
  checkpointItem,
  headItem,
  indexKey,
  readHead,
  sizeItem,
} from '../../../functions/_platform/store/journal.ts';
import { entryId } from '../../../shared/kernel/id.ts';
import { addMillis, instantOf, laterOf } from '../../../shared/kernel/instant.ts';
import type { World } from '../world.ts';

/** Publishes what waits as the sequencer does, without tiles: temporary. */
export function clerk(world: World) {
  const putIn = (item: Record<string, unknown>) =>
    world.client.send(new PutCommand({ TableName: world.store.tables.journal, Item: item }));
  return {
    rest: async () => {
      const head = await readHead(world.store);
      if (!head) return;
      const instant = laterOf(instantOf(world.ports.now()), addMillis(head.published.instant, 1));
      await putIn(headItem({ version: head.version + 1, published: { ...head.published, instant } }));
    },
    run: async () => {
      const head = await readHead(world.store);
      const now = instantOf(world.ports.now());
      const from = head?.published ?? { size: 0, instant: instantOf(0), note: '', map: undefined };
      const instant = laterOf(now, addMillis(from.instant, 1));
      const waiting = (await world.items('register', 'PENDING#')).sort((a, b) =>
        String(a['sk']) < String(b['sk']) ? -1 : 1,
      );
      const version = (head?.version ?? 0) + 1;
      if (waiting.length === 0) {
        return;
      }
      let index = from.size;
      for (const one of waiting) {
        await putIn({ ...indexKey(entryId.parse(one['pending'])), index });
        index += 1;
      }
      const published = { size: index + 1, instant, note: '', map: undefined };
      await putIn(checkpointItem(published));
      await putIn(sizeItem(published));
      await putIn(headItem({ version, published }));
      for (const { pk, sk } of waiting)
        await world.client.send(
          new DeleteCommand({ TableName: world.store.tables.register, Key: { pk, sk } }),
        );
    },
  };
}
