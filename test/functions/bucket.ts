import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { openAddresses } from '../../functions/documents/addresses.ts';
import { openVault } from '../../functions/documents/vault.ts';
import { objectCreatedEvent } from '../../local/events/object-created.ts';
import { type S3ObjectEvent, startS3 } from '../../local/s3/server.ts';

const name = 'documents-here';
const credentials = { accessKeyId: 'TEST', secretAccessKey: 'test' };

/** A real bucket of documents behind the local S3 server, as the documents' function sees it. */
export async function startBucket() {
  const folder = mkdtempSync(join(tmpdir(), 'bucket-'));
  const arrivals: S3ObjectEvent[] = [];
  const running = await startS3({
    folder: join(folder, 's3'),
    region: 'cn-north-1',
    buckets: [{ name, versioned: true, cors: [] }],
    secretOf: () => credentials.secretAccessKey,
    authorise: () => true,
    onObjectCreated: (event) => arrivals.push(event),
  });
  const client = new S3Client({
    ...{ endpoint: running.url, region: 'cn-north-1', credentials, forcePathStyle: true },
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  return {
    name,
    client,
    vault: openVault(name, client),
    addresses: openAddresses(name, client),
    /** What the bus would carry of each object that came, in order. */
    events: () => arrivals.map(objectCreatedEvent),
    close: async () => {
      client.destroy();
      await running.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
