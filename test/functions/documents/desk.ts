import { createHash } from 'node:crypto';
import { documentStateOf } from '../../../functions/_platform/store/documents.ts';
import { onEvent } from '../../../functions/documents/events.ts';
import type { DocumentReference, DocumentState, Ending } from '../../../shared/register/document.ts';
import { endingOf, mediaTypes } from '../../../shared/register/document.ts';
import { ask, draft, type Enrolled, type Scene, type Wish } from '../scene.ts';
import type { Caller, Reply, World } from '../world.ts';

export type Handed = {
  readonly scene: Scene;
  readonly listed: DocumentReference;
  readonly bytes: Buffer;
  readonly key: string;
};

export type Address = { url: string; method: string; headers: Record<string, string>; expiresAt: string };

/** The desk at which documents are handed in: a filing that lists one, and the events that the cloud would send. */
export function openDesk(world: World) {
  const deps = { ...world.deps, ...world.bucket };

  /** A draft that lists the bytes as the contract; nothing is uploaded yet. */
  async function listed(
    bytes: Buffer,
    ending: Ending = 'pdf',
    more: Partial<DocumentReference> = {},
    wish: Wish = {},
  ): Promise<Handed> {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const one: DocumentReference = {
      ...{ kind: 'pledgeContract', name: '质押合同', type: mediaTypes[ending] },
      ...{ sha256, bytes: bytes.length, ...more },
    };
    const scene = await draft(world, { ...wish, documents: [one], uploaded: false });
    return { scene, listed: one, bytes, key: `documents/${scene.id}/${one.sha256}.${endingOf(one.type)}` };
  }

  const at = ({ scene, listed: { sha256 } }: Handed) => ({
    params: { filingId: scene.id, sha256 },
    body: {},
  });

  async function address(handed: Handed, who: Enrolled = handed.scene.owner): Promise<Address> {
    const reply = await ask(world, 'documents.upload', who, at(handed), 201);
    return reply.body as Address;
  }

  /** Sends bytes to an address as a client would; `headers` in place of those that the address names. */
  async function put(to: Address, bytes: Buffer, headers: Record<string, string> = to.headers) {
    const answer = await fetch(to.url, { method: to.method, headers, body: new Uint8Array(bytes) });
    const text = await answer.text();
    return { status: answer.status, code: /<Code>(\w+)<\/Code>/.exec(text)?.[1] };
  }

  async function state({ scene, listed }: Handed): Promise<DocumentState | undefined> {
    const sk = `DOCUMENT#${listed.sha256}.${endingOf(listed.type)}`;
    return documentStateOf(await world.item('filings', { pk: `FILING#${scene.id}`, sk }));
  }

  const envelope = { version: '0', id: 'x', account: '0', region: 'r', time: '2026-11-23T00:00:00Z' };

  /** The event of the newest object of this key, as the bus carries it. */
  function arrival({ key }: Handed) {
    const found = world.bucket.events().findLast(({ detail }) => JSON.stringify(detail).includes(key));
    if (!found) throw new Error(`no object ${key} came`);
    return { ...envelope, ...found };
  }

  /** The version that the newest arrival of this key is about. */
  const versionOf = (handed: Handed): string => {
    const { detail } = arrival(handed) as unknown as { detail: { object: { 'version-id': string } } };
    return detail.object['version-id'];
  };

  function scan(
    handed: Handed,
    result: string,
    more: { scanStatus?: string; version?: string; bucket?: string } = {},
  ) {
    return {
      ...envelope,
      source: 'aws.guardduty',
      'detail-type': 'GuardDuty Malware Protection Object Scan Result',
      resources: ['arn:aws:guardduty:r:0:malware-protection-plan/p'],
      detail: {
        schemaVersion: '1.0',
        scanStatus: more.scanStatus ?? 'COMPLETED',
        resourceType: 'S3_OBJECT',
        s3ObjectDetails: {
          ...{ bucketName: more.bucket ?? world.bucket.name, objectKey: handed.key, eTag: 'e' },
          ...{ versionId: more.version ?? versionOf(handed), s3Throttled: false },
        },
        scanResultDetails: { scanResultStatus: result, threats: null },
      },
    };
  }

  const tick = {
    ...envelope,
    source: 'aws.events',
    'detail-type': 'Scheduled Event',
    resources: [],
    detail: {},
  };

  /** Listed, uploaded, checked and waiting for the scan; or unfit. */
  async function uploaded(
    bytes: Buffer,
    ending: Ending = 'pdf',
    more: Partial<DocumentReference> = {},
    wish: Wish = {},
  ): Promise<Handed> {
    const handed = await listed(bytes, ending, more, wish);
    const sent = await put(await address(handed), bytes);
    if (sent.status !== 200) throw new Error(`upload: ${sent.status} ${sent.code}`);
    await onEvent(deps, arrival(handed));
    return handed;
  }

  async function clean(bytes: Buffer, ending: Ending = 'pdf', wish: Wish = {}): Promise<Handed> {
    const handed = await uploaded(bytes, ending, {}, wish);
    await onEvent(deps, scan(handed, 'NO_THREATS_FOUND'));
    return handed;
  }

  const call = (
    operation: string,
    handed: Handed,
    who: Caller | undefined,
    body: unknown = {},
  ): Promise<Reply> => world.call(operation, who, { ...at(handed), body });

  return {
    ...{ deps, listed, uploaded, clean, address, put, state, arrival, scan, tick, at, call },
    tell: (event: unknown) => onEvent(deps, event),
    versionOf,
  };
}
