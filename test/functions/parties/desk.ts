import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { usccCheck } from '../../../shared/kernel/uscc.ts';
import { paper } from '../papers.ts';
import type { Enrolled } from '../scene.ts';
import { type Caller, examiner, type Reply, type World } from '../world.ts';

/** What the tests of procedures about who may act have in common: opening, consenting, submitting, deciding. */

let serial = 200_000_000;
/** A made-up code with a true check character, never used before in this process. */
export function nextUscc(): string {
  serial += 1;
  const first = `91110000${serial}`;
  return `${first}${usccCheck(first)}`;
}

export type Asking = { readonly caller: Caller; readonly party: string; readonly id: string };

export const acting = (party: string) => ({ 'acting-party': party });
export const newAccount = (): Caller => ({ sub: randomUUID() });
export const full = (caller: Caller) => ({ subject: caller.sub, administrator: true, signer: true });

export const organisationForm = (accounts: readonly object[], more: object = {}, form: object = {}) => ({
  subject: {
    ...{ kind: 'organisation', name: `机构${randomUUID()}`, formerNames: [] },
    ...{ identifier: nextUscc(), address: '示例路1号', ...more },
  },
  accounts,
  signing: { signatures: 1 },
  ...form,
});

/** A filing that an account opens for a party it does not act for yet. */
export async function openAsCandidate(
  world: World,
  caller: Caller,
  procedure = 'party.enrolment',
): Promise<Asking> {
  const opened = await world.call('enrolments.open', caller, { body: { procedure } });
  expect(opened.status, opened.text).toBe(201);
  return { caller, party: String(opened.body['party']), id: String(opened.body['filing']) };
}

/** A filing that a party opens about itself. */
export async function openFor(world: World, who: Enrolled, procedure: string): Promise<Asking> {
  const body = { procedure, form: {}, documents: [], applicant: who.id };
  const opened = await world.call('filings.open', who.caller, { body, headers: acting(who.id) });
  expect(opened.status, opened.text).toBe(201);
  return { caller: who.caller, party: who.id, id: String(opened.body['id']) };
}

export async function read(world: World, filing: Asking, by: Caller = filing.caller): Promise<Reply> {
  return world.call('filings.get', by, { params: { filingId: filing.id } });
}

export async function fill(
  world: World,
  { caller, party, id }: Asking,
  form: object,
  documents: readonly unknown[] = [paper('registryExtract')],
): Promise<Reply> {
  const headers = acting(party);
  const seen = await world.call('filings.get', caller, { params: { filingId: id }, headers });
  await world.putPapers(id, documents);
  return await world.call('filings.edit', caller, {
    params: { filingId: id },
    body: { form, documents },
    headers: { ...headers, 'if-match': `"${seen.body['version']}"` },
  });
}

export async function agree(world: World, filing: Asking, by: Caller, party: string): Promise<Reply> {
  const headers = acting(party);
  const params = { filingId: filing.id };
  const seen = await world.call('filings.get', by, { params, headers });
  const body = { digest: seen.body['digest'], party };
  return world.call('filings.consent', by, { params, body, headers });
}

export function submit(world: World, { caller, party, id }: Asking): Promise<Reply> {
  return world.call('filings.submit', caller, {
    params: { filingId: id },
    body: {},
    headers: acting(party),
  });
}

export const decide = (world: World, filing: Asking, body: object = { outcome: 'accept' }, by = examiner) =>
  world.call('office.filings.decide', by, { params: { filingId: filing.id }, body });

/** Filled in, consented to by the account that asks, and submitted. */
export async function ask(
  world: World,
  filing: Asking,
  form: object,
  documents?: readonly unknown[],
): Promise<Reply> {
  const filled = await fill(world, filing, form, documents);
  expect(filled.status, filled.text).toBe(200);
  const given = await agree(world, filing, filing.caller, filing.party);
  expect(given.status, given.text).toBe(201);
  return submit(world, filing);
}

/** An organisation that came in by the front door: asked, submitted, accepted by an examiner. */
export async function enrol(
  world: World,
  form: (caller: Caller) => object = (caller) => organisationForm([full(caller)]),
): Promise<Asking & { readonly entry: string }> {
  const caller = newAccount();
  const filing = await openAsCandidate(world, caller);
  const submitted = await ask(world, filing, form(caller));
  expect(submitted.body['status'], submitted.text).toBe('examination');
  const accepted = await decide(world, filing);
  expect(accepted.body['status'], accepted.text).toBe('registered');
  const { entry } = accepted.body['registration'] as { entry: string };
  return { ...filing, entry };
}

export const groundsOf = (reply: Reply) =>
  (reply.body['findings'] as { ground: string }[]).map((one) => one.ground).sort();

export const codeOf = (reply: Reply) => [reply.status, reply.body['code']];
