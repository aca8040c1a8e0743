import { Duration } from 'aws-cdk-lib';
import {
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  type IFunction,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { TableName } from '../../shared/tables.ts';
import { DeadLetters } from './dead-letters.ts';
import { alarmDeadLetters, alarmStreamAge } from './function-alarms.ts';
import type { RegisterKey } from './register-key.ts';

/** A table that wakes functions, as `RegisterTable.stream` gives it. */
export type StreamSource = { readonly tableName: TableName; readonly streamArn: string };

/** Which items wake: those whose key attributes begin so. What a time to live removes wakes nobody. */
export type KeyPattern = {
  readonly pk: string;
  readonly sk?: string;
  /** Which changes wake; by default both. */
  readonly changes?: readonly ('INSERT' | 'MODIFY')[];
};

/** By what a function is woken: which changes of which table, and how many of them at once. */
export type Waking = {
  readonly source: StreamSource;
  readonly patterns: readonly [KeyPattern, ...KeyPattern[]];
  readonly batchSize?: number;
};

/**
 * Changes of one run: few enough that a run ends soon, many enough for a burst. They are counted before the patterns
 * choose among them, so who is woken by few of a table's changes may ask for more.
 */
const usualBatch = 25;
/** With the pauses between attempts this outlives a short outage of what the function needs. */
const retriesMax = 10;

/** Wakes a function by the stream of a table; what it cannot process is halved, set aside and told to the operators. */
export class StreamTrigger extends Construct {
  constructor(
    woken: Construct,
    target: IFunction,
    { source, patterns, batchSize = usualBatch }: Waking,
    topic: ITopic,
    traces: RegisterKey<'traces'>,
  ) {
    super(woken, `By${source.tableName}`);
    const letters = new DeadLetters(this, 'DeadLetters', traces);
    new EventSourceMapping(this, 'Stream', {
      target,
      eventSourceArn: source.streamArn,
      // From the oldest record on: what was written while a deployment ran counts too.
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: patterns.map(filterOf),
      batchSize,
      bisectBatchOnError: true,
      retryAttempts: retriesMax,
      // A stream keeps a day. Half of it leaves time to mend what is wrong before younger records are lost as well.
      maxRecordAge: Duration.hours(12),
      reportBatchItemFailures: true,
      onFailure: new SqsDlq(letters.inlet),
    });
    const says = `A change of the table ${source.tableName} that wakes ${woken.node.id} was given up.`;
    alarmDeadLetters(this, says, letters.queue, topic);
    alarmStreamAge(this, woken.node.id, target, topic);
  }
}

function filterOf({ pk, sk, changes = ['INSERT', 'MODIFY'] }: KeyPattern): Record<string, unknown> {
  const begins = (prefix: string) => ({ S: FilterRule.beginsWith(prefix) });
  return FilterCriteria.filter({
    eventName: FilterRule.or(...changes),
    dynamodb: { Keys: { pk: begins(pk), ...(sk === undefined ? {} : { sk: begins(sk) }) } },
  });
}
