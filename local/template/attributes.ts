import { Refusal } from '../refusal.ts';
import type { Resource } from './assembly.ts';
import { place } from './names.ts';

/** What only the running cloud knows: its own address and the issuers of its user pools. */
export type Facts = {
  readonly origin: string;
  /** The issuer of the tokens of a user pool, given its physical id. */
  issuerOf(poolId: string): string;
};

/** `Ref` of a resource: most give their name, some an address or an Arn. */
export function reference(resource: Resource, name: string, facts: Facts): string {
  switch (resource.type) {
    case 'AWS::SQS::Queue':
      return `${facts.origin}/${place.account}/${name}`;
    case 'AWS::SNS::Topic':
    case 'AWS::IAM::ManagedPolicy':
      return arnOf(resource.type, name);
    default:
      return name;
  }
}

/** `Fn::GetAtt`: an attribute that is not listed stops the start, for a made-up value would hide a mistake. */
export function attribute(resource: Resource, name: string, attributeName: string, facts: Facts): string {
  if (attributeName === 'Arn') return arnOf(resource.type, name);
  switch (`${resource.type}.${attributeName}`) {
    case 'AWS::Cognito::UserPool.ProviderURL':
      return facts.issuerOf(name);
    case 'AWS::Cognito::UserPool.ProviderName':
      return `cognito-idp.${place.region}.${place.urlSuffix}/${name}`;
    case 'AWS::Cognito::UserPool.UserPoolId':
    case 'AWS::Cognito::UserPoolClient.ClientId':
    case 'AWS::ApiGatewayV2::Api.ApiId':
    case 'AWS::SQS::Queue.QueueName':
    case 'AWS::SNS::Topic.TopicName':
    case 'AWS::KMS::Key.KeyId':
    case 'AWS::IAM::Role.RoleId':
      return name;
    case 'AWS::ApiGatewayV2::Api.ApiEndpoint':
      return facts.origin;
    case 'AWS::DynamoDB::Table.StreamArn':
    case 'AWS::DynamoDB::GlobalTable.StreamArn':
      return `${arnOf(resource.type, name)}/stream/latest`;
    case 'AWS::DynamoDB::GlobalTable.TableId':
      return name;
    case 'AWS::S3::Bucket.DomainName':
    case 'AWS::S3::Bucket.RegionalDomainName':
      return `${name}.s3.${place.region}.${place.urlSuffix}`;
    case 'AWS::SES::EmailIdentity.DkimDNSTokenName1':
    case 'AWS::SES::EmailIdentity.DkimDNSTokenName2':
    case 'AWS::SES::EmailIdentity.DkimDNSTokenName3':
    case 'AWS::SES::EmailIdentity.DkimDNSTokenValue1':
    case 'AWS::SES::EmailIdentity.DkimDNSTokenValue2':
    case 'AWS::SES::EmailIdentity.DkimDNSTokenValue3':
      return `${attributeName.toLowerCase()}.${name}`;
    case 'AWS::SNS::Topic.TopicArn':
      return arnOf(resource.type, name);
    default:
      throw new Refusal(
        `The local cloud does not know the attribute ${attributeName} of ${resource.type} ` +
          `(${resource.logicalId} in ${resource.stack}): add it to local/template/attributes.ts.`,
      );
  }
}

/** The Amazon Resource Name that policies and permissions quote. */
export function arnOf(type: string, name: string): string {
  const { partition, region, account } = place;
  const regional = (service: string, rest: string) =>
    `arn:${partition}:${service}:${region}:${account}:${rest}`;
  switch (type) {
    case 'AWS::S3::Bucket':
      return `arn:${partition}:s3:::${name}`;
    case 'AWS::IAM::Role':
      return `arn:${partition}:iam::${account}:role/${name}`;
    case 'AWS::IAM::ManagedPolicy':
      return `arn:${partition}:iam::${account}:policy/${name}`;
    case 'AWS::DynamoDB::Table':
    case 'AWS::DynamoDB::GlobalTable':
      return regional('dynamodb', `table/${name}`);
    case 'AWS::Lambda::Function':
      return regional('lambda', `function:${name}`);
    case 'AWS::Logs::LogGroup':
      return regional('logs', `log-group:${name}:*`);
    case 'AWS::Cognito::UserPool':
      return regional('cognito-idp', `userpool/${name}`);
    case 'AWS::Events::Rule':
      return regional('events', `rule/${name}`);
    case 'AWS::Scheduler::Schedule':
      return regional('scheduler', `schedule/default/${name}`);
    case 'AWS::SQS::Queue':
      return regional('sqs', name);
    case 'AWS::SNS::Topic':
      return regional('sns', name);
    case 'AWS::KMS::Key':
      return regional('kms', `key/${name}`);
    case 'AWS::SES::EmailIdentity':
      return regional('ses', `identity/${name}`);
    case 'AWS::SES::ConfigurationSet':
      return regional('ses', `configuration-set/${name}`);
    default: {
      const [, service = 'other', kind = 'resource'] = type.toLowerCase().split('::');
      return regional(service, `${kind}/${name}`);
    }
  }
}
