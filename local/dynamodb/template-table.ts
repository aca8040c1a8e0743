import type {
  AttributeDefinition,
  BillingMode,
  CreateTableCommandInput,
  GlobalSecondaryIndex,
  KeySchemaElement,
  LocalSecondaryIndex,
  StreamViewType,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { LocalCloudError } from './engine-error.ts';

/** A table as the synthesised template names it; every reference in `properties` is resolved already. */
export interface TemplateTable {
  /** The physical name; given here because CloudFormation invents one where the template has none. */
  readonly name: string;
  readonly type: 'AWS::DynamoDB::Table' | 'AWS::DynamoDB::GlobalTable';
  readonly properties: unknown;
}

/** What the engine must be asked for so that it has the table that the template wants. */
export interface WantedTable {
  readonly name: string;
  readonly create: CreateTableCommandInput;
  readonly timeToLive: string | undefined;
}

// CDK writes booleans and numbers of a template as text now and then.
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);
const units = z.coerce.number().int().positive();

const keySchema = z
  .array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }))
  .min(1)
  .max(2);
const projection = z.object({
  ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
  NonKeyAttributes: z.array(z.string()).optional(),
});
const throughput = z.object({ ReadCapacityUnits: units, WriteCapacityUnits: units });
const index = z.object({
  IndexName: z.string(),
  KeySchema: keySchema,
  Projection: projection,
  ProvisionedThroughput: throughput.optional(),
});

// Backup, encryption, tags, classes and protection have no counterpart in the engine: nothing local depends on them.
const tableProperties = z.object({
  AttributeDefinitions: z.array(
    z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
  ),
  KeySchema: keySchema,
  BillingMode: z.enum(['PAY_PER_REQUEST', 'PROVISIONED']).optional(),
  ProvisionedThroughput: throughput.optional(),
  GlobalSecondaryIndexes: z.array(index).optional(),
  LocalSecondaryIndexes: z.array(index).optional(),
  StreamSpecification: z
    .object({ StreamViewType: z.enum(['NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES', 'KEYS_ONLY']) })
    .optional(),
  TimeToLiveSpecification: z.object({ AttributeName: z.string().optional(), Enabled: flag }).optional(),
});
type TableProperties = z.infer<typeof tableProperties>;

/** Reads a table's CloudFormation properties. Throws `template-unreadable` naming table and property. */
export function readTemplateTable(table: TemplateTable): WantedTable {
  const parsed = tableProperties.safeParse(table.properties);
  if (!parsed.success) {
    const first = parsed.error.issues[0];
    const where = first ? `${first.path.join('.')}: ${first.message}` : 'unreadable';
    throw new LocalCloudError(
      'template-unreadable',
      `The template's table ${table.name} is not understood at ${where}.`,
    );
  }
  const ttl = parsed.data.TimeToLiveSpecification;
  return {
    name: table.name,
    create: createInput(table.name, parsed.data),
    timeToLive: ttl?.Enabled ? ttl.AttributeName : undefined,
  };
}

function createInput(name: string, wanted: TableProperties): CreateTableCommandInput {
  // The capacity of a provisioned table means nothing on one machine: the engine never throttles.
  const billing: BillingMode = 'PAY_PER_REQUEST';
  const stream = wanted.StreamSpecification?.StreamViewType;
  return {
    TableName: name,
    BillingMode: billing,
    AttributeDefinitions: wanted.AttributeDefinitions satisfies AttributeDefinition[],
    KeySchema: wanted.KeySchema satisfies KeySchemaElement[],
    ...(wanted.GlobalSecondaryIndexes?.length && {
      GlobalSecondaryIndexes: wanted.GlobalSecondaryIndexes.map(indexInput),
    }),
    ...(wanted.LocalSecondaryIndexes?.length && {
      LocalSecondaryIndexes: wanted.LocalSecondaryIndexes.map(indexInput),
    }),
    ...(stream && {
      StreamSpecification: { StreamEnabled: true, StreamViewType: stream satisfies StreamViewType },
    }),
  };
}

function indexInput(wanted: z.infer<typeof index>): GlobalSecondaryIndex & LocalSecondaryIndex {
  const { ProjectionType, NonKeyAttributes } = wanted.Projection;
  return {
    IndexName: wanted.IndexName,
    KeySchema: wanted.KeySchema,
    Projection: { ProjectionType, ...(NonKeyAttributes && { NonKeyAttributes }) },
  };
}
