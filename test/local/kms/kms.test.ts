import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kmsSigner } from '../../../functions/_platform/signer.ts';
import { policiesOf } from '../../../local/access/policy.ts';
import type { RunningJsonService } from '../../../local/json-service/server.ts';
import { startKeyService } from '../../../local/kms/server.ts';
import { openSigningKey, type SigningKey } from '../../../local/kms/signing-keys.ts';
import { place } from '../../../local/template/names.ts';
import { ed25519Verifier } from '../../../shared/journal/ed25519.ts';
import { formatNote, parseNote, verifyNote } from '../../../shared/journal/note.ts';

const secrets: Readonly<Record<string, string>> = { SIGNER: 'the signer’s', READER: 'the reader’s' };
const arn = `arn:aws:kms:${place.region}:${place.account}:key/journal`;

let folder: string;
let key: SigningKey;
let service: RunningJsonService;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kms-'));
  key = await openSigningKey(folder, 'journal', arn);
  const allow = (...actions: string[]) =>
    policiesOf([{ Effect: 'Allow', Action: actions, Resource: arn }], ['kms']);
  service = await startKeyService({
    ...{ keys: [key], region: place.region, secretOf: (id) => secrets[id] },
    callers: new Map([
      ['SIGNER', { principal: 'signer', policy: allow('kms:Sign', 'kms:GetPublicKey') }],
      ['READER', { principal: 'reader', policy: allow('kms:GetPublicKey') }],
    ]),
  });
});
afterAll(async () => {
  await service.close();
  rmSync(folder, { recursive: true, force: true });
});

const as = (accessKeyId: string, secretAccessKey = secrets[accessKeyId] ?? '') =>
  new KMSClient({
    ...{ endpoint: service.url, region: place.region, maxAttempts: 1 },
    credentials: { accessKeyId, secretAccessKey },
  });

const signing = (more: object = {}) =>
  new SignCommand({
    ...{ KeyId: arn, Message: Buffer.from('text'), MessageType: 'RAW', SigningAlgorithm: 'ED25519_SHA_512' },
    ...more,
  });

describe('the stand-in for the key service', () => {
  it('signs notes that verify under the key it shows, the same each time', async () => {
    const signer = await kmsSigner(arn, 'register.example/test', as('SIGNER'));
    const text = 'a text\n';
    const signatures = [await signer.sign(text)];
    expect(await signer.sign(text)).toEqual(signatures[0]);
    const verifier = await ed25519Verifier(signer.verifierKey);
    const note = parseNote(formatNote({ text, signatures }));
    if (!note || !verifier) throw new Error('no note');
    expect(await verifyNote(note, [verifier])).toEqual([verifier]);
    expect(await verifyNote({ ...note, text: 'b text\n' }, [verifier])).toBe('bad-signature');
  });

  it('keeps the key in a file that its owner alone reads, over a restart', async () => {
    const file = join(folder, 'kms', 'journal.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const kept = readFileSync(file, 'utf8');
    const again = await openSigningKey(folder, 'journal', arn);
    expect(again.publicKey).toEqual(key.publicKey);
    expect(readFileSync(file, 'utf8')).toBe(kept);
  });

  it('asks the role of the caller for each call, and believes a signature alone', async () => {
    await expect(as('READER').send(signing())).rejects.toMatchObject({ name: 'AccessDeniedException' });
    const shown = await as('READER').send(new GetPublicKeyCommand({ KeyId: arn }));
    expect(Buffer.from(shown.PublicKey ?? [])).toEqual(key.publicKey);
    await expect(as('SIGNER', 'guessed').send(signing())).rejects.toMatchObject({
      name: 'InvalidSignatureException',
    });
    await expect(as('STRANGER', 'x').send(signing())).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
  });

  it('signs raw messages of Ed25519 and nothing else', async () => {
    const refused = (more: object) => expect(as('SIGNER').send(signing(more))).rejects;
    await refused({ MessageType: 'DIGEST' }).toMatchObject({ name: 'ValidationException' });
    await refused({ SigningAlgorithm: 'ECDSA_SHA_256' }).toMatchObject({ name: 'ValidationException' });
    await refused({ Message: Buffer.alloc(4097) }).toMatchObject({ name: 'ValidationException' });
    await refused({ KeyId: `${arn}-other` }).toMatchObject({ name: 'AccessDeniedException' });
  });
});
