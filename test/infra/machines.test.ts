import { describe, expect, it } from 'vitest';
import { machineTokenSeconds, restSeconds } from '../../shared/register/machine.ts';
import { at, listAt, ofType, type Resource, synthesise, textOf } from './synthesise.ts';

const prod = synthesise('prod').resources;

const clients = (resources: readonly Resource[]) =>
  ofType(resources, 'AWS::Cognito::UserPoolClient').filter(({ properties }) =>
    /^machine-\d\d$/.test(String(properties['ClientName'])),
  );

const people = (resources: readonly Resource[]) =>
  ofType(resources, 'AWS::ApiGatewayV2::Authorizer').find(({ properties }) => properties['Name'] === 'people')
    ?.properties;

const variables = (resources: readonly Resource[]) =>
  at(
    ofType(resources, 'AWS::Lambda::Function').find(({ id }) => id.startsWith('machinesFunction'))
      ?.properties,
    'Environment',
    'Variables',
  );

const statements = (resources: readonly Resource[]) =>
  ofType(resources, 'AWS::IAM::Policy')
    .filter(({ id }) => id.startsWith('machinesRole'))
    .flatMap(({ properties }) => listAt(properties, 'PolicyDocument', 'Statement'));

describe('slots for machines', () => {
  it('are as many clients as the environment says, all known to the gateway and to the function', () => {
    const made = clients(prod);
    expect(made).toHaveLength(24);
    const audiences = listAt(people(prod), 'JwtConfiguration', 'Audience').map(textOf);
    const told = textOf(at(variables(prod), 'MACHINES_CLIENTS')).split(',');
    expect(told).toHaveLength(24);
    for (const { id } of made) {
      expect(audiences).toContainEqual(expect.stringContaining(id));
      expect(told).toContainEqual(expect.stringContaining(id));
    }
  });

  it('have their number changed by the setting alone, from the end', () => {
    const fewer = clients(synthesise('prod', { settings: { machineSlots: 3 } }).resources);
    expect(fewer.map(({ id }) => id)).toEqual(
      clients(prod)
        .slice(0, 3)
        .map(({ id }) => id),
    );
  });

  it('give tokens that are dead before a slot has rested', () => {
    for (const { properties } of clients(prod)) {
      expect(properties['AccessTokenValidity']).toBe(machineTokenSeconds / 60);
      expect(at(properties, 'TokenValidityUnits', 'AccessToken')).toBe('minutes');
    }
    expect(restSeconds).toBeGreaterThan(machineTokenSeconds);
  });

  it('show no secret of theirs in a template or an output', () => {
    const read = prod.filter((one) => /"(\w+\.)?ClientSecret"/.test(JSON.stringify(one)));
    expect(read.map(({ id }) => id)).toEqual([]);
  });
});

describe('the function of machines', () => {
  it('may do three things to the secrets of one pool, and nothing else to any', () => {
    const found = statements(prod).filter((one) => JSON.stringify(one).includes('cognito'));
    expect(found).toHaveLength(1);
    expect(listAt(found[0], 'Action')).toEqual([
      'cognito-idp:AddUserPoolClientSecret',
      'cognito-idp:DeleteUserPoolClientSecret',
      'cognito-idp:ListUserPoolClientSecrets',
    ]);
    expect(textOf(at(found[0], 'Resource'))).toMatch(/applicantsPool\w+Arn/);
  });

  it('writes of parties nothing but whose a client is', () => {
    const writing = statements(prod).filter((one) => {
      const text = JSON.stringify(one);
      return text.includes('partiesTable') && text.includes('dynamodb:PutItem');
    });
    expect(writing.map((one) => at(one, 'Condition'))).toEqual([
      {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['CLIENT#*'] },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    ]);
  });

  it('no other may touch a secret', () => {
    const others = ofType(prod, 'AWS::IAM::Policy').filter(({ id }) => !id.startsWith('machinesRole'));
    expect(JSON.stringify(others)).not.toContain('cognito-idp:');
  });

  it('tells operators when no slot is free, and when a secret came past the register', () => {
    const patterns = ofType(prod, 'AWS::Logs::MetricFilter').map(({ properties }) =>
      textOf(properties['FilterPattern']),
    );
    expect(patterns).toContainEqual(expect.stringContaining('MACHINE_SLOTS_SHORT'));
    expect(patterns).toContainEqual(expect.stringContaining('MACHINE_SECRETS_FOREIGN'));
  });
});

describe('another issuer for applicants', () => {
  const context = {
    applicantsIssuer: 'https://id.example/realms/nation',
    applicantsAudiences: 'register-portal,register-app',
  };
  const { resources } = synthesise('prod', { context });

  it('is the one whose tokens the gateway takes, for its audiences alone', () => {
    expect(at(people(resources), 'JwtConfiguration')).toEqual({
      Issuer: 'https://id.example/realms/nation',
      Audience: ['register-portal', 'register-app'],
    });
  });

  it('leaves staff with their own pool, and every own route with its scope', () => {
    const staff = ofType(resources, 'AWS::ApiGatewayV2::Authorizer').find(
      ({ properties }) => properties['Name'] === 'staff',
    );
    expect(textOf(at(staff?.properties, 'JwtConfiguration', 'Issuer'))).toMatch(/staffPool/);
    const own = ofType(resources, 'AWS::ApiGatewayV2::Route').filter(({ properties }) =>
      String(properties['RouteKey']).includes(' /v1/my/'),
    );
    for (const { properties } of own) expect(properties['AuthorizationScopes']).toEqual(['register/own']);
  });

  it('makes no clients for machines, whose tokens would be another issuer’s, and takes no new accounts', () => {
    const names = ofType(resources, 'AWS::Cognito::UserPoolClient').map(
      ({ properties }) => properties['ClientName'],
    );
    expect(names.sort()).toEqual(['office', 'portal']);
    expect(at(variables(resources), 'MACHINES_CLIENTS')).toBe('');
    const pool = ofType(resources, 'AWS::Cognito::UserPool').find(({ id }) => id.startsWith('applicants'));
    expect(at(pool?.properties, 'AdminCreateUserConfig', 'AllowAdminCreateUserOnly')).toBe(true);
    expect(pool?.deletionPolicy).toBe('Retain');
  });
});
