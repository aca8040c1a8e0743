import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { RegisterAlarm, type RegisterAlarmProps } from './register-alarm.ts';

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

/** Watches for a coded line in the log: what went wrong with one thing while the run itself went on. */
export function alarmLogCodes(
  scope: Construct,
  id: string,
  watched: { readonly log: ILogGroup; readonly codes: readonly string[] },
  told: Pick<RegisterAlarmProps, 'says' | 'section' | 'topic'>,
): void {
  const counted = watched.log.addMetricFilter(`${id}Lines`, {
    filterPattern: FilterPattern.any(
      ...watched.codes.map((code) => FilterPattern.stringValue('$.code', '=', code)),
    ),
    metricNamespace: 'IpRegister',
    metricName: `${scope.node.path}/${id}`,
    metricValue: '1',
  });
  new RegisterAlarm(scope, id, {
    metric: counted.metric({ period, statistic: 'Sum' }),
    threshold: 1,
    ...told,
  });
}

/** A number that the function logs by the clock, in the lines of one code. */
export type Measure = { readonly code: string; readonly member: string };

/** Watches the greatest value of what the function measures by the clock; that it measures nothing is a fault too. */
export function alarmMeasure(
  scope: Construct,
  id: string,
  watched: { readonly log: ILogGroup; readonly measure: Measure },
  told: Omit<RegisterAlarmProps, 'metric' | 'silenceTells'>,
): void {
  const { code, member } = watched.measure;
  const measured = watched.log.addMetricFilter(`${id}Lines`, {
    filterPattern: FilterPattern.stringValue('$.code', '=', code),
    metricNamespace: 'IpRegister',
    metricName: `${scope.node.path}/${id}`,
    metricValue: `$.${member}`,
  });
  const metric = measured.metric({ period, statistic: 'Maximum' });
  new RegisterAlarm(scope, id, { metric, silenceTells: true, ...told });
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

/** How old the oldest change is that the function has not yet been told of, in milliseconds. */
export function alarmStreamAge(scope: Construct, name: string, watched: IFunction, topic: ITopic): void {
  new RegisterAlarm(scope, 'Behind', {
    metric: watched.metric('IteratorAge', { period, statistic: 'Maximum' }),
    threshold: Duration.minutes(5).toMilliseconds(),
    periods: 2,
    says: `The function ${name} is five minutes behind the stream that wakes it.`,
    section: 'stream-behind',
    topic,
  });
}
