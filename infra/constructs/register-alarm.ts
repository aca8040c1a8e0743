import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { type RunbookSection, runbookLink } from './runbook.ts';

export type RegisterAlarmProps = {
  readonly metric: IMetric;
  /** The alarm goes off when the metric reaches this value, in the metric's own unit. */
  readonly threshold: number;
  /** How many of the last periods must reach it; one by default. */
  readonly periods?: number;
  /** Whether silence is a fault too: of a metric that should be there at all times. */
  readonly silenceTells?: boolean;
  readonly says: string;
  readonly section: RunbookSection;
  readonly topic: ITopic;
};

/** An alarm that says what happened, where the runbook treats it, and tells the operators' topic. */
export class RegisterAlarm extends Construct {
  constructor(scope: Construct, id: string, props: RegisterAlarmProps) {
    super(scope, id);
    const alarm = new Alarm(this, 'Alarm', {
      metric: props.metric,
      threshold: props.threshold,
      evaluationPeriods: props.periods ?? 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      // No traffic at night is no fault, and most metrics are absent when nothing happens.
      treatMissingData: props.silenceTells ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
      alarmDescription: `${props.says} See ${runbookLink(props.section)}`,
    });
    alarm.addAlarmAction(new SnsAction(props.topic));
  }
}
