import { Refusal } from '../refusal.ts';

/** How the local cloud treats a resource: run as the cloud does, stand in for it, or accept it without effect. */
export const treatments = ['run', 'substituted', 'inert'] as const;
export type Treatment = (typeof treatments)[number];

/**
 * Every CloudFormation type the templates may hold, and what becomes of it here. A type that is missing stops the
 * start: silence would let a resource work in the cloud alone, or here alone.
 */
export const resourceTypes: Readonly<Record<string, readonly [Treatment, string]>> = {
  'AWS::ApiGatewayV2::Api': ['run', 'the gateway, with its CORS configuration'],
  'AWS::ApiGatewayV2::Authorizer': ['run', 'JWT authorisers, by issuer and audience'],
  'AWS::ApiGatewayV2::Integration': ['run', 'AWS_PROXY to a function, payload format 2.0'],
  'AWS::ApiGatewayV2::Route': ['run', 'matched, authorised and served'],
  'AWS::ApiGatewayV2::Stage': ['run', 'the $default stage, with its throttling'],
  'AWS::DynamoDB::GlobalTable': ['run', 'a table of DynamoDB Local behind the proxy'],
  'AWS::DynamoDB::Table': ['run', 'a table of DynamoDB Local behind the proxy'],
  'AWS::Events::Rule': [
    'run',
    'rate schedules, and events of new objects, scans and mails, invoke their functions',
  ],
  'AWS::IAM::ManagedPolicy': ['run', 'checked on each call to a table or bucket'],
  'AWS::IAM::Policy': ['run', 'checked on each call to a table or bucket'],
  'AWS::IAM::Role': ['run', 'checked on each call to a table or bucket'],
  'AWS::Lambda::EventSourceMapping': ['run', 'the stream of a table triggers its function'],
  'AWS::Lambda::Function': ['run', 'the bundled code in a worker thread'],
  'AWS::Lambda::Permission': ['run', 'without one the gateway or a rule cannot invoke a function'],
  'AWS::S3::Bucket': ['run', 'a folder behind the S3 server'],
  'AWS::Scheduler::Schedule': ['run', 'rate schedules invoke their functions'],

  'AWS::Cognito::UserPool': ['substituted', 'an OpenID provider under /identity/'],
  'AWS::Cognito::UserPoolClient': ['substituted', 'a client of that provider'],
  'AWS::Cognito::UserPoolDomain': ['substituted', 'the provider has the address of the local cloud'],
  'AWS::Cognito::UserPoolGroup': ['substituted', 'a group of the demo accounts'],
  'AWS::Cognito::UserPoolResourceServer': ['substituted', 'scopes of that provider'],
  'AWS::GuardDuty::MalwareProtectionPlan': ['substituted', 'a test scanner that knows the EICAR file'],
  'AWS::KMS::Key': [
    'substituted',
    'what signs signs, with a key in a file; data at rest is not encrypted here',
  ],
  'AWS::Logs::LogGroup': ['substituted', 'a file in the folder logs'],
  'AWS::S3::BucketPolicy': ['substituted', 'only its rule about TLS: what came in from elsewhere is refused'],
  'AWS::SES::ConfigurationSet': [
    'substituted',
    'mails that come back are told to the rules that wait for them',
  ],
  'AWS::SES::ConfigurationSetEventDestination': ['substituted', 'what its set tells of'],
  'AWS::SES::EmailIdentity': ['substituted', 'a mailbox page: no mail leaves this machine'],
  'AWS::SQS::Queue': ['substituted', 'an event that no attempt could deliver is written to the log'],

  'AWS::ApiGatewayV2::ApiMapping': ['inert', 'there is one address'],
  'AWS::ApiGatewayV2::DomainName': ['inert', 'there is one address'],
  'AWS::Backup::BackupPlan': ['inert', 'copy the data folder'],
  'AWS::Backup::BackupSelection': ['inert', 'copy the data folder'],
  'AWS::Backup::BackupVault': ['inert', 'copy the data folder'],
  'AWS::CDK::Metadata': ['inert', 'says nothing of the system'],
  'AWS::CloudFormation::CustomResource': ['inert', 'acts on the cloud account'],
  'AWS::CloudFront::Distribution': ['inert', 'the gateway is addressed itself'],
  'AWS::CloudFront::OriginAccessControl': ['inert', 'the gateway is addressed itself'],
  'AWS::CloudFront::ResponseHeadersPolicy': ['inert', 'the gateway is addressed itself'],
  'AWS::CloudWatch::Alarm': ['inert', 'nobody is woken'],
  'AWS::CloudWatch::CompositeAlarm': ['inert', 'nobody is woken'],
  'AWS::CloudWatch::Dashboard': ['inert', 'nothing is measured'],
  'AWS::KMS::Alias': ['inert', 'nobody names a key here'],
  'AWS::Lambda::EventInvokeConfig': ['inert', 'a failed scheduled event waits for the next one'],
  'AWS::Logs::MetricFilter': ['inert', 'nothing is measured'],
  'AWS::Logs::QueryDefinition': ['inert', 'logs are files'],
  'AWS::Logs::ResourcePolicy': ['inert', 'logs are files'],
  'AWS::SNS::Subscription': ['inert', 'nobody is woken'],
  'AWS::SNS::Topic': ['inert', 'nobody is woken'],
  'AWS::SNS::TopicPolicy': ['inert', 'nobody is woken'],
  'AWS::SQS::QueuePolicy': ['inert', 'the queue is a log line'],
  'AWS::SSM::Parameter': ['inert', 'addresses are printed at the start'],
  'AWS::WAFv2::WebACL': ['inert', 'only this machine reaches the gateway'],
  'AWS::WAFv2::WebACLAssociation': ['inert', 'only this machine reaches the gateway'],
};

/** What becomes of a type here. Custom resources act on a cloud account and are always inert. */
export function treatmentOf(type: string, logicalId: string, stack: string): Treatment {
  if (type.startsWith('Custom::')) return 'inert';
  const known = Object.hasOwn(resourceTypes, type) ? resourceTypes[type] : undefined;
  if (known) return known[0];
  throw new Refusal(
    `The local cloud does not know ${type} (${logicalId} in ${stack}): say in local/template/resource-types.ts ` +
      'whether it is run, substituted or inert.',
  );
}
