import { createHash } from 'node:crypto';
import { objectCreatedEvent } from '../../../local/events/object-created.ts';
import type { S3ObjectEvent } from '../../../local/s3/server.ts';
import { png, pngText } from '../../functions/documents/files.ts';
import { region } from '../cloud/clients.ts';
import { buckets } from '../cloud/functions.ts';
import { bodyOf, type Person } from './person.ts';

export type Paper = {
  readonly bytes: Buffer;
  /** As a filing lists it. */
  readonly listed: { kind: string; name: string; type: string; sha256: string; bytes: number };
};

/** A picture that is unlike every other with another text. */
export function paperOf(kind: string, text: string): Paper {
  const bytes = png(pngText(text));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { bytes, listed: { kind, name: `${kind}.png`, type: 'image/png', sha256, bytes: bytes.length } };
}

type Address = { url: string; method: string; headers: Record<string, string> };

/**
 * Hands a paper in: asks for an address, sends the bytes there, and waits until it was checked and scanned. False where
 * that never came, as when the scanner's word was lost: then it is for an examiner.
 */
export async function upload(person: Person, filing: string, { bytes, listed }: Paper): Promise<boolean> {
  const { sha256 } = listed;
  for (let tries = 1; tries <= uploadsMax; tries += 1) {
    const asked = await person.act('documents.upload', { params: { filingId: filing, sha256 }, body: {} });
    if (asked.status === 201) {
      await send(person, bodyOf(asked) as Address, bytes);
      person.cloud.objectsCame(toldOf);
    }
    if (await isClean(person, filing, sha256)) return true;
    await person.think(20_000);
    // What was lost on the way, the clock finds.
    person.cloud.tellDocuments({ 'detail-type': 'Scheduled Event', source: 'aws.events', detail: {} });
  }
  return false;
}

const uploadsMax = 6;

/** The put of a client that has the address and nothing else; it passes the gate like any other call. */
async function send(person: Person, { url, method, headers }: Address, bytes: Buffer): Promise<void> {
  const { passage } = person.cloud;
  const calling = { reaching: 'bucket', operation: 'Upload', writes: true, mayLag: false } as const;
  await passage
    .send(calling, async () => {
      const mark = passage.mark();
      const marked = mark === undefined ? headers : { ...headers, 'x-fault-mark': mark };
      const answer = await fetch(url, { method, headers: marked, body: new Uint8Array(bytes) });
      await answer.arrayBuffer();
    })
    .catch(() => undefined);
}

async function isClean(person: Person, filing: string, sha256: string): Promise<boolean> {
  for (let looks = 1; looks <= 6; looks += 1) {
    await person.think(800);
    const seen = await person.look('documents.list', { params: { filingId: filing } });
    const { items = [] } = bodyOf(seen) as { items?: { sha256: string; status: string }[] };
    if (items.some((one) => one.sha256 === sha256 && one.status === 'clean')) return true;
  }
  return false;
}

const envelope = { version: '0', id: 'x', account: '0', region, time: '2026-11-23T00:00:00Z' };

/** What is told of an object: that it came, and a while later that the scanner found nothing. */
export function toldOf(arrival: S3ObjectEvent): readonly unknown[] {
  const came = { ...envelope, ...objectCreatedEvent(arrival) };
  const { bucket, object } = arrival.s3;
  if (bucket.name !== buckets.documents) return [];
  const scanned = {
    ...{ ...envelope, source: 'aws.guardduty', resources: [] },
    'detail-type': 'GuardDuty Malware Protection Object Scan Result',
    detail: {
      ...{ schemaVersion: '1.0', scanStatus: 'COMPLETED', resourceType: 'S3_OBJECT' },
      s3ObjectDetails: {
        ...{ bucketName: bucket.name, objectKey: object.key, eTag: object.eTag, versionId: object.versionId },
        s3Throttled: false,
      },
      scanResultDetails: { scanResultStatus: 'NO_THREATS_FOUND', threats: null },
    },
  };
  return [came, scanned];
}
