import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeAssembly } from '../template/write-assembly.ts';

const handler = `
import { DynamoDBClient, GetItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
const database = new DynamoDBClient({});
const store = new S3Client({ forcePathStyle: true });
const TableName = process.env.TABLE_REGISTER;
const Bucket = process.env.BUCKET_BODIES;
const Key = { pk: { S: 'a' }, sk: { S: 'b' } };
const deeds = {
  put: async ({ value }) => database.send(new PutItemCommand({ TableName, Item: { ...Key, value: { S: value } } })),
  get: async () => (await database.send(new GetItemCommand({ TableName, Key }))).Item?.value?.S ?? 'nothing',
  scan: async () => database.send(new ScanCommand({ TableName })),
  store: async ({ value }) => store.send(new PutObjectCommand({ Bucket, Key: 'a', Body: value })),
  fetch: async () => (await store.send(new GetObjectCommand({ Bucket, Key: 'a' }))).Body.transformToString(),
  remove: async () => store.send(new DeleteObjectCommand({ Bucket, Key: 'a' })),
  who: async (_, event) => event.requestContext.authorizer.jwt.claims.sub,
  zone: async () => Intl.DateTimeFormat().resolvedOptions().timeZone,
  environment: async () => process.env,
};
export const handler = async (event) => {
  if (event['detail-type'] === 'Scheduled Event') return deeds.put({ value: 'by the clock' });
  const { deed, ...rest } = event.queryStringParameters ?? {};
  try {
    const result = await deeds[deed](rest, event);
    return { statusCode: 200, body: typeof result === 'string' ? result : JSON.stringify(result) };
  } catch (error) {
    return { statusCode: 418, body: error.name };
  }
};
`;

const pool = (name: string, groups: readonly string[]) => ({
  [`${name}Pool`]: { Type: 'AWS::Cognito::UserPool', Properties: { UserPoolName: name } },
  ...Object.fromEntries(
    groups.map((group) => [
      `${group}Group`,
      {
        Type: 'AWS::Cognito::UserPoolGroup',
        Properties: { GroupName: group, UserPoolId: { Ref: `${name}Pool` } },
      },
    ]),
  ),
});

const client = (name: string, poolName: string, more: object) => ({
  Type: 'AWS::Cognito::UserPoolClient',
  Properties: { ClientName: name, UserPoolId: { Ref: poolName }, ...more },
});

const code = (scope: string) => ({
  AllowedOAuthFlows: ['code'],
  AllowedOAuthScopes: ['openid', scope],
  CallbackURLs: ['http://localhost:5173/signed-in'],
});

const server = (identifier: string, scope: string, poolName: string) => ({
  Type: 'AWS::Cognito::UserPoolResourceServer',
  Properties: {
    Identifier: identifier,
    Scopes: [{ ScopeName: scope, ScopeDescription: scope }],
    UserPoolId: { Ref: poolName },
  },
});

const authoriser = (poolName: string, clients: readonly string[]) => ({
  Type: 'AWS::ApiGatewayV2::Authorizer',
  Properties: {
    ApiId: { Ref: 'Api' },
    AuthorizerType: 'JWT',
    IdentitySource: ['$request.header.Authorization'],
    JwtConfiguration: {
      Issuer: { 'Fn::GetAtt': [poolName, 'ProviderURL'] },
      Audience: clients.map((name) => ({ Ref: name })),
    },
  },
});

const route = (key: string, more: object = {}) => ({
  Type: 'AWS::ApiGatewayV2::Route',
  Properties: {
    ApiId: { Ref: 'Api' },
    RouteKey: key,
    AuthorizationType: 'NONE',
    Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration' }]] },
    ...more,
  },
});

const guarded = (authorizer: string, scope: string) => ({
  AuthorizationType: 'JWT',
  AuthorizerId: { Ref: authorizer },
  AuthorizationScopes: [scope],
});

