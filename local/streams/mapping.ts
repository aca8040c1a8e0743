import * as z from 'zod';
import type { RoleKey } from '../lambda/functions.ts';
import { Refusal } from '../refusal.ts';
import type { Roles } from '../roles.ts';
import type { ResolvedResource, Resolver } from '../template/resolve.ts';
import { compileFilter, type RecordFilter } from './filter.ts';

/** A function that the stream of a table triggers, as an `AWS::Lambda::EventSourceMapping` of the template says. */
export type StreamMapping = {
  /** Unique among the mappings, and the same at each start: checkpoints are kept under it. */
  readonly name: string;
  readonly functionArn: string;
  /** The credentials of the function's role: the mapping reads with them. */
  readonly key: RoleKey;
  readonly tableName: string;
  /** The ARN of the stream as the template knows it, which is what a handler is told. */
  readonly streamArn: string;
  /** Records of one event, at most. */
  readonly batchSizeMax: number;
  /** How long an event may wait for more records. */
  readonly windowMs: number;
  /** Further attempts after the first; absent means until the records are too old. */
  readonly retriesMax: number | undefined;
  readonly recordAgeMsMax: number;
  readonly bisects: boolean;
  readonly reportsItemFailures: boolean;
  readonly accepts: RecordFilter;
  /** The ARN of the queue or topic that hears of what was given up. */
  readonly onFailure: string | undefined;
};

// A number of a template may come as text, and -1 stands for "no limit of its own".
const count = (min: number, max: number) => z.coerce.number().int().min(min).max(max);
const unlimited = -1;
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

const propertiesSchema = z.strictObject({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  Enabled: flag.default(true),
  BatchSize: count(1, 10_000).default(100),
  MaximumBatchingWindowInSeconds: count(0, 300).default(0),
  // What was written before the mapping existed counts too: a start from LATEST would lose what a deployment writes.
  StartingPosition: z.literal('TRIM_HORIZON'),
  MaximumRetryAttempts: count(-1, 10_000).default(unlimited),
  MaximumRecordAgeInSeconds: z
    .union([z.coerce.number().pipe(z.literal(unlimited)), count(60, 604_800)])
    .default(unlimited),
  BisectBatchOnFunctionError: flag.default(false),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  DestinationConfig: z
    .strictObject({ OnFailure: z.strictObject({ Destination: z.string() }).optional() })
    .default({}),
  FilterCriteria: z
    .strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string() })).default([]) })
    .default({ Filters: [] }),
  // Shards are read in order here, which is stricter than the order by key that parallel readers keep.
  ParallelizationFactor: count(1, 10).default(1),
  KmsKeyArn: z.string().optional(),
  MetricsConfig: z.unknown().optional(),
  Tags: z.unknown().optional(),
});

/** A stream keeps its records for a day, so no attempt outlives that. */
const retentionMs = 24 * 3_600_000;

/** What Lambda demands of a function's role before it makes the mapping; streams are listed for all tables or none. */
const readActions = [
  ['DescribeStream', 'stream'],
  ['GetRecords', 'stream'],
  ['GetShardIterator', 'stream'],
  ['ListStreams', 'all'],
] as const;

/**
 * Reads the enabled mappings. Refuses with one line what is not a table's stream, what this reader has no counterpart
 * for, and a role that may not read the stream: the cloud refuses that deployment too.
 */
export function readMappings(resolver: Resolver, roles: Roles): StreamMapping[] {
  return resolver.ofType('AWS::Lambda::EventSourceMapping').flatMap((resource) => {
    const where = `The event source mapping ${resource.logicalId} of ${resource.stack}`;
    const parsed = propertiesSchema.safeParse(resource.properties);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      throw new Refusal(
        `${where} is not one that runs here (${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}).`,
      );
    }
    return parsed.data.Enabled ? [mappingOf(resource, parsed.data, where, resolver, roles)] : [];
  });
}

function mappingOf(
  resource: ResolvedResource,
  properties: z.output<typeof propertiesSchema>,
  where: string,
  resolver: Resolver,
  roles: Roles,
): StreamMapping {
  const streamArn = properties.EventSourceArn;
  const tableName = tableOf(streamArn, where, resolver);
  const target = functionOf(properties.FunctionName, where, resolver);
  const key = roles.keyOf(String(target.properties['Role']));
  const policy = roles.callers.get(key.accessKeyId)?.policy;
  const missing = readActions
    .map(([action, on]) => [`dynamodb:${action}`, on === 'stream' ? streamArn : '*'] as const)
    .filter(([action, arn]) => policy?.allows(action, arn) !== true);
  if (missing.length > 0) {
    const lacks = missing.map(([action, arn]) => `${action} on ${arn}`).join(', ');
    throw new Refusal(`${where} cannot read its stream: the role of ${target.name} lacks ${lacks}.`);
  }
  const { MaximumRetryAttempts: retries, MaximumRecordAgeInSeconds: age } = properties;
  return {
    name: `${resource.stack}-${resource.logicalId}`,
    functionArn: target.arn,
    key,
    tableName,
    streamArn,
    batchSizeMax: properties.BatchSize,
    windowMs: properties.MaximumBatchingWindowInSeconds * 1000,
    retriesMax: retries === unlimited ? undefined : retries,
    recordAgeMsMax: age === unlimited ? retentionMs : Math.min(age * 1000, retentionMs),
    bisects: properties.BisectBatchOnFunctionError,
    reportsItemFailures: properties.FunctionResponseTypes.length > 0,
    accepts: compileFilter(
      properties.FilterCriteria.Filters.map(({ Pattern }) => Pattern),
      where,
    ),
    onFailure: properties.DestinationConfig.OnFailure?.Destination,
  };
}

function tableOf(streamArn: string, where: string, resolver: Resolver): string {
  const tableArn = /^(arn:[^:]*:dynamodb:.*:table\/[^/]+)\/stream\//.exec(streamArn)?.[1];
  if (tableArn === undefined)
    throw new Refusal(`${where} reads ${streamArn}: the local cloud triggers on streams of tables only.`);
  const table = resolver
    .ofType('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable')
    .find(({ arn }) => arn === tableArn);
  if (!table) throw new Refusal(`${where} reads the stream of ${tableArn}, which no stack contains.`);
  if (table.properties['StreamSpecification'] === undefined)
    throw new Refusal(`${where} reads the stream of ${table.name}, which has none: give it one.`);
  return table.name;
}

function functionOf(named: string, where: string, resolver: Resolver): ResolvedResource {
  const found = resolver
    .ofType('AWS::Lambda::Function')
    .find(({ name, arn }) => named === name || named === arn || arn.endsWith(`:${named}`));
  if (!found) throw new Refusal(`${where} invokes ${named}, which is not a function here.`);
  return found;
}
