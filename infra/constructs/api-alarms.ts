import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { RegisterAlarm } from './register-alarm.ts';

const period = Duration.minutes(5);

/** Watches what callers see: answers that are our fault, and answers that come late. */
export function alarmApi(scope: Construct, api: HttpApi, topic: ITopic): void {
  new RegisterAlarm(scope, 'ServerErrors', {
    metric: api.metricServerError({ period, statistic: 'Sum' }),
    threshold: 1,
    says: 'The API answered 5xx.',
    section: 'api-server-errors',
    topic,
  });
  new RegisterAlarm(scope, 'Latency', {
    metric: api.metricLatency({ period, statistic: 'p95' }),
    threshold: 3_000,
    // One cold start in a quiet quarter of an hour is no news; three slow periods in a row are.
    periods: 3,
    says: 'One answer in twenty took over 3 seconds.',
    section: 'api-slow',
    topic,
  });
}
