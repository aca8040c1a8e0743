import { join, resolve } from 'node:path';
import { readBuckets } from './buckets.ts';
import { startDatabase } from './database.ts';
import { demoAccounts } from './demo-accounts.ts';
import type { ObservedCall, ProxyStats } from './dynamodb/stats.ts';
import { createKeySource } from './gateway/keys.ts';
import { type Listener, listen } from './gateway/listen.ts';
import { readGateway } from './gateway/model.ts';
import { createGateway } from './gateway/serve.ts';
import { holdFolder } from './hold-folder.ts';
import type { PoolSpec } from './identity/pool-spec.ts';
import { cognitoTypes, confidentialClients, issuerOfPool, poolsOf } from './identity/pools.ts';
import { createIdentity } from './identity/provider.ts';
import { openSecret } from './identity/secrets.ts';
import type { LambdaFunction } from './lambda/function.ts';
import { createFunctions } from './lambda/functions.ts';
import { openLog } from './lambda/log.ts';
import { Refusal } from './refusal.ts';
import { readRoles } from './roles.ts';
import { startS3 } from './s3/server.ts';
import { startSchedules } from './schedule/schedules.ts';
import { readSchedules } from './schedule/targets.ts';
import { type Assembly, readAssembly } from './template/assembly.ts';
import { place } from './template/names.ts';
import { createResolver, type Resolver } from './template/resolve.ts';

export type CloudOptions = {
  /** 0 takes a free port. */
  readonly port: number;
  /** Where tables, objects, keys and logs live, as `.local`. */
  readonly folder: string;
  /** The synthesised assembly. */
  readonly assembly: string;
  /** Empties the data folder first. */
  readonly fresh?: boolean;
  /** Hears what the operator should know; by default nobody does. */
  readonly log?: (line: string) => void;
  /** Hears each call to the database, with its table, cost and time. */
  readonly onDatabaseCall?: (call: ObservedCall) => void;
};

export type LocalCloud = {
  /** Gateway and identity provider alike, as `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly folder: string;
  readonly issuers: Readonly<Record<PoolSpec['name'], string>>;
  /** The user pools with their app clients; confidential ones carry their secret. */
  readonly pools: readonly PoolSpec[];
  readonly endpoints: { readonly dynamodb: string; readonly s3: string };
  /** The physical name of a table, by its name in `shared/tables.ts`. */
  tableNamed(name: string): string;
  /** A function by its name in `functionNames`, as `registrar`, with its own environment and credentials. */
  functionNamed(name: string): LambdaFunction;
  /** Runs every scheduled function once, now. */
  runSchedules(): Promise<void>;
  databaseStats(): ProxyStats;
  /** Resolves with a line when a part ends by itself; the cloud is of no use then. */
  readonly broken: Promise<string>;
  close(): Promise<void>;
};

/**
 * Starts what the assembly names: one address for gateway and identity provider, a database and an object store
 * behind it, functions when they are first called, schedules by the clock. Throws a Refusal, or the LocalCloudError
 * of the database, with one line for whatever can be expected to go wrong; nothing is left running then.
 */
export async function startCloud(options: CloudOptions): Promise<LocalCloud> {
  const assembly = readAssembly(options.assembly);
  const parts = new AsyncDisposableStack();
  try {
    return await startParts({ ...options, folder: resolve(options.folder) }, assembly, parts);
  } catch (error) {
    await parts.disposeAsync();
    throw error;
  }
}

async function startParts(
  options: CloudOptions,
  assembly: Assembly,
  parts: AsyncDisposableStack,
): Promise<LocalCloud> {
  const { folder, log = () => {} } = options;
  parts.defer(holdFolder(folder, options.fresh ?? false));
  // The address comes first: issuers contain it, and the functions' environment may contain the issuers.
  const listener = parts.adopt(await listen(options.port), (started) => started.close());
  const origin = `http://127.0.0.1:${listener.port}`;
  const { resolver, pools } = await readPools(assembly, folder, origin);
  const roles = readRoles(resolver);
  const [identity, database, s3] = await settled(
    createIdentity({ origin, folder, pools, accounts: demoAccounts }).then((started) =>
      parts.adopt(started, () => started.close()),
    ),
    startDatabase({ resolver, folder: join(folder, 'dynamodb'), roles, onCall: options.onDatabaseCall }).then(
      (started) => parts.adopt(started, () => started.close()),
    ),
    startS3({
      folder: join(folder, 's3'),
      region: place.region,
      buckets: readBuckets(resolver),
      secretOf: roles.secretOf,
      authorise: (key, action, arn) => roles.callers.get(key)?.policy.allows(action, arn) ?? false,
    }).then((started) => parts.adopt(started, () => started.close())),
  );
  const logFolder = join(folder, 'logs');
  const endpoints = { dynamodb: database.url, s3: s3.url };
  const functions = createFunctions({ assembly, resolver, logFolder, endpoints, keyOf: roles.keyOf });
  parts.defer(async () => void (await Promise.all([...functions.values()].map((made) => made.close()))));
  const scheduleLog = parts.adopt(openLog(logFolder, 'schedule'), (opened) => opened.close());
  const schedules = startSchedules(readSchedules(resolver), functions, (line) => {
    scheduleLog.line(line);
    log(line);
  });
  parts.defer(() => schedules.close());
  await serve({ listener, identity, functions, resolver, parts, logFolder, log });
  return {
    url: origin,
    folder,
    issuers: {
      applicants: issuerNamed(origin, pools, 'applicants'),
      staff: issuerNamed(origin, pools, 'staff'),
    },
    pools,
    endpoints,
    ...finders(resolver, functions),
    runSchedules: schedules.runAll,
    databaseStats: database.stats,
    broken: database.ended,
    close: () => parts.disposeAsync(),
  };
}

