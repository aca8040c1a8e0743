import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Engine, startEngine } from '../../local/dynamodb/engine.ts';
import { type Begun, beginAll, run } from './run.ts';

let engine: Engine;
let begun: Begun;
beforeAll(async () => {
  engine = await startEngine();
  begun = await beginAll(engine.url);
});
afterAll(async () => {
  rmSync(begun.snapshot.folder, { recursive: true, force: true });
  await engine.close();
});

it('a seed gives the same order each time, whatever ran before it, and keeps every promise', async () => {
  const first = await run(engine.url, begun, 4);
  await run(engine.url, begun, 5, { actors: new Set(['reader 1']), faults: new Set(['held']) });
  const again = await run(engine.url, begun, 4);
  expect(again.trace).toBe(first.trace);
  expect([first.broken, again.broken]).toEqual([[], []]);
  expect(first.fired.size).toBeGreaterThan(5);
}, 300_000);

it('what a run is to be without takes no part in it', async () => {
  const { actors, fired } = await run(engine.url, begun, 4, {
    ...{ actors: new Set(['reader 0']), faults: new Set(['cutAfter', 'laggingRead']) },
  });
  expect(actors).not.toContain('reader 0');
  expect([fired.has('cutAfter'), fired.has('laggingRead')]).toEqual([false, false]);
}, 300_000);
