import type { JSONWebKeySet } from 'jose';
import * as z from 'zod';
import type { KeySource } from './authorise.ts';

const discoverySchema = z.looseObject({ jwks_uri: z.url() });
const keySetSchema = z.looseObject({ keys: z.array(z.looseObject({ kty: z.string() })) });

/** The gateway's own limits for discovery and key set: 1.5 s and 150,000 bytes. */
const msMax = 1_500;
const bytesMax = 150_000;

/** The gateway keeps keys for up to two hours. */
const keptMs = 2 * 60 * 60 * 1000;

/**
 * Fetches an issuer's keys by its discovery document and keeps them as long as the gateway does. Many requests that
 * arrive together cause one fetch; a failed one is not kept.
 */
export function createKeySource(now: () => number = Date.now): KeySource {
  const kept = new Map<string, { readonly at: number; readonly keys: Promise<JSONWebKeySet> }>();
  return (issuer) => {
    const known = kept.get(issuer);
    if (known && now() - known.at < keptMs) return known.keys;
    const keys = fetchKeys(issuer);
    kept.set(issuer, { at: now(), keys });
    keys.catch(() => kept.delete(issuer));
    return keys;
  };
}

async function fetchKeys(issuer: string): Promise<JSONWebKeySet> {
  const discovery = await fetchJson(`${issuer}/.well-known/openid-configuration`, discoverySchema).catch(
    () => {
      throw new Error('OIDC discovery endpoint communication error');
    },
  );
  const keys = await fetchJson(discovery.jwks_uri, keySetSchema).catch(() => {
    throw new Error('JWKS communication error');
  });
  return keys as JSONWebKeySet;
}

async function fetchJson<T extends z.ZodType>(url: string, schema: T): Promise<z.output<T>> {
  const response = await fetch(url, { signal: AbortSignal.timeout(msMax), redirect: 'error' });
  const text = await response.text();
  if (!response.ok || text.length > bytesMax) throw new Error(`${url} answered ${response.status}`);
  return schema.parse(JSON.parse(text));
}
