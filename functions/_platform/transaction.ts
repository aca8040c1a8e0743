import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Ports } from './clock.ts';
import type { Item, Key } from './dynamodb.ts';
import { log } from './logger.ts';

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** A condition with a name of its own; conditions of one action are joined by AND. */
export type Condition = {
  readonly expression: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, unknown>>;
};

export const absent: Condition = { expression: 'attribute_not_exists(pk)' };

export const atVersion = (version: number): Condition => ({
  expression: '#version = :version',
  names: { '#version': 'version' },
  values: { ':version': version },
});

/** One write of a transaction, under the name by which a failure is told apart. */
export type Action = { readonly name: string; readonly item: TransactItem };

export function put(name: string, table: string, item: Item, ...conditions: readonly Condition[]): Action {
  return {
    name,
    item: { Put: { TableName: table, Item: item, ...(conditions.length > 0 && joined(conditions)) } },
  };
}

/** Changes some attributes of an item and leaves the others to whoever writes them at the same time. */
export function update(name: string, table: string, key: Key, change: Condition, on: Condition): Action {
  const UpdateExpression = change.expression;
  const { ConditionExpression: _both, ...given } = joined([change, on]);
  return {
    name,
    item: {
      Update: {
        ...{ TableName: table, Key: { ...key }, UpdateExpression, ...given },
        ConditionExpression: on.expression,
      },
    },
  };
}

/** Takes an item away: whether or not it is there, or on the conditions given. */
export function remove(name: string, table: string, key: Key, ...conditions: readonly Condition[]): Action {
  const on = conditions.length > 0 ? joined(conditions) : {};
  return { name, item: { Delete: { TableName: table, Key: { ...key }, ...on } } };
}

export function check(
  name: string,
  table: string,
  key: Key,
  first: Condition,
  ...more: readonly Condition[]
): Action {
  return {
    name,
    item: { ConditionCheck: { TableName: table, Key: { ...key }, ...joined([first, ...more]) } },
  };
}

function joined(conditions: readonly Condition[]) {
  const names = Object.assign({}, ...conditions.map((one) => one.names ?? {}));
  const values = Object.assign({}, ...conditions.map((one) => one.values ?? {}));
  return {
    ConditionExpression: conditions.map((one) => one.expression).join(' AND '),
    ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
}

/** What became of a transaction: done, a named condition failed (with the item that was there), or too contended. */
export type Committed =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly failures: readonly { name: string; old: Item | undefined }[] }
  | { readonly kind: 'busy' };

/** DynamoDB takes at most this many writes in one transaction. */
export const actionsMax = 100;

const attemptsUsual = 8;
const passingErrors = new Set([
  ...['ThrottlingException', 'ProvisionedThroughputExceededException', 'RequestLimitExceeded'],
  ...['TransactionInProgressException', 'TransactionConflictException'],
]);
const passing = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded', 'None']);

/**
 * Writes all or nothing. Contention is retried here, bounded and with jitter, since the same conditions still
 * decide; a failed condition is a value that the caller must judge. Safe to repeat: each attempt carries its own
 * request token, under which the SDK repeats lost answers.
 */
export async function commit(
  client: DynamoDBDocumentClient,
  ports: Pick<Ports, 'pause' | 'random'>,
  actions: readonly Action[],
  attemptsMax = attemptsUsual,
): Promise<Committed> {
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    try {
      await client.send(new TransactWriteCommand({ TransactItems: actions.map((one) => one.item) }));
      return { kind: 'done' };
    } catch (error) {
      if (error instanceof TransactionCanceledException) {
        const failures = failuresIn(error, actions);
        if (failures.length > 0) return { kind: 'failed', failures };
      }
      if (!isPassing(error)) throw error;
      log.warn('COMMIT_CONTENDED', { attempt });
      if (attempt < attemptsMax) await ports.pause(backoff(attempt, ports));
    }
  }
  return { kind: 'busy' };
}

function failuresIn(error: TransactionCanceledException, actions: readonly Action[]) {
  return (error.CancellationReasons ?? []).flatMap((reason, index) =>
    reason.Code === 'ConditionalCheckFailed'
      ? [{ name: actions[index]?.name ?? '', old: reason.Item && unmarshall(reason.Item) }]
      : [],
  );
}

/** Whether the same writes may succeed in a moment: somebody else is at these items, or the table is throttled. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof TransactionCanceledException)) {
    return error instanceof Error && passingErrors.has(error.name);
  }
  const reasons = error.CancellationReasons ?? [];
  return reasons.length > 0 && reasons.every((reason) => passing.has(reason.Code ?? 'None'));
}

/** Full jitter: 10 ms doubling to 640 ms at most. */
function backoff(attempt: number, ports: Pick<Ports, 'random'>): number {
  const fraction = (ports.random(1)[0] ?? 0) / 255;
  return fraction * 10 * 2 ** Math.min(attempt, 6);
}
