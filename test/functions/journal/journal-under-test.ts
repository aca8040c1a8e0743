import { generateKeyPairSync, randomBytes, sign as signWith } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { type Ports, systemPorts } from '../../../functions/_platform/clock.ts';
import { type Log, openLog } from '../../../functions/_platform/journal/log.ts';
import { openShelf, type Shelf } from '../../../functions/_platform/journal/shelf.ts';
import type { Signer } from '../../../functions/_platform/signer.ts';
import { writeEntry } from '../../../functions/_platform/store/records.ts';
import type { Store } from '../../../functions/_platform/store/store.ts';
import { commit } from '../../../functions/_platform/transaction.ts';
import { type Run, sequence } from '../../../functions/journal/sequencer/sequence.ts';
import { startS3 } from '../../../local/s3/server.ts';
import { ed25519Verifier } from '../../../shared/journal/ed25519.ts';
import { signatureTypes, type Verifier, verifierKey } from '../../../shared/journal/note.ts';
import { type EntryId, newId } from '../../../shared/kernel/id.ts';
import { type Instant, instantOf } from '../../../shared/kernel/instant.ts';
import { type Entry, entry } from '../../../shared/register/entry.ts';
import { tables } from '../../../shared/tables.ts';
import { startStore } from '../../store.ts';

const bucket = 'journal-here';
const credentials = { accessKeyId: 'TEST', secretAccessKey: 'test' };
export const origin = 'register.example/test';

/** A signer with a key of its own, made for this test. */
export async function testSigner(name: string = origin): Promise<Signer & { readonly verifier: Verifier }> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32));
  const own = verifierKey(name, signatureTypes.ed25519, raw);
  const verifier = await ed25519Verifier(own);
  if (!verifier) throw new Error('no verifier');
  return {
    name,
    verifierKey: own,
    verifier,
    sign: async (text) => ({
      ...{ name, keyId: verifier.keyId },
      signature: new Uint8Array(signWith(null, Buffer.from(text), privateKey)),
    }),
  };
}

export type JournalUnderTest = {
  readonly shelf: Shelf;
  readonly log: Log;
  readonly signer: Awaited<ReturnType<typeof testSigner>>;
  readonly bucket: string;
  readonly client: S3Client;
  /** Gives every entry that waits its place, by the real sequencer. */
  readonly run: () => Promise<Run>;
  readonly close: () => Promise<void>;
};

/** The journal of a store: the real sequencer over the local S3 server, with a key of its own. */
export async function startJournal(store: Store, ports: Ports = systemPorts): Promise<JournalUnderTest> {
  const folder = mkdtempSync(join(tmpdir(), 'journal-'));
  const running = await startS3({
    folder: join(folder, 's3'),
    region: 'cn-north-1',
    buckets: [{ name: bucket, versioned: true, cors: [] }],
    secretOf: () => credentials.secretAccessKey,
    authorise: () => true,
  });
  const client = new S3Client({
    ...{ endpoint: running.url, region: 'cn-north-1', credentials, forcePathStyle: true },
  });
  const shelf = openShelf(bucket, client);
  const log = openLog(shelf);
  const signer = await testSigner();
  return {
    ...{ shelf, log, signer, bucket, client },
    run: () => {
      let rounds = 0;
      return sequence({ store, shelf, log, signer, ports }, () => {
        rounds += 1;
        return rounds <= 200;
      });
    },
    close: async () => {
      client.destroy();
      await running.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A store with a journal of its own, both gone afterwards. */
export async function startStoreWithJournal() {
  const running = await startStore(tables);
  const store: Store = { client: running.client, tables: running.names };
  const journal = await startJournal(store);
  return {
    store,
    journal,
    close: async () => {
      await journal.close();
      await running.close();
    },
  };
}

/** An entry that changes no title, committed as the registrar commits one. */
export async function commitEntry(
  store: Store,
  more: { readonly id?: EntryId; readonly instant?: Instant } = {},
): Promise<Entry> {
  const now = Date.now();
  const { id = newId('ent', now, randomBytes(10)), instant = instantOf(now) } = more;
  const made = entry.parse({
    ...{ schema: 'entry-1', id, instant, act: 'test.act', decidedBy: 'office' },
    ...{ public: {}, commitments: [], demonstration: true },
  });
  const done = await commit(store.client, systemPorts, writeEntry(store, made, []));
  if (done.kind !== 'done') throw new Error(`the entry was not committed: ${done.kind}`);
  return made;
}
