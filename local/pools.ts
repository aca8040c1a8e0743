import type { PoolSpec } from './identity/pool-spec.ts';
import { cognitoTypes, confidentialClients, issuerOfPool, poolsOf } from './identity/pools.ts';
import { type ClientSecrets, openSecrets } from './identity/secrets.ts';
import { Refusal } from './refusal.ts';
import type { Assembly } from './template/assembly.ts';
import { Resolver } from './template/resolve.ts';

type Read = {
  readonly resolver: Resolver;
  readonly pools: readonly PoolSpec[];
  /** The secrets of confidential clients, by client id. */
  readonly secrets: ReadonlyMap<string, ClientSecrets>;
};

/**
 * The resolver of an assembly at an address, and its user pools. Issuers depend on pools and templates on issuers;
 * resolution is lazy, so each finds the other made. Secrets of app clients are kept in the data folder.
 */
export async function readPools(assembly: Assembly, folder: string, origin: string): Promise<Read> {
  let pools: readonly PoolSpec[] = [];
  const resolver = new Resolver(assembly, {
    origin,
    issuerOf: (poolId) => issuerOfPool(origin, pools, poolId),
  });
  const resources = resolver.ofType(...cognitoTypes);
  const ids = confidentialClients(resources);
  const secrets = new Map(
    await Promise.all(ids.map(async (id) => [id, await openSecrets(folder, id)] as const)),
  );
  pools = poolsOf(resources, (clientId) => secrets.get(clientId)?.list()[0]?.value ?? '');
  return { resolver, pools, secrets };
}

/** The issuer of one of the register's own pools. */
export function issuerNamed(origin: string, pools: readonly PoolSpec[], name: PoolSpec['name']): string {
  const pool = pools.find((one) => one.name === name);
  if (!pool) throw new Refusal(`The template has no user pool for ${name}.`);
  return issuerOfPool(origin, pools, pool.poolId);
}
