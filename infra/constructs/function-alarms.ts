import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { RegisterAlarm } from './register-alarm.ts';

const period = Duration.minutes(5);

/** Watches what a function's own log cannot tell: that it failed, was turned away, or nearly ran out of time. */
export function alarmFunction(
  scope: Construct,
  name: string,
  watched: IFunction,
  timeoutSeconds: number,
  topic: ITopic,
): void {
  new RegisterAlarm(scope, 'Errors', {
    metric: watched.metricErrors({ period, statistic: 'Sum' }),
    // A refusal is an answer and not an error, so a single one is a bug or a crash.
    threshold: 1,
    says: `The function ${name} failed.`,
    section: 'function-errors',
    topic,
  });
  new RegisterAlarm(scope, 'Throttles', {
    metric: watched.metricThrottles({ period, statistic: 'Sum' }),
    threshold: 1,
    says: `The function ${name} was not started because too many were running.`,
    section: 'function-throttled',
    topic,
  });
  new RegisterAlarm(scope, 'Duration', {
    metric: watched.metricDuration({ period, statistic: 'Maximum' }),
    threshold: timeoutSeconds * 1000 * 0.8,
    says: `The function ${name} used four fifths of its ${timeoutSeconds} seconds.`,
    section: 'function-slow',
    topic,
  });
}

export function alarmDeadLetters(scope: Construct, says: string, queue: IQueue, topic: ITopic): void {
  new RegisterAlarm(scope, 'DeadLettersWaiting', {
    metric: queue.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' }),
    threshold: 1,
    says,
    section: 'dead-letters',
    topic,
  });
}
