import { createHash } from 'node:crypto';
import type { Resource } from './assembly.ts';

/**
 * The one place the local cloud is in. The region has the form of a real one, so that every client accepts it, and
 * the name of none, so that a log line is never mistaken for a cloud's.
 */
export const place = {
  region: 'local-1',
  account: '000000000000',
  partition: 'aws',
  urlSuffix: 'localhost',
} as const;

/** The same resource has the same identifier after every restart: data, tokens and logs refer to it. */
function digest(resource: Resource, alphabet: string, length: number): string {
  const bytes = createHash('sha256').update(`${resource.stack}/${resource.logicalId}`).digest();
  return [...bytes.subarray(0, length)].map((byte) => alphabet[byte % alphabet.length]).join('');
}

const lower = 'abcdefghijklmnopqrstuvwxyz0123456789';
const mixed = `ABCDEFGHIJKLMNOPQRSTUVWXYZ${lower}`;

/** The properties that may carry a name, by type; without one the cloud makes up a name, and so do we. */
const nameProperties: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::Events::Rule': 'Name',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SES::ConfigurationSet': 'Name',
  'AWS::SES::EmailIdentity': 'EmailIdentity',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::Scheduler::Schedule': 'Name',
  'AWS::ApiGatewayV2::Stage': 'StageName',
  'AWS::Cognito::UserPoolDomain': 'Domain',
  'AWS::Cognito::UserPoolGroup': 'GroupName',
  'AWS::Cognito::UserPoolResourceServer': 'Identifier',
};

/** The property that would name a resource of this type, when there is one. */
export function nameProperty(type: string): string | undefined {
  return Object.hasOwn(nameProperties, type) ? nameProperties[type] : undefined;
}

/** An identifier of the form that the cloud gives to a resource without a name of its own. */
export function generatedName(resource: Resource): string {
  switch (resource.type) {
    case 'AWS::Cognito::UserPool':
      return `${place.region}_${digest(resource, mixed, 9)}`;
    case 'AWS::Cognito::UserPoolClient':
      return digest(resource, lower, 26);
    case 'AWS::S3::Bucket':
      return `${resource.stack}-${resource.logicalId}`
        .toLowerCase()
        .replaceAll(/[^a-z0-9-]/g, '-')
        .slice(0, 63);
    case 'AWS::ApiGatewayV2::Api':
    case 'AWS::ApiGatewayV2::Authorizer':
    case 'AWS::ApiGatewayV2::Integration':
    case 'AWS::ApiGatewayV2::Route':
      return digest(resource, lower, 10);
    default:
      return `${resource.stack}-${resource.logicalId}`;
  }
}
