import { describe, expect, it } from 'vitest';
import { at, listAt, ofType, synthesise } from './synthesise.ts';

/**
 * Hard limits of the cloud, from the quota pages of CloudFormation, API Gateway (HTTP API), Lambda and IAM. At
 * four fifths there is still time to split a stack calmly; at the limit a deployment fails half way.
 */
const limits = {
  resourcesOfAStack: 500,
  outputsOfAStack: 200,
  parametersOfAStack: 200,
  templateBytes: 1_000_000,
  routesOfAnApi: 300,
  integrationsOfAnApi: 300,
  authorizersOfAnApi: 10,
  audiencesOfAnAuthorizer: 50,
  scopesOfARoute: 10,
  statementsOfAFunctionPolicyBytes: 20_480,
  rolePolicyCharacters: 10_240,
  variablesOfAFunctionBytes: 4_096,
} as const;
const warnAt = 0.8;

const { stacks, resources } = synthesise('prod');

/** Fails with what came near which limit, where, and how near. */
function expectBelow(limit: keyof typeof limits, found: Readonly<Record<string, number>>): void {
  const near = Object.entries(found)
    .filter(([, count]) => count > limits[limit] * warnAt)
    .map(([where, count]) => `${where}: ${count} of ${limits[limit]} ${limit}`);
  expect(Object.keys(found), `nothing was counted for ${limit}`).not.toHaveLength(0);
  expect(near, `over ${warnAt * 100} % of the limit; split the stack or ask for more`).toEqual([]);
}

function perStack(count: (template: (typeof stacks)[number]) => number): Record<string, number> {
  return Object.fromEntries(stacks.map((stack) => [stack.name, count(stack)]));
}

function sizes(type: string, size: (properties: unknown) => number): Record<string, number> {
  return Object.fromEntries(ofType(resources, type).map(({ id, properties }) => [id, size(properties)]));
}

describe('at most four fifths of every limit is used', () => {
  it('of CloudFormation', () => {
    expectBelow(
      'resourcesOfAStack',
      perStack(({ template }) => Object.keys(template['Resources'] ?? {}).length),
    );
    expectBelow(
      'outputsOfAStack',
      perStack(({ template }) => Object.keys(template['Outputs'] ?? {}).length),
    );
    expectBelow(
      'parametersOfAStack',
      perStack(({ template }) => Object.keys(template['Parameters'] ?? {}).length),
    );
    expectBelow(
      'templateBytes',
      perStack(({ bytes }) => bytes),
    );
  });

  it('of API Gateway', () => {
    const count = (type: string) => ({ api: ofType(resources, type).length });
    expectBelow('routesOfAnApi', count('AWS::ApiGatewayV2::Route'));
    expectBelow('integrationsOfAnApi', count('AWS::ApiGatewayV2::Integration'));
    expectBelow('authorizersOfAnApi', count('AWS::ApiGatewayV2::Authorizer'));
    expectBelow(
      'audiencesOfAnAuthorizer',
      sizes('AWS::ApiGatewayV2::Authorizer', (it) => listAt(it, 'JwtConfiguration', 'Audience').length),
    );
    expectBelow(
      'scopesOfARoute',
      sizes('AWS::ApiGatewayV2::Route', (it) => listAt(it, 'AuthorizationScopes').length),
    );
  });

  it('of Lambda and IAM', () => {
    const permissions: Record<string, number> = {};
    for (const { properties } of ofType(resources, 'AWS::Lambda::Permission')) {
      const name = JSON.stringify(properties['FunctionName']);
      permissions[name] = (permissions[name] ?? 0) + JSON.stringify(properties).length;
    }
    expectBelow('statementsOfAFunctionPolicyBytes', permissions);
    expectBelow(
      'rolePolicyCharacters',
      sizes('AWS::IAM::Policy', (it) => JSON.stringify(at(it, 'PolicyDocument')).length),
    );
    expectBelow(
      'variablesOfAFunctionBytes',
      sizes('AWS::Lambda::Function', (it) => JSON.stringify(at(it, 'Environment', 'Variables')).length),
    );
  });

  it('and a count over it would be told', () => {
    expect(() => expectBelow('authorizersOfAnApi', { api: 9 })).toThrow(/80 %/);
  });
});
