import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from '../../shared/contracts/client.ts';
import type { Answer } from '../../shared/contracts/operations/index.ts';
import { sha256Hex } from '../../shared/kernel/digest.ts';
import type { FilingId } from '../../shared/kernel/id.ts';
import {
  type DocumentKind,
  type DocumentReference,
  type Ending,
  mediaTypes,
} from '../../shared/register/document.ts';
import { demand, Refused } from '../seed/refused.ts';

/** A document's bytes, and what a filing says of them. */
export type Paper = { readonly listed: DocumentReference; readonly bytes: Buffer };

export function paperOf(kind: DocumentKind, name: string, ending: Ending, bytes: Buffer): Paper {
  const sha256 = sha256Hex(bytes);
  return { listed: { kind, name, type: mediaTypes[ending], sha256, bytes: bytes.length }, bytes };
}

type Standing = Answer<'documents.list'>['items'][number];

const settledWithinMs = 30_000;
const askEveryMs = 100;

/**
 * Uploads a filing's documents as any client would, each to the address that it was given, and waits until the scan
 * has said something of every one.
 *
 * @throws Refused when an upload is refused
 */
export async function handIn(
  client: Client,
  filing: { readonly id: FilingId },
  papers: readonly Paper[],
): Promise<readonly Standing[]> {
  for (const { listed, bytes } of papers) {
    const params = { filingId: filing.id, sha256: listed.sha256 };
    const address = demand(await client.call('documents.upload', { params }), 'documents.upload');
    const { url, method, headers } = address;
    const answer = await fetch(url, { method, headers, body: new Uint8Array(bytes) });
    if (!answer.ok) throw new Refused(`upload of ${listed.name}: ${answer.status} ${await answer.text()}`);
  }
  return settled(client, filing);
}

/** The documents once none of them is on its way any more. */
export async function settled(
  client: Client,
  filing: { readonly id: FilingId },
): Promise<readonly Standing[]> {
  const params = { filingId: filing.id };
  const until = performance.now() + settledWithinMs;
  for (;;) {
    const { items } = demand(await client.call('documents.list', { params }), 'documents.list');
    if (items.every(({ status }) => !['awaited', 'checking', 'scanning'].includes(status))) return items;
    if (performance.now() > until) throw new Refused('the documents are still on their way');
    await wait(askEveryMs);
  }
}
