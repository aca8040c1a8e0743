// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are in CloudFormation’s own syntax.
import { rmSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { readAssembly } from '../../../local/template/assembly.ts';
import { Resolver } from '../../../local/template/resolve.ts';
import { writeAssembly } from './write-assembly.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function resolverOf(stacks: Record<string, Record<string, unknown>>) {
  const folder = writeAssembly(stacks);
  folders.push(folder);
  return new Resolver(readAssembly(folder), {
    origin: 'http://127.0.0.1:1234',
    issuerOf: (poolId) => `http://127.0.0.1:1234/identity/${poolId}`,
  });
}

const role = { Type: 'AWS::IAM::Role', Properties: { RoleName: 'reader' } };

describe('references', () => {
  it.each([
    [{ Ref: 'AWS::Region' }, 'local-1'],
    [{ Ref: 'AWS::AccountId' }, '000000000000'],
    [{ Ref: 'Reader' }, 'reader'],
    [{ 'Fn::GetAtt': ['Reader', 'Arn'] }, 'arn:aws:iam::000000000000:role/reader'],
    [{ 'Fn::GetAtt': 'Reader.Arn' }, 'arn:aws:iam::000000000000:role/reader'],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'Reader' }, 1]] }, 'a-reader-1'],
    [
      { 'Fn::Sub': '${Reader}/${!literal}/${Reader.Arn}' },
      'reader/${literal}/arn:aws:iam::000000000000:role/reader',
    ],
    [{ 'Fn::Sub': ['${x}-${AWS::Region}', { x: { Ref: 'Reader' } }] }, 'reader-local-1'],
    [{ 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
    [{ 'Fn::FindInMap': ['Map', { Ref: 'AWS::Region' }, 'Key'] }, 'found'],
    [{ 'Fn::If': ['Yes', 'then', { Ref: 'Nowhere' }] }, 'then'],
    [{ 'Fn::Base64': 'hi' }, 'aGk='],
    [{ Ref: 'Parameter' }, 'default'],
    [
      ['a', { Ref: 'AWS::NoValue' }, 'b'],
      ['a', 'b'],
    ],
    [{ kept: 1, dropped: { Ref: 'AWS::NoValue' } }, { kept: 1 }],
    [{ Condition: { StringLike: { a: 'b' } } }, { Condition: { StringLike: { a: 'b' } } }],
    [null, null],
  ])('%j becomes %j', (expression, expected) => {
    const resolver = resolverOf({
      One: {
        Parameters: { Parameter: { Type: 'String', Default: 'default' } },
        Mappings: { Map: { 'local-1': { Key: 'found' } } },
        Conditions: { Yes: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'local-1'] } },
        Resources: { Reader: role },
      },
    });
    expect(resolver.value('One', expression)).toEqual(expected);
  });

  it('cross from stack to stack by export and import', () => {
    const resolver = resolverOf({
      Api: {
        Resources: {
          Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: { 'Fn::ImportValue': 'State:Arn' } } },
        },
      },
      State: {
        Resources: { Reader: role },
        Outputs: {
          Export: {
            Value: { 'Fn::GetAtt': ['Reader', 'Arn'] },
            Export: { Name: { 'Fn::Join': [':', [{ Ref: 'AWS::StackName' }, 'Arn']] } },
          },
        },
      },
    });
    expect(resolver.ofType('AWS::ApiGatewayV2::Api')[0]?.properties).toEqual({
      Name: 'arn:aws:iam::000000000000:role/reader',
    });
  });

  it('give a pool its issuer and an API its address', () => {
    const resolver = resolverOf({
      One: {
        Resources: {
          Pool: { Type: 'AWS::Cognito::UserPool' },
          Client: { Type: 'AWS::Cognito::UserPoolClient' },
          Api: { Type: 'AWS::ApiGatewayV2::Api' },
        },
      },
    });
    const poolId = resolver.value('One', { Ref: 'Pool' });
    expect(poolId).toMatch(/^local-1_[A-Za-z0-9]{9}$/);
    expect(resolver.value('One', { Ref: 'Client' })).toMatch(/^[a-z0-9]{26}$/);
    expect(resolver.value('One', { 'Fn::GetAtt': ['Pool', 'ProviderURL'] })).toBe(
      `http://127.0.0.1:1234/identity/${poolId}`,
    );
    expect(resolver.value('One', { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] })).toBe('http://127.0.0.1:1234');
  });

  it('make the same names after every restart', () => {
    const stacks = { One: { Resources: { Client: { Type: 'AWS::Cognito::UserPoolClient' } } } };
    expect(resolverOf(stacks).value('One', { Ref: 'Client' })).toBe(
      resolverOf(stacks).value('One', { Ref: 'Client' }),
    );
  });

  it('leave out resources whose condition does not hold', () => {
    const resolver = resolverOf({
      One: {
        Conditions: { No: { 'Fn::Not': [{ 'Fn::Equals': ['a', 'a'] }] } },
        Resources: { A: { ...role, Condition: 'No' }, B: role },
      },
    });
    expect(resolver.ofType('AWS::IAM::Role').map(({ logicalId }) => logicalId)).toEqual(['B']);
  });
});

describe('what cannot be resolved is refused with the place', () => {
  it.each([
    [{ Ref: 'Missing' }, 'One refers to Missing, which it does not contain.'],
    [{ 'Fn::GetAtt': ['Missing', 'Arn'] }, 'One reads an attribute of Missing, which it does not contain.'],
    [
      { 'Fn::GetAtt': ['Reader', 'Colour'] },
      'does not know the attribute Colour of AWS::IAM::Role (Reader in One)',
    ],
    [{ 'Fn::ImportValue': 'Nothing' }, 'No stack exports Nothing'],
    [{ 'Fn::Cidr': ['10.0.0.0/8', 1] }, 'One uses Fn::Cidr'],
    [{ 'Fn::Select': [3, ['a']] }, 'selects item 3'],
    [{ 'Fn::If': ['Unknown', 1, 2] }, 'One has no condition Unknown'],
  ])('%j', (expression, message) => {
    const resolver = resolverOf({ One: { Resources: { Reader: role } } });
    expect(() => resolver.value('One', expression)).toThrow(message);
  });

  it('a name that refers to itself', () => {
    const resolver = resolverOf({
      One: {
        Resources: {
          A: { Type: 'AWS::IAM::Role', Properties: { RoleName: { Ref: 'B' } } },
          B: { Type: 'AWS::IAM::Role', Properties: { RoleName: { Ref: 'A' } } },
        },
      },
    });
    expect(() => resolver.ofType('AWS::IAM::Role')).toThrow('refers to itself');
  });
});