const permission = (principal: string, source: unknown) => ({
  Type: 'AWS::Lambda::Permission',
  Properties: {
    Action: 'lambda:InvokeFunction',
    FunctionName: { 'Fn::GetAtt': ['Function', 'Arn'] },
    Principal: principal,
    SourceArn: source,
  },
});

const executeApi = (end: string) => ({
  'Fn::Join': ['', ['arn:aws:execute-api:', { Ref: 'AWS::Region' }, ':000000000000:', { Ref: 'Api' }, end]],
});

const resources = {
  ...pool('applicants', []),
  ...pool('staff', ['examiner', 'chiefExaminer', 'operator']),
  Portal: client('portal', 'applicantsPool', code('register/own')),
  Machine: client('machine', 'applicantsPool', {
    GenerateSecret: true,
    AllowedOAuthFlows: ['client_credentials'],
    AllowedOAuthScopes: ['register/own'],
  }),
  Office: client('office', 'staffPool', code('office/act')),
  RegisterServer: server('register', 'own', 'applicantsPool'),
  OfficeServer: server('office', 'act', 'staffPool'),
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Metadata: { 'aws:cdk:path': 'Small/register/Table/Resource' },
    Properties: {
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    },
  },
  Bucket: { Type: 'AWS::S3::Bucket', Properties: {} },
  Role: { Type: 'AWS::IAM::Role', Properties: {} },
  Policy: {
    Type: 'AWS::IAM::Policy',
    Properties: {
      PolicyName: 'grants',
      Roles: [{ Ref: 'Role' }],
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: ['dynamodb:GetItem', 'dynamodb:PutItem'],
            Resource: { 'Fn::GetAtt': ['Table', 'Arn'] },
          },
          {
            Effect: 'Allow',
            Action: ['s3:GetObject', 's3:PutObject'],
            Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, '/*']] },
          },
        ],
      },
    },
  },
  Function: {
    Type: 'AWS::Lambda::Function',
    Metadata: { 'aws:cdk:path': 'Small/registrar/Function/Resource' },
    Properties: {
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
      Code: { S3Bucket: 'assets', S3Key: 'code.zip' },
      Timeout: 20,
      MemorySize: 256,
      Environment: { Variables: { TABLE_REGISTER: { Ref: 'Table' }, BUCKET_BODIES: { Ref: 'Bucket' } } },
    },
  },
  Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'small', ProtocolType: 'HTTP' } },
  Stage: {
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true },
  },
  Integration: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: { Ref: 'Api' },
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: { 'Fn::GetAtt': ['Function', 'Arn'] },
      PayloadFormatVersion: '2.0',
    },
  },
  People: authoriser('applicantsPool', ['Portal', 'Machine']),
  Staff: authoriser('staffPool', ['Office']),
  OpenRoute: route('GET /open'),
  OwnRoute: route('GET /own', guarded('People', 'register/own')),
  OfficeRoute: route('GET /office', guarded('Staff', 'office/act')),
  Fallback: route('$default'),
  ApiPermission: permission('apigateway.amazonaws.com', executeApi('/*/*/*')),
  Rule: {
    Type: 'AWS::Events::Rule',
    Properties: {
      ScheduleExpression: 'rate(15 minutes)',
      Targets: [{ Id: 'Target', Arn: { 'Fn::GetAtt': ['Function', 'Arn'] } }],
    },
  },
  RulePermission: permission('events.amazonaws.com', { 'Fn::GetAtt': ['Rule', 'Arn'] }),
};

/** An assembly with one of everything that the local cloud runs, and a function that does as it is told. */
export function writeSmallAssembly(more: Readonly<Record<string, unknown>> = {}): string {
  const folder = writeAssembly({ Small: { Resources: { ...resources, ...more } } });
  // The SDK comes from the project here; real bundles carry it with them.
  const sdk = (name: string) => import.meta.resolve(`@aws-sdk/${name}`);
  const source = handler.replaceAll(/'@aws-sdk\/([\w-]+)'/g, (_, name: string) => JSON.stringify(sdk(name)));
  writeFileSync(join(folder, 'asset.code', 'index.mjs'), source);
  return folder;
}
