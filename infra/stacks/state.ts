import { type App, Aws, CfnOutput } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { ApplicantsPool } from '../constructs/applicants-pool.ts';
import { KeyWatch } from '../constructs/key-watch.ts';
import { AccessLogBucket, PrivateBucket } from '../constructs/private-bucket.ts';
import { type RegisterKeys, registerKeys } from '../constructs/register-key.ts';
import { RegisterTable } from '../constructs/register-table.ts';
import { SigningKey } from '../constructs/signing-key.ts';
import { StaffPool } from '../constructs/staff-pool.ts';
import type { Settings } from '../settings.ts';
import { RegisterStack } from './register-stack.ts';

/** Everything that must outlive a deployment: tables, objects, accounts. The other stacks can be built anew. */
export class StateStack extends RegisterStack {
  readonly register: RegisterTable<'register'>;
  readonly filings: RegisterTable<'filings'>;
  readonly parties: RegisterTable<'parties'>;
  readonly search: RegisterTable<'search'>;
  readonly journal: RegisterTable<'journal'>;
  readonly bodies: PrivateBucket;
  readonly certificates: PrivateBucket;
  readonly documents: PrivateBucket;
  readonly journalObjects: PrivateBucket;
  readonly applicants: ApplicantsPool;
  readonly staff: StaffPool;
  readonly alarms: Topic;
  readonly keys: RegisterKeys;
  readonly journalKey: SigningKey;
  readonly sealKey: SigningKey;

  constructor(app: App, settings: Settings) {
    super(app, 'State', settings, 'tables, buckets and accounts');
    this.alarms = this.#alarmTopic();
    this.keys = registerKeys(this, settings);
    this.journalKey = new SigningKey(this, 'journal', settings);
    this.sealKey = new SigningKey(this, 'seal', settings);
    const keys = [...Object.values(this.keys), this.journalKey, this.sealKey];
    new KeyWatch(this, 'KeyWatch', keys, this.alarms);
    this.register = new RegisterTable(this, 'register', settings, this.alarms, this.keys);
    this.filings = new RegisterTable(this, 'filings', settings, this.alarms, this.keys);
    this.parties = new RegisterTable(this, 'parties', settings, this.alarms, this.keys);
    this.search = new RegisterTable(this, 'search', settings, this.alarms, this.keys);
    this.journal = new RegisterTable(this, 'journal', settings, this.alarms, this.keys);
    const accessLogs = new AccessLogBucket(this, 'access-logs', settings);
    this.bodies = new PrivateBucket(this, 'bodies', settings, { accessLogs, key: this.keys.register });
    this.certificates = new PrivateBucket(this, 'certificates', settings, {
      accessLogs,
      key: this.keys.register,
      lock: settings.certificateLock,
    });
    this.documents = new PrivateBucket(this, 'documents', settings, {
      accessLogs,
      key: this.keys.documents,
      portal: settings.portalUrl,
      announces: true,
    });
    this.journalObjects = new PrivateBucket(this, 'journal-objects', settings, {
      accessLogs,
      key: this.keys.register,
      journal: true,
      variable: 'BUCKET_JOURNAL',
    });
    this.applicants = new ApplicantsPool(this, 'applicants', settings);
    this.staff = new StaffPool(this, 'staff', settings);
    this.#tellOperators();
  }

  #alarmTopic(): Topic {
    const topic = new Topic(this, 'Alarms', { enforceSSL: true });
    // A topic with a policy of its own lets nobody publish by default, neither the alarms nor the rules of its account.
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: ['cloudwatch', 'events'].map((name) => new ServicePrincipal(`${name}.amazonaws.com`)),
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
    for (const table of [this.register, this.filings, this.parties, this.search, this.journal]) {
      new CfnOutput(this, `TableName${table.node.id}`, { value: table.table.tableName });
    }
    for (const [name, { key }] of Object.entries(this.keys)) {
      new CfnOutput(this, `KeyArn${name}`, { value: key.keyArn });
    }
    for (const signing of [this.journalKey, this.sealKey]) {
      new CfnOutput(this, `KeyArn${signing.node.id}`, { value: signing.key.keyArn });
    }
    new CfnOutput(this, 'ApplicantsPoolId', { value: applicants.pool.userPoolId });
    new CfnOutput(this, 'PortalClientId', { value: applicants.portal.userPoolClientId });
    new CfnOutput(this, 'ApplicantsSignIn', { value: applicants.domain.domainName });
    new CfnOutput(this, 'StaffPoolId', { value: staff.pool.userPoolId });
    new CfnOutput(this, 'OfficeClientId', { value: staff.office.userPoolClientId });
    new CfnOutput(this, 'StaffSignIn', { value: staff.domain.domainName });
  }
}
