/** Properties of an event source mapping beyond source, function and starting position. */
type Mapping = Readonly<Record<string, unknown>>;

/** A table with a stream, and the functions that it triggers: each a mapping, and the text of its handler's body. */
export type Case = {
  readonly view?: string;
  readonly mappings: Readonly<Record<string, Mapping & { readonly handler: string }>>;
};

const readActions = ['DescribeStream', 'GetRecords', 'GetShardIterator'];

/** A policy by which a role may do these things. */
export const grant = (role: string, actions: readonly string[], resource: unknown) => ({
  Type: 'AWS::IAM::Policy',
  Properties: {
    PolicyName: 'grant',
    Roles: [{ Ref: role }],
    PolicyDocument: {
      Statement: [
        { Effect: 'Allow', Action: actions.map((action) => `dynamodb:${action}`), Resource: resource },
      ],
    },
  },
});

export const table = (name: string, view: string | undefined = 'NEW_AND_OLD_IMAGES') => ({
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    TableName: name,
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    ...(view !== 'none' && { StreamSpecification: { StreamViewType: view } }),
  },
});

const streamOf = (name: string) => ({ 'Fn::GetAtt': [`${name}Table`, 'StreamArn'] });

const triggered = (name: string, tableName: string, mapping: Mapping, folder: string) => ({
  [`${name}Role`]: { Type: 'AWS::IAM::Role', Properties: {} },
  [`${name}Reads`]: grant(`${name}Role`, readActions, streamOf(tableName)),
  [`${name}Lists`]: grant(`${name}Role`, ['ListStreams'], '*'),
  [`${name}Function`]: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Runtime: 'nodejs24.x',
      Handler: `${name}.handler`,
      Role: { 'Fn::GetAtt': [`${name}Role`, 'Arn'] },
      Code: { S3Bucket: 'assets', S3Key: 'code.zip' },
      Timeout: 20,
      Environment: { Variables: { FOLDER: folder, NAME: name } },
    },
  },
  [`${name}Mapping`]: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: streamOf(tableName),
      FunctionName: { Ref: `${name}Function` },
      StartingPosition: 'TRIM_HORIZON',
      ...mapping,
    },
  },
});

/** A template with the tables and mappings of the cases, and a role `writer` for the test. */
export function streamTemplate(cases: Readonly<Record<string, Case>>, folder: string) {
  const resources = Object.entries(cases).flatMap(([tableName, { view, mappings }]) => [
    [`${tableName}Table`, table(tableName, view)] as const,
    ...Object.entries(mappings).flatMap(([name, { handler: _, ...mapping }]) =>
      Object.entries(triggered(name, tableName, mapping, folder)),
    ),
  ]);
  return {
    Resources: {
      Writer: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'writer' } },
      Writes: grant('Writer', ['PutItem', 'DeleteItem', 'BatchWriteItem', 'UpdateItem'], '*'),
      ...Object.fromEntries(resources),
    },
  };
}