/** Waits for all, so that none is left starting when another fails; then throws the first failure. */
async function settled<T extends readonly Promise<unknown>[]>(
  ...starting: T
): Promise<{ [I in keyof T]: Awaited<T[I]> }> {
  await Promise.allSettled(starting);
  return Promise.all(starting) as Promise<{ [I in keyof T]: Awaited<T[I]> }>;
}

type Read = { readonly resolver: Resolver; readonly pools: readonly PoolSpec[] };

/** Issuers depend on pools and templates on issuers; resolution is lazy, so each finds the other made. */
async function readPools(assembly: Assembly, folder: string, origin: string): Promise<Read> {
  let pools: readonly PoolSpec[] = [];
  const resolver = createResolver(assembly, {
    origin,
    issuerOf: (poolId) => issuerOfPool(origin, pools, poolId),
  });
  const resources = resolver.ofType(...cognitoTypes);
  const ids = confidentialClients(resources);
  const secrets = new Map(
    await Promise.all(ids.map(async (id) => [id, await openSecret(folder, id)] as const)),
  );
  pools = poolsOf(resources, (clientId) => secrets.get(clientId) ?? '');
  return { resolver, pools };
}

function issuerNamed(origin: string, pools: readonly PoolSpec[], name: PoolSpec['name']): string {
  const pool = pools.find((one) => one.name === name);
  if (!pool) throw new Refusal(`The template has no user pool for ${name}.`);
  return issuerOfPool(origin, pools, pool.poolId);
}

type ServeInput = {
  readonly listener: Listener;
  readonly identity: Awaited<ReturnType<typeof createIdentity>>;
  readonly functions: ReadonlyMap<string, LambdaFunction>;
  readonly resolver: Resolver;
  readonly parts: AsyncDisposableStack;
  readonly logFolder: string;
  readonly log: (line: string) => void;
};

/** Opens the address: paths of the identity provider go there, all others to the gateway. */
async function serve(input: ServeInput): Promise<void> {
  const { listener, identity, functions, resolver, parts, logFolder, log } = input;
  const accessLog = parts.adopt(openLog(logFolder, 'gateway'), (opened) => opened.close());
  // Parts close in reverse: nobody is let in any more before the first thing behind the address goes.
  parts.defer(() => listener.close());
  const model = readGateway(resolver);
  const keys = createKeySource();
  const gateway = createGateway({
    model,
    functions,
    keys,
    onAnswer: (line) => accessLog.line(JSON.stringify(line)),
    onError: (error) => {
      accessLog.line(String(error instanceof Error ? error.stack : error));
      log(`The gateway failed to answer a request: see ${logFolder}/gateway.log.`);
    },
  });
  listener.serve((message, response) => {
    if (!identity.handle(message, response)) void gateway(message, response);
  });
  // Fetched before anybody waits for it: the first token would otherwise pay, and a slow start might refuse it.
  const issuers = new Set(model.routes.flatMap((route) => route.authoriser?.issuer ?? []));
  await Promise.allSettled([...issuers].map(keys));
}

type Finders = Pick<LocalCloud, 'functionNamed' | 'tableNamed'>;

function finders(resolver: Resolver, functions: ReadonlyMap<string, LambdaFunction>): Finders {
  return {
    functionNamed: (name) => {
      const made = resolver.ofType('AWS::Lambda::Function').filter(({ construct }) => construct === name);
      const found = made.map(({ arn }) => functions.get(arn)).find((one) => one !== undefined);
      if (!found) throw new Refusal(`The template has no function ${name}.`);
      return found;
    },
    tableNamed: (name) => {
      const tables = resolver.ofType('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable');
      const found = tables.find(({ construct }) => construct === name);
      if (!found) throw new Refusal(`The template has no table ${name}.`);
      return found.name;
    },
  };
}
