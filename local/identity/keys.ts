import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import * as z from 'zod';
import type { PoolName } from '../demo-accounts.ts';
import { identityFolder, keepPrivate } from './private-file.ts';

const rsaKey = z.object({
  kty: z.literal('RSA'),
  kid: z.string(),
  alg: z.literal('RS256'),
  use: z.literal('sig'),
  n: z.string(),
  e: z.string(),
  d: z.string(),
  p: z.string(),
  q: z.string(),
  dp: z.string(),
  dq: z.string(),
  qi: z.string(),
});

/** A pool's private signing key as a JSON Web Key. */
export type SigningKey = z.infer<typeof rsaKey>;

async function newKey(): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true });
  const jwk = await exportJWK(privateKey);
  return rsaKey.parse({ ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'RS256', use: 'sig' });
}

/** The pool's signing key: made once and kept, so that a token outlives a restart of the local cloud. */
export function openKey(dataFolder: string, pool: PoolName): Promise<SigningKey> {
  return keepPrivate(join(identityFolder(dataFolder), `key-${pool}.json`), rsaKey, newKey);
}

/** The public half, as the pool's key set shows it. */
export function publicKey({ kty, kid, alg, use, n, e }: SigningKey) {
  return { kty, kid, alg, use, n, e };
}
