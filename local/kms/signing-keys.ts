import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod';
import { keepPrivate } from '../identity/private-file.ts';
import type { Resolver } from '../template/resolve.ts';

/** A key that signs: its private half lies in a file that only its owner reads. */
export type SigningKey = {
  readonly arn: string;
  readonly keyId: string;
  /** SubjectPublicKeyInfo in DER, as the key service gives it. */
  readonly publicKey: Buffer;
  readonly sign: (message: Buffer) => Buffer;
};

const signing = z.looseObject({
  KeySpec: z.literal('ECC_NIST_EDWARDS25519'),
  KeyUsage: z.literal('SIGN_VERIFY'),
});

const kept = z.strictObject({ privateKey: z.string() });

/** The signing keys of the template, each made once and kept in the data folder: what they signed stays valid. */
export function openSigningKeys(resolver: Resolver, folder: string): Promise<SigningKey[]> {
  const wanted = resolver
    .ofType('AWS::KMS::Key')
    .filter(({ properties }) => signing.safeParse(properties).success);
  return Promise.all(wanted.map(({ name, arn }) => openSigningKey(folder, name, arn)));
}

/** One key by its file. */
export async function openSigningKey(folder: string, keyId: string, arn: string): Promise<SigningKey> {
  const file = join(folder, 'kms', `${keyId}.json`);
  const { privateKey } = await keepPrivate(file, kept, async () => ({ privateKey: newKey() }));
  const key = createPrivateKey(privateKey);
  return {
    ...{ arn, keyId },
    publicKey: spkiOf(key),
    sign: (message) => sign(null, message, key),
  };
}

function newKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
}

function spkiOf(key: KeyObject): Buffer {
  return createPublicKey(key).export({ format: 'der', type: 'spki' });
}
