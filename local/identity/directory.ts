import * as z from 'zod';
import { poolNames } from '../demo-accounts.ts';
import { grantNames, identityPath, issuerUrl, type PoolSpec } from './pool-spec.ts';

/** Where the local cloud tells its tools which issuers and clients it has. The cloud has no such document. */
export const directoryPath = `${identityPath}/clients.json`;

/** Issuers and app clients, without secrets. */
export const directory = z.object({
  pools: z.array(
    z.object({
      name: z.enum(poolNames),
      issuer: z.url(),
      clients: z.array(
        z.object({
          name: z.string(),
          clientId: z.string(),
          grants: z.array(z.enum(grantNames)),
          redirectUris: z.array(z.string()),
          scopes: z.array(z.string()),
        }),
      ),
    }),
  ),
});
export type Directory = z.infer<typeof directory>;

export function directoryOf(origin: string, pools: readonly PoolSpec[]): Directory {
  return {
    pools: pools.map((pool) => ({
      name: pool.name,
      issuer: issuerUrl(origin, pool.name),
      clients: pool.clients.map(({ name, clientId, grants, redirectUris, scopes }) => ({
        name,
        clientId,
        grants: [...grants],
        redirectUris: [...redirectUris],
        scopes: [...scopes],
      })),
    })),
  };
}
