import { join, resolve } from 'node:path';
import { readAnnouncing } from './buckets.ts';
import type { ObservedCall, ProxyStats } from './dynamodb/stats.ts';
import { type BusEvent, openBus } from './events/bus.ts';
import { objectCreatedEvent } from './events/object-created.ts';
import { readEventRules } from './events/rules.ts';
import { listen } from './gateway/listen.ts';
import { readGateway } from './gateway/model.ts';
import { openGateway } from './gateway/open.ts';
import { holdFolder } from './hold-folder.ts';
import type { PoolSpec } from './identity/pool-spec.ts';
import type { LambdaFunction } from './lambda/function.ts';
import { createFunctions, type Endpoints } from './lambda/functions.ts';
import { openLog } from './lambda/log.ts';
import { issuerNamed, readPools } from './pools.ts';
import { forgetReach, writeReach } from './reach.ts';
import { Refusal } from './refusal.ts';
import { readRoles } from './roles.ts';
import type { S3ObjectEvent } from './s3/server.ts';
import { readScanPlans } from './scanner/plan.ts';
import { openScanner } from './scanner/scanner.ts';
import { startSchedules } from './schedule/schedules.ts';
import { readSchedules } from './schedule/targets.ts';
import { startServices } from './services.ts';
import { readMappings } from './streams/mapping.ts';
import { startTriggers } from './streams/triggers.ts';
import { observeWrites } from './streams/writes.ts';
import { type Assembly, readAssembly } from './template/assembly.ts';
import type { Resolver } from './template/resolve.ts';

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
  readonly endpoints: Endpoints;
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
  // Lambda's clock is UTC, and threads have the zone of their process: a function that relied on ours would fail there.
  process.env['TZ'] = 'UTC';
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
  const logFolder = join(folder, 'logs');
  parts.defer(holdFolder(folder, options.fresh ?? false));
  // The address comes first: issuers contain it, and the functions' environment may contain the issuers.
  const listener = parts.adopt(await listen(options.port), (started) => started.close());
  const origin = `http://127.0.0.1:${listener.port}`;
  const { resolver, pools, secrets } = await readPools(assembly, folder, origin);
  // All of the template is read before anything that takes seconds is started for it.
  const roles = readRoles(resolver);
  const model = readGateway(resolver);
  const targets = readSchedules(resolver);
  const mappings = readMappings(resolver, roles);
  const rules = readEventRules(resolver);
  const plans = readScanPlans(resolver);
  const announcing = readAnnouncing(resolver);
  // Nothing is stored before the functions are there, so nobody misses an object.
  let seen: ((event: S3ObjectEvent) => void) | undefined;
  const onObjectCreated = (event: S3ObjectEvent) => seen?.(event);
  // As little is mailed before then.
  let tell: ((event: BusEvent) => void) | undefined;
  const onMailEvent = (event: BusEvent) => tell?.(event);
  const writes = observeWrites();
  const onDatabaseCall = (call: ObservedCall) => {
    writes.observe(call);
    options.onDatabaseCall?.(call);
  };
  const services = await startServices(
    {
      ...{ ...options, origin, resolver, pools, secrets, roles },
      ...{ onDatabaseCall, onObjectCreated, onMailEvent },
    },
    parts,
  );
  const { endpoints, identity } = services;
  const functions = createFunctions({ assembly, resolver, logFolder, endpoints, keyOf: roles.keyOf, origin });
  parts.defer(async () => void (await Promise.all([...functions.values()].map((made) => made.close()))));
  const scheduleLog = parts.adopt(openLog(logFolder, 'schedule'), (opened) => opened.close());
  const schedules = startSchedules(targets, functions, (line) => {
    scheduleLog.line(line);
    log(line);
  });
  parts.defer(schedules.close);
  const streamLog = parts.adopt(openLog(logFolder, 'streams'), (opened) => opened.close());
  const triggers = startTriggers({
    mappings,
    functions,
    endpoint: endpoints.dynamodb,
    folder: join(folder, 'dynamodb', 'streams'),
    writes,
    note: streamLog.line,
    gaveUp: (line) => {
      streamLog.line(line);
      log(line);
    },
  });
  parts.defer(triggers.close);
  const eventLog = parts.adopt(openLog(logFolder, 'events'), (opened) => opened.close());
  const gaveUp = (line: string) => {
    eventLog.line(line);
    log(line);
  };
  const bus = parts.adopt(openBus({ rules, functions, gaveUp }), (opened) => opened.close());
  tell = bus.put;
  writeReach(folder, { origin, endpoints, resolver, key: roles.reader });
  parts.defer(async () => forgetReach(folder));
  const { keyOf } = roles;
  const scannerOptions = { plans, endpoint: () => endpoints.s3, keyOf, tell: bus.put };
  const scanner = parts.adopt(openScanner(scannerOptions), (opened) => opened.close());
  seen = (event) => {
    if (announcing.has(event.s3.bucket.name)) bus.put(objectCreatedEvent(event));
    scanner.see(event);
  };
  const accessLog = parts.adopt(openLog(logFolder, 'gateway'), (opened) => opened.close());
  // Parts close in reverse: nobody is let in any more before the first thing behind the address goes.
  parts.defer(listener.close);
  await openGateway({ listener, identity, desks: [services.mailDesk], functions, model, accessLog, log });
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
    databaseStats: services.databaseStats,
    broken: services.broken,
    close: () => parts.disposeAsync(),
  };
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
