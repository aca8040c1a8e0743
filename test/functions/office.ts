import { expect } from 'vitest';
import { consented, type Scene, submit, type Wish } from './scene.ts';
import { type Caller, examiner, type Reply, type World } from './world.ts';

/** A filing that waits for an examiner; the world must register nothing by itself. */
export async function queued(world: World, wish: Wish = {}): Promise<Scene> {
  const scene = await consented(world, wish);
  const submitted = await submit(world, scene);
  expect(submitted.body['status'], submitted.text).toBe('examination');
  return { ...scene, version: Number(submitted.body['version']) };
}

/** An act of the office on a filing. */
export function act(
  world: World,
  operation: string,
  who: Caller,
  scene: Pick<Scene, 'id'>,
  body: object = {},
): Promise<Reply> {
  return world.call(operation, who, { params: { filingId: scene.id }, body });
}

export const decide = (world: World, scene: Pick<Scene, 'id'>, body: object, who: Caller = examiner) =>
  act(world, 'office.filings.decide', who, scene, body);

export const forOffice = (world: World, scene: Pick<Scene, 'id'>, who: Caller = examiner) =>
  world.call('office.filings.get', who, { params: { filingId: scene.id } });

export const codeOf = (reply: Reply) => [reply.status, reply.body['code']];
export const served = (reply: Reply): Reply => {
  expect(reply.status, reply.text).toBeLessThan(300);
  return reply;
};

export const accept = { outcome: 'accept' };
export const refuse = { outcome: 'refuse', grounds: ['A4.g12'], reason: '质押合同显失公平' };

/** Every line of a list of the office, page after page, as JSON: what stands in none of it was not shown. */
export async function allOf(
  world: World,
  operation: string,
  query: Record<string, string>,
  who: Caller = examiner,
): Promise<string> {
  let shown = '';
  let cursor: string | undefined;
  do {
    const asked = { ...query, limit: '50', ...(cursor && { cursor }) };
    const page = served(await world.call(operation, who, { query: asked }));
    shown += page.text;
    cursor = page.body['next'] as string | undefined;
  } while (cursor);
  return shown;
}

/** Submits it; what a person must look at, as a natural person's pledge (A9.4), an examiner accepts. */
export async function registeredBy(world: World, scene: Scene, who: Caller = examiner): Promise<Reply> {
  const submitted = served(await submit(world, scene));
  const waits = submitted.body['status'] === 'examination';
  const done = waits ? served(await decide(world, scene, accept, who)) : submitted;
  expect(done.body['status'], done.text).toBe('registered');
  return done;
}
