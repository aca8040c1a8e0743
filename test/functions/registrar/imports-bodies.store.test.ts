import { afterEach, expect, it } from 'vitest';
import { openBodies } from '../../../functions/_platform/bodies.ts';
import { digestText, sha256Hex } from '../../../shared/kernel/digest.ts';
import { readBody } from '../../../shared/register/import/body.ts';
import { KEPT, running } from '../../local/s3/running.ts';
import { csvOf, type Desk, freshLines, openDesk } from './imports-desk.ts';

let desk: Desk | undefined;
afterEach(() => desk?.close());

const bytes = new TextEncoder().encode('{"a":1}');
const digest = digestText.parse(`sha256:${sha256Hex(bytes)}`);

it('a body is kept once under its digest, and read back by it', async () => {
  const s3 = await running();
  const bodies = openBodies(KEPT, s3.client());
  await bodies.put(digest, bytes, 'application/json');
  await bodies.put(digest, bytes, 'application/json');
  expect(await bodies.get(digest)).toEqual(bytes);
  expect(s3.events.map((event) => event.s3.object.key)).toEqual([`bodies/${sha256Hex(bytes)}`]);
});

it('a body that is not there, or not what its digest says, is never taken for one', async () => {
  const s3 = await running();
  const bodies = openBodies(KEPT, s3.client());
  await expect(bodies.get(digest)).rejects.toThrow();
  const wrong = digestText.parse(`sha256:${'0'.repeat(64)}`);
  await bodies.put(wrong, bytes, 'application/json');
  await expect(bodies.get(wrong)).rejects.toThrow(/no sound body/);
});

it('an import keeps its body in the bucket, and a process that has nothing but that finishes it', async () => {
  const s3 = await running();
  desk = await openDesk({ bodies: openBodies(KEPT, s3.client()) });
  const died = await desk
    .process({ call: 'TransactWriteItems', nth: 2, when: 'before' })
    .post(csvOf(freshLines(20)));
  expect(died.status).toBe(500);
  expect(await desk.process().wake()).toEqual({ finished: 1 });
  expect(await desk.scan('TITLE#')).toHaveLength(20);
  const [entry] = (await desk.scan('ENTRY#')).map(
    (item) => item['entry'] as { body: { digest: string; bytes: number } },
  );
  const stored = await openBodies(KEPT, s3.client()).get(digestText.parse(entry?.body.digest));
  expect(stored.length).toBe(entry?.body.bytes);
  expect(readBody(stored).created).toHaveLength(20);
});
