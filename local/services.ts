import { join } from 'node:path';
import { readBuckets } from './buckets.ts';
import { type DatabaseOptions, startDatabase } from './database.ts';
import { demoAccounts } from './demo-accounts.ts';
import type { ObservedCall, ProxyStats } from './dynamodb/stats.ts';
import { startAdmin } from './identity/admin/server.ts';
import type { PoolSpec } from './identity/pool-spec.ts';
import { createIdentity, type Identity } from './identity/provider.ts';
import type { ClientSecrets } from './identity/secrets.ts';
import type { RunningJsonService } from './json-service/server.ts';
import { startKeyService } from './kms/server.ts';
import { openSigningKeys } from './kms/signing-keys.ts';
import type { Endpoints } from './lambda/functions.ts';
import { type LocalMail, type LocalMailOptions, startLocalMail } from './mail.ts';
import { Refusal } from './refusal.ts';
import type { Roles } from './roles.ts';
import { type RunningS3, type S3ObjectEvent, startS3 } from './s3/server.ts';
import { place } from './template/names.ts';
import type { Resolver } from './template/resolve.ts';

export type ServicesOptions = {
  readonly folder: string;
  readonly origin: string;
  readonly resolver: Resolver;
  readonly pools: readonly PoolSpec[];
  readonly secrets: ReadonlyMap<string, ClientSecrets>;
  readonly roles: Roles;
  readonly onDatabaseCall?: (call: ObservedCall) => void;
  readonly onMailEvent: LocalMailOptions['onEvent'];
  readonly onObjectCreated?: (event: S3ObjectEvent) => void;
};

export type Services = {
  readonly identity: Identity;
  readonly endpoints: Endpoints;
  readonly mailDesk: LocalMail['desk'];
  readonly databaseStats: () => ProxyStats;
  /** Resolves with a line when a service ends by itself. */
  readonly broken: Promise<string>;
};

/** Starts what stands in for the cloud's managed services; `parts` closes each that started, even if another fails. */
export async function startServices(
  options: ServicesOptions,
  parts: AsyncDisposableStack,
): Promise<Services> {
  const { folder, origin, resolver, pools, secrets, roles, onDatabaseCall } = options;
  const kept = <T extends { close(): Promise<void> }>(starting: Promise<T>) =>
    starting.then((started) => parts.adopt(started, () => started.close()));
  const databaseOptions: DatabaseOptions = {
    resolver,
    folder: join(folder, 'dynamodb'),
    roles,
    onCall: onDatabaseCall,
  };
  const starting = [
    kept(createIdentity({ origin, folder, pools, secrets, accounts: demoAccounts })),
    kept(startAdmin({ pools, secrets, region: place.region, ...roles })),
    kept(startDatabase(databaseOptions)),
    kept(startStore(options)),
    kept(startKeys(options)),
    kept(startLocalMail({ folder, resolver, roles, onEvent: options.onMailEvent })),
  ] as const;
  // None may be left starting when another fails.
  await Promise.allSettled(starting);
  const [identity, admin, database, store, keys, mail] = await Promise.all(starting);
  return {
    identity,
    endpoints: { dynamodb: database.url, s3: store.url, cognito: admin.url, ses: mail.url, kms: keys.url },
    mailDesk: mail.desk,
    databaseStats: database.stats,
    broken: database.ended,
  };
}

async function startKeys({ folder, resolver, roles }: ServicesOptions): Promise<RunningJsonService> {
  const keys = await openSigningKeys(resolver, folder);
  return startKeyService({ keys, region: place.region, ...roles });
}

async function startStore(options: ServicesOptions): Promise<RunningS3> {
  const { folder, resolver, roles, onObjectCreated } = options;
  const buckets = readBuckets(resolver);
  try {
    return await startS3({
      folder: join(folder, 's3'),
      region: place.region,
      buckets,
      secretOf: roles.secretOf,
      ...(onObjectCreated && { onObjectCreated }),
      authorise: (key, action, arn) => roles.callers.get(key)?.policy.allows(action, arn) ?? false,
    });
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Refusal(`The object store cannot start (${reason}): run "npm start -- --fresh" to begin anew.`);
  }
}
