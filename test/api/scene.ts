import { randomUUID } from 'node:crypto';
import { handIn, paperOf } from '../../local/papers/hand-in.ts';
import { pdf } from '../../local/papers/pdf.ts';
import { createClient } from '../../shared/contracts/client.ts';
import { filingId, type PartyId } from '../../shared/kernel/id.ts';
import { cloudUnderTest, tokenOf } from '../cloud.ts';
import { pledgeForm } from '../functions/world.ts';

export type Raw = { status: number; headers: Headers; text: string; body: Record<string, unknown> };

/** One raw request, as any program would send it. */
export async function send(
  method: string,
  path: string,
  more: { token?: string | undefined; body?: unknown; text?: string; headers?: Record<string, string> } = {},
): Promise<Raw> {
  const body = more.text ?? (more.body === undefined ? undefined : JSON.stringify(more.body));
  const answer = await fetch(`${cloudUnderTest().url}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(more.token && { authorization: `Bearer ${more.token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(method === 'POST' && { 'idempotency-key': randomUUID() }),
      ...more.headers,
    },
    ...(body !== undefined && { body }),
  });
  const text = await answer.text();
  const json = answer.headers.get('content-type')?.includes('json') && text !== '';
  return { status: answer.status, headers: answer.headers, text, body: json ? JSON.parse(text) : {} };
}

const tokens = new Map<string, Promise<string>>();

/** A token that is signed in for once a test file, since a sign-in takes several requests. */
export function keptToken(name: string, make: () => Promise<string>): Promise<string> {
  const known = tokens.get(name) ?? make();
  tokens.set(name, known);
  return known;
}

export function clientOf(account: string, client: 'portal' | 'office' = 'portal') {
  const token = () => keptToken(account, () => tokenOf(account, client));
  return createClient({ baseUrl: cloudUnderTest().url, token });
}

/** The party that a demo account acts as. */
export async function partyOf(account: string): Promise<PartyId> {
  const mine = await clientOf(account).call('parties.mine');
  const party = mine.ok ? mine.body.parties[0]?.party.id : undefined;
  if (!party) throw new Error(`${account} is not enrolled`);
  return party;
}

/** The contract of every draft opened here: a real file. */
export const contract = paperOf('pledgeContract', '质押合同.pdf', 'pdf', await pdf('Pledge contract'));

/** Uploads the contract that `openDraft` listed, and waits until it was checked and scanned. */
export async function handInContract(account: string, id: string): Promise<void> {
  const items = await handIn(clientOf(account), { id: filingId.parse(id) }, [contract]);
  if (items.some(({ status }) => status !== 'clean')) throw new Error(JSON.stringify(items));
}

/** A draft that the pledgor opened with the pledgee over the patents; answers id, digest and ETag. */
export async function openDraft(
  account: string,
  pledgor: PartyId,
  pledgee: PartyId,
  patents: readonly string[],
): Promise<{ id: string; digest: string; etag: string }> {
  const plain = pledgeForm([pledgor], [pledgee], patents);
  // The sample's patents run out one by one: a short debt leaves several that can still be pledged (A4.g6).
  const form = { ...plain, claim: { ...plain.claim, performanceUntil: '2026-12-31' } };
  const opened = await clientOf(account).call('filings.open', {
    body: { procedure: 'pledge.registration', form, documents: [contract.listed] },
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  return { id: opened.body.id, digest: opened.body.digest ?? '', etag: opened.etag ?? '' };
}
