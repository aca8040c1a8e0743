import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { papersFor } from './papers.ts';
import { type Ask, pledgeForm, type Reply, type World } from './world.ts';

export type Enrolled = Awaited<ReturnType<World['putParty']>>;
export type Form = ReturnType<typeof pledgeForm> & Record<string, unknown>;

/** What a filing is to be unlike the plainest one: one owner, one bank, one patent of the owner. */
export type Wish = {
  readonly owner?: Enrolled;
  readonly bank?: Enrolled;
  readonly rights?: readonly string[];
  readonly form?: (plain: Form) => Record<string, unknown>;
  /** By default those that the form needs. All of them are clean, unless none is uploaded yet. */
  readonly documents?: readonly unknown[];
  readonly uploaded?: false;
  readonly declares?: readonly string[];
};

export type Scene = {
  readonly owner: Enrolled;
  readonly bank: Enrolled;
  readonly rights: readonly string[];
  readonly id: string;
  readonly version: number;
  readonly form: Record<string, unknown>;
  readonly digest: string;
};

/** The call's answer, which must have the status; its text is shown where it has not. */
export async function ask(
  world: World,
  operation: string,
  who: Enrolled | undefined,
  asked: Ask,
  status: number,
): Promise<Reply> {
  const reply = await world.call(operation, who?.caller, asked);
  expect(reply.status, `${operation}: ${reply.text}`).toBe(status);
  return reply;
}

export async function draft(world: World, wish: Wish = {}): Promise<Scene> {
  const owner = wish.owner ?? (await world.putParty(`权利人${randomUUID()}`));
  const bank = wish.bank ?? (await world.putParty(`银行${randomUUID()}`));
  const rights = wish.rights ?? (await world.putPatents([owner.party.name]));
  const plain = pledgeForm([owner.id], [bank.id], rights);
  const form = wish.form ? wish.form(plain) : plain;
  const documents = wish.documents ?? papersFor(form);
  const body = { procedure: 'pledge.registration', form, documents };
  const opened = await ask(world, 'filings.open', owner, { body }, 201);
  const digest = String(opened.body['digest']);
  if (wish.uploaded !== false) await world.putPapers(String(opened.body['id']), documents);
  return { owner, bank, rights, form, digest, id: String(opened.body['id']), version: 1 };
}

export function consent(
  world: World,
  scene: Pick<Scene, 'id' | 'digest'>,
  who: Enrolled,
  more: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<Reply> {
  const body = { digest: scene.digest, ...more };
  return world.call('filings.consent', who.caller, { params: { filingId: scene.id }, body, headers });
}

/** A draft to which both have consented. */
export async function consented(world: World, wish: Wish = {}): Promise<Scene> {
  const scene = await draft(world, wish);
  for (const one of [scene.owner, scene.bank]) {
    const given = await consent(world, scene, one, wish.declares ? { declares: wish.declares } : {});
    expect(given.status, given.text).toBe(201);
  }
  return { ...scene, version: 3 };
}

export function submit(
  world: World,
  scene: Pick<Scene, 'id' | 'owner'>,
  headers: Record<string, string> = {},
): Promise<Reply> {
  return world.call('filings.submit', scene.owner.caller, {
    params: { filingId: scene.id },
    body: {},
    headers,
  });
}

export async function edit(
  world: World,
  scene: Pick<Scene, 'id' | 'owner'>,
  version: number,
  form: Record<string, unknown>,
  documents: readonly unknown[] = papersFor(form),
): Promise<Reply> {
  await world.putPapers(scene.id, documents);
  return world.call('filings.edit', scene.owner.caller, {
    params: { filingId: scene.id },
    body: { form, documents },
    headers: { 'if-match': `"${version}"` },
  });
}

export function read(world: World, id: string, who: Enrolled): Promise<Reply> {
  return world.call('filings.get', who.caller, { params: { filingId: id } });
}

/** The codes of what a party was told of the filing, in alphabetical order: a stopped clock orders nothing. */
export async function told(world: World, who: Enrolled, filing: string): Promise<string[]> {
  const notices = await ask(world, 'notices.list', who, { query: { limit: '50' } }, 200);
  const items = notices.body['items'] as { filing: string; code: string }[];
  const own = items.filter((one) => one.filing === filing);
  return own.map((one) => one.code).sort();
}

/** Pointers and codes of a problem's errors. */
export function faultsOf(reply: Reply): [string, string][] {
  const errors = (reply.body['errors'] ?? []) as { pointer: string; code: string }[];
  return errors.map(({ pointer, code }) => [pointer, code]);
}
