import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import {
  type Attribute,
  AttributeType,
  BillingMode,
  type ITable,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { type TableName, type TableShape, tables } from '../../shared/tables.ts';
import type { RestoredTable } from '../environments.ts';
import type { Settings } from '../settings.ts';
import { RegisterAlarm } from './register-alarm.ts';
import type { RegisterFunction } from './register-function.ts';
import type { RegisterKey, RegisterKeys } from './register-key.ts';
import type { StreamSource } from './stream-trigger.ts';

const readActions = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
const writeActions = [
  ...readActions,
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  'dynamodb:DeleteItem',
  'dynamodb:ConditionCheckItem',
];

/** Whose key protects a table. What is searched for are parties, natural persons among them. */
const keyOf = {
  register: 'register',
  filings: 'filings',
  parties: 'parties',
  search: 'parties',
  journal: 'register',
} as const satisfies Readonly<Record<TableName, 'register' | 'filings' | 'parties'>>;

type RestorableTable = Pick<ITable, 'tableName' | 'tableArn' | 'metric'> & {
  readonly tableStreamArn?: string | undefined;
};

type IndexOf<Name extends TableName> = keyof (typeof tables)[Name]['indexes'] & string;

/**
 * One table of `shared/tables.ts`: billed on demand, encrypted with the key of its kind of data, recoverable to any
 * second of 35 days. Without the key the table is lost: `docs/adr/0017-keys-and-retention.md` says why it is worth that.
 *
 * The plain table and not the global one: transactions hold within one region only, and the register is
 * nothing without its transactions.
 */
export class RegisterTable<Name extends TableName> extends Construct {
  readonly table: RestorableTable;
  readonly #name: Name;
  readonly #key: RegisterKey;

  constructor(scope: Construct, name: Name, settings: Settings, topic: ITopic, keys: RegisterKeys) {
    super(scope, name);
    this.#name = name;
    this.#key = keys[keyOf[name]];
    const own = this.#declare(settings, tables[name]);
    const restored = settings.restoredTables[name];
    this.table = restored === undefined ? own : this.#replace(own, restored);
    this.#alarm(topic);
  }

  /** What wakes a function when an item changes: throws for a table without a stream, since nothing would wake it. */
  get stream(): StreamSource {
    const { tableStreamArn } = this.table;
    if (tableStreamArn === undefined) {
      throw new Error(
        `The table ${this.#name} has no stream: turn it on in shared/tables.ts; of a restored table name it in restoredTables.`,
      );
    }
    return { tableName: this.#name, streamArn: tableStreamArn };
  }

  /** Lets a function read the table, and the named indexes, and tells it the table's name. */
  grantRead(reader: RegisterFunction, indexes: readonly IndexOf<Name>[] = []): void {
    this.#allow(reader, readActions);
    reader.allow(this.#key.reading('dynamodb'));
    this.#allowIndexes(reader, indexes);
  }

  /** Lets a function read and write items, by themselves or in transactions; it can never scan or drop. */
  grantWrite(writer: RegisterFunction, indexes: readonly IndexOf<Name>[] = []): void {
    this.#allow(writer, writeActions);
    writer.allow(this.#key.writing('dynamodb'));
    this.#allowIndexes(writer, indexes);
  }

  /** Lets a function read and write only items whose partition key starts so (`REPLY#` stands for `REPLY#*`). */
  grantWriteUnder(writer: RegisterFunction, prefix: `${string}#${string}`): void {
    this.#allow(writer, writeActions, keyedBy(prefix));
    writer.allow(this.#key.writing('dynamodb'));
  }

  /**
   * Lets a function put and remove items in batches, without conditions: for what is the same whoever writes it. With a
   * prefix only items whose partition key starts so.
   */
  grantBatches(writer: RegisterFunction, prefix?: `${string}#`): void {
    this.#allow(writer, ['dynamodb:BatchWriteItem'], prefix === undefined ? undefined : keyedBy(prefix));
    writer.allow(this.#key.writing('dynamodb'));
  }

  /**
   * A restored table takes the place of the damaged one, which stays for the inquiry. Its exports stay too:
   * the state is deployed first, while the other stacks still import them.
   */
  #replace(damaged: Table, { name, streamLabel }: RestoredTable): RestorableTable {
    const stack = Stack.of(this);
    stack.exportValue(damaged.tableArn);
    stack.exportValue(damaged.tableName);
    if (damaged.tableStreamArn !== undefined) {
      stack.exportValue(damaged.tableStreamArn);
    }
    const tableArn = stack.formatArn({ service: 'dynamodb', resource: 'table', resourceName: name });
    return Table.fromTableAttributes(this, 'Restored', {
      tableArn,
      ...(streamLabel === undefined ? {} : { tableStreamArn: `${tableArn}/stream/${streamLabel}` }),
    });
  }

  #allow(grantee: RegisterFunction, actions: string[], conditions?: Record<string, unknown>): void {
    grantee.setVariable(`TABLE_${this.#name.toUpperCase()}`, this.table.tableName);
    grantee.allow(
      new PolicyStatement({
        actions,
        resources: [this.table.tableArn],
        ...(conditions === undefined ? {} : { conditions }),
      }),
    );
  }

  /** Names each index: the construct library's own grant would open every index there ever will be. */
  #allowIndexes(reader: RegisterFunction, indexes: readonly IndexOf<Name>[]): void {
    if (indexes.length > 0) {
      const resources = indexes.map((index) => `${this.table.tableArn}/index/${index}`);
      reader.allow(new PolicyStatement({ actions: ['dynamodb:Query'], resources }));
    }
  }

  #declare(settings: Settings, shape: TableShape): Table {
    const table = new Table(this, 'Table', {
      partitionKey: textKey(shape.partitionKey),
      sortKey: textKey(shape.sortKey),
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.#key.key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: settings.keepState,
      removalPolicy: settings.keepState ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      // The stream only wakes workers, which read the table itself: the keys are enough, and leak least.
      ...(shape.stream ? { stream: StreamViewType.KEYS_ONLY } : {}),
      ...(shape.timeToLive === undefined ? {} : { timeToLiveAttribute: shape.timeToLive }),
    });
    for (const [indexName, index] of Object.entries(shape.indexes)) {
      table.addGlobalSecondaryIndex({
        indexName,
        partitionKey: textKey(index.partitionKey),
        sortKey: textKey(index.sortKey),
        projectionType: ProjectionType[index.projection],
      });
    }
    return table;
  }

  #alarm(topic: ITopic): void {
    const period = Duration.minutes(5);
    new RegisterAlarm(this, 'Throttled', {
      metric: new MathExpression({
        expression: 'reads + writes',
        usingMetrics: {
          reads: this.table.metric('ReadThrottleEvents', { statistic: 'Sum', period }),
          writes: this.table.metric('WriteThrottleEvents', { statistic: 'Sum', period }),
        },
        period,
      }),
      threshold: 10,
      says: `The table ${this.#name} turned requests away.`,
      section: 'table-throttled',
      topic,
    });
  }
}

function textKey(name: string): Attribute {
  return { name, type: AttributeType.STRING };
}

/** `ForAllValues` is true of a request that carries no key at all, so `Null` must demand that one is there. */
function keyedBy(prefix: string): Record<string, unknown> {
  return {
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${prefix}*`] },
    Null: { 'dynamodb:LeadingKeys': 'false' },
  };
}
