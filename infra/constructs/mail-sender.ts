import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { RegisterAlarm } from './register-alarm.ts';
import type { RegisterFunction } from './register-function.ts';

/** At 5 % of bounces, or 0.1 % of complaints, the mail service puts an account under review. */
const limits = { BounceRate: 0.04, ComplaintRate: 0.0008 } as const;

/**
 * 发信: the domain that mails come from, signed with DKIM, and what becomes of them: over TLS only, never again to an
 * address that bounced or complained, and both told to the function that sent them.
 */
export class MailSender extends Construct {
  readonly #from: string;
  readonly #domain: string;
  readonly #set: ConfigurationSet;

  constructor(scope: Construct, from: string, topic: ITopic) {
    super(scope, 'mail');
    this.#from = from;
    this.#domain = from.slice(from.lastIndexOf('@') + 1);
    this.#set = new ConfigurationSet(this, 'Set', {
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
    this.#set.addEventDestination('Events', {
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, 'Bus', 'default')),
      events: [EmailSendingEvent.BOUNCE, EmailSendingEvent.COMPLAINT],
    });
    const identity = new EmailIdentity(this, 'Identity', {
      identity: Identity.domain(this.#domain),
      configurationSet: this.#set,
    });
    for (const [index, { name, value }] of identity.dkimRecords.entries()) {
      new CfnOutput(this, `Dkim${index}`, { value: `${name} CNAME ${value}` });
    }
    this.#watch(topic);
  }

  /** Lets a function send from this one address, and hear what came back. */
  grantSend(sender: RegisterFunction): void {
    const stack = Stack.of(this);
    const named = (resource: string, resourceName: string) =>
      stack.formatArn({ service: 'ses', resource, resourceName });
    sender.allow(
      new PolicyStatement({
        // A whole message, headers included, is authorised as a raw one, through whichever API it goes.
        actions: ['ses:SendEmail', 'ses:SendRawEmail'],
        resources: [
          named('identity', this.#domain),
          named('configuration-set', this.#set.configurationSetName),
        ],
        conditions: { StringEquals: { 'ses:FromAddress': this.#from } },
      }),
    );
    sender.setVariable('MAIL_CONFIGURATION_SET', this.#set.configurationSetName);
    new Rule(this, 'CameBack', {
      description: 'Tells the notices of mails that bounced or were complained of.',
      eventPattern: {
        source: ['aws.ses'],
        detail: {
          eventType: ['Bounce', 'Complaint'],
          mail: { tags: { 'ses:configuration-set': [this.#set.configurationSetName] } },
        },
      },
      targets: [new FunctionTarget(sender.function, { retryAttempts: 8, maxEventAge: Duration.hours(12) })],
    });
  }

  #watch(topic: ITopic): void {
    for (const [rate, threshold] of Object.entries(limits)) {
      new RegisterAlarm(this, rate, {
        metric: new Metric({
          namespace: 'AWS/SES',
          metricName: `Reputation.${rate}`,
          statistic: 'Maximum',
          period: Duration.hours(1),
        }),
        threshold,
        says: `The ${rate} of the account's mails comes near the limit of the mail service.`,
        section: 'mail-reputation',
        topic,
      });
    }
  }
}
