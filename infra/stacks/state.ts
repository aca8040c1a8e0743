import { type App, Aws, CfnOutput } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { ApplicantsPool } from '../constructs/applicants-pool.ts';
import { AccessLogBucket, PrivateBucket } from '../constructs/private-bucket.ts';
import { RegisterTable } from '../constructs/register-table.ts';
import { StaffPool } from '../constructs/staff-pool.ts';
import type { Settings } from '../settings.ts';
import { RegisterStack } from './register-stack.ts';

/** Everything that must outlive a deployment: tables, objects, accounts. The other stacks can be built anew. */
export class StateStack extends RegisterStack {
  readonly register: RegisterTable<'register'>;
  readonly filings: RegisterTable<'filings'>;
  readonly parties: RegisterTable<'parties'>;
  readonly bodies: PrivateBucket;
  readonly certificates: PrivateBucket;
  readonly applicants: ApplicantsPool;
  readonly staff: StaffPool;
  readonly alarms: Topic;

  constructor(app: App, settings: Settings) {
    super(app, 'State', settings, 'tables, buckets and accounts');
    this.alarms = this.#alarmTopic();
    this.register = new RegisterTable(this, 'register', settings, this.alarms);
    this.filings = new RegisterTable(this, 'filings', settings, this.alarms);
    this.parties = new RegisterTable(this, 'parties', settings, this.alarms);
    const accessLogs = new AccessLogBucket(this, 'access-logs', settings);
    this.bodies = new PrivateBucket(this, 'bodies', settings, accessLogs);
    this.certificates = new PrivateBucket(
      this,
      'certificates',
      settings,
      accessLogs,
      settings.certificateLock,
    );
    this.applicants = new ApplicantsPool(this, 'applicants', settings);
    this.staff = new StaffPool(this, 'staff', settings);
    this.#tellOperators();
  }

  #alarmTopic(): Topic {
    const topic = new Topic(this, 'Alarms', { enforceSSL: true });
    // A topic with a policy of its own lets nobody publish by default, not even the alarms of its account.
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
    if (this.settings.alarmEmail !== undefined) {
      topic.addSubscription(new EmailSubscription(this.settings.alarmEmail));
    }
    return topic;
  }

  #tellOperators(): void {
    const { applicants, staff } = this;
    for (const table of [this.register, this.filings, this.parties]) {
      new CfnOutput(this, `TableName${table.node.id}`, { value: table.table.tableName });
    }
    new CfnOutput(this, 'ApplicantsPoolId', { value: applicants.pool.userPoolId });
    new CfnOutput(this, 'PortalClientId', { value: applicants.portal.userPoolClientId });
    for (const [name, client] of applicants.machines) {
      new CfnOutput(this, `MachineClientId${name}`, { value: client.userPoolClientId });
    }
    new CfnOutput(this, 'ApplicantsSignIn', { value: applicants.domain.domainName });
    new CfnOutput(this, 'StaffPoolId', { value: staff.pool.userPoolId });
    new CfnOutput(this, 'OfficeClientId', { value: staff.office.userPoolClientId });
    new CfnOutput(this, 'StaffSignIn', { value: staff.domain.domainName });
  }
}
