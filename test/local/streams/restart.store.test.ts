import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { StreamCloud } from './stream-cloud.ts';
import type { Case } from './stream-template.ts';

const keys = (prefix: string, count: number) => Array.from({ length: count }, (_, at) => `${prefix}${at}`);
const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 20 });

const started: StreamCloud[] = [];
afterEach(async () => {
  for (const cloud of started.splice(0)) await cloud.remove();
});

async function cloudOf(mappings: Case['mappings']): Promise<StreamCloud> {
  const cloud = new StreamCloud({ things: { mappings } });
  started.push(cloud);
  await cloud.start();
  return cloud;
}

/** Changes the engine's file while it is stopped, as only time would otherwise. */
function withEngineFile(cloud: StreamCloud, change: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(join(cloud.folder, 'dynamodb', 'shared-local-instance.db'));
  change(database);
  database.close();
}

/** Closes the shard and opens its child, as the engine does when a shard has served its hours. */
function rollShard(database: DatabaseSync): void {
  const [last] = database.prepare('SELECT max(SequenceNumber) AS number FROM us').all();
  const end = Number(last?.['number']);
  const shard = database.prepare('SELECT * FROM ss WHERE DeletionDateTime IS NULL').get() ?? {};
  const now = Date.now();
  database
    .prepare('UPDATE ss SET SequenceNumberEnd = ?, DeletionDateTime = ? WHERE ShardID = ?')
    .run(end, now, shard['ShardID'] ?? null);
  database
    .prepare('INSERT INTO ss VALUES (?, ?, ?, ?, ?, ?, ?)')
    .run(
      shard['StreamID'] ?? null,
      `shardId-0000000${now}-${String(end).padStart(8, '0')}`,
      now,
      null,
      end + 1,
      null,
      shard['ShardID'] ?? null,
    );
}

describe('a restart', () => {
  it('delivers what was written and not delivered, and nothing that was', async () => {
    const cloud = await cloudOf({ calm: { handler: '' } });
    await cloud.putMany('things', keys('a', 10));
    await until(() => expect(cloud.keys('calm')).toHaveLength(10));
    await cloud.stopTriggers();
    await cloud.putMany('things', keys('b', 10));
    await cloud.stop();
    await cloud.start();
    await cloud.put('things', 'c');
    await until(() => expect(cloud.keys('calm')).toContain('c'));
    expect(cloud.keys('calm').toSorted()).toEqual([...keys('a', 10), ...keys('b', 10), 'c'].toSorted());
  });

  it('in the middle of a delivery delivers it again', async () => {
    const cloud = await cloudOf({
      halted: { BatchSize: 5, handler: "if (!here('go')) await sleep(60_000); note('done');" },
    });
    await cloud.putMany('things', keys('a', 20));
    await until(() => expect(cloud.events('halted')).toHaveLength(1));
    const before = performance.now();
    await cloud.stop();
    expect(performance.now() - before).toBeLessThan(8_000);
    cloud.sign('go');
    await cloud.start();
    await until(() => expect(cloud.keys('halted', 'done')).toHaveLength(20));
    // The batch may have grown meanwhile, but it begins where the one that was cut off began.
    const [cutOff = [], again] = cloud.events('halted');
    expect(again?.slice(0, cutOff.length)).toEqual(cutOff);
  });

  it('lets a delivery that is about to end do so, and does not repeat it', async () => {
    const cloud = await cloudOf({ ending: { handler: "await sleep(500); note('done');" } });
    await cloud.put('things', 'a');
    await until(() => expect(cloud.events('ending')).toHaveLength(1));
    await cloud.stop();
    expect(cloud.keys('ending', 'done')).toEqual(['a']);
    await cloud.start();
    await cloud.put('things', 'b');
    await until(() => expect(cloud.keys('ending', 'done')).toEqual(['a', 'b']));
  });

  it('while a record fails without end goes on with that record', async () => {
    const cloud = await cloudOf({
      stuck: { BatchSize: 1, handler: "if (!here('go')) throw new Error('no'); note('done');" },
    });
    for (const key of keys('a', 3)) await cloud.put('things', key);
    await until(() => expect(cloud.events('stuck').length).toBeGreaterThan(4));
    await cloud.stop();
    expect(new Set(cloud.keys('stuck'))).toEqual(new Set(['a0']));
    cloud.sign('go');
    await cloud.start();
    await until(() => expect(cloud.keys('stuck', 'done')).toEqual(keys('a', 3)));
  });

  it('with a spoilt checkpoint begins at the oldest record', async () => {
    const cloud = await cloudOf({ again: { handler: '' } });
    await cloud.put('things', 'a');
    await until(() => expect(cloud.keys('again')).toEqual(['a']));
    await cloud.stop();
    writeFileSync(join(cloud.folder, 'dynamodb', 'streams', 'Streams-againMapping.json'), '{"streamArn":');
    await cloud.start();
    await until(() => expect(cloud.keys('again')).toEqual(['a', 'a']));
  });
});

describe('a shard', () => {
  it('that was closed is read to its end before its child, and its child from its beginning', async () => {
    const cloud = await cloudOf({ rolled: { BatchSize: 3, handler: '' } });
    await cloud.putMany('things', keys('a', 4));
    await until(() => expect(cloud.keys('rolled')).toHaveLength(4));
    await cloud.stopTriggers();
    for (const key of keys('b', 7)) await cloud.put('things', key);
    await cloud.stop();
    withEngineFile(cloud, rollShard);
    await cloud.start({ idleMs: 200 });
    for (const key of keys('c', 4)) await cloud.put('things', key);
    await until(() => expect(cloud.keys('rolled').slice(4)).toEqual([...keys('b', 7), ...keys('c', 4)]));
    await cloud.stop();
    await cloud.start();
    await cloud.put('things', 'd');
    await until(() => expect(cloud.keys('rolled').slice(15)).toEqual(['d']));
  });

  it('whose records all expired may number from one again, and nothing is missed', async () => {
    const cloud = await cloudOf({ numbered: { handler: '' } });
    for (const key of keys('a', 9)) await cloud.put('things', key);
    await until(() => expect(cloud.keys('numbered')).toHaveLength(9));
    await cloud.stop();
    withEngineFile(cloud, (database) => database.exec('DELETE FROM us'));
    await cloud.start();
    for (const key of keys('b', 3)) await cloud.put('things', key);
    await until(() => expect(cloud.keys('numbered').slice(9)).toEqual(keys('b', 3)));
    expect(cloud.events('numbered').flat().at(-1)?.dynamodb.SequenceNumber).toMatch(/^0+3$/);
  });
});
