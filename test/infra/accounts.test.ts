import { describe, expect, it } from 'vitest';
import { at, listAt, ofType, type Resource, synthesise, textOf } from './synthesise.ts';

const prod = synthesise('prod').resources;
const dev = synthesise('dev').resources;

function pool(resources: readonly Resource[], kind: 'applicants' | 'staff'): Resource | undefined {
  return ofType(resources, 'AWS::Cognito::UserPool').find(({ id }) => id.startsWith(kind));
}

function client(resources: readonly Resource[], name: string): Resource | undefined {
  return ofType(resources, 'AWS::Cognito::UserPoolClient').find(
    ({ properties }) => properties['ClientName'] === name,
  );
}

describe('accounts', () => {
  it('ask for long passwords of four kinds of character', () => {
    for (const kind of ['applicants', 'staff'] as const) {
      expect(at(pool(prod, kind)?.properties, 'Policies', 'PasswordPolicy')).toMatchObject({
        MinimumLength: 12,
        RequireLowercase: true,
        RequireNumbers: true,
        RequireSymbols: true,
        RequireUppercase: true,
      });
    }
  });

  it('of staff need a second factor, and only an operator opens or recovers them', () => {
    const staff = pool(prod, 'staff')?.properties;
    expect(staff?.['MfaConfiguration']).toBe('ON');
    expect(staff?.['EnabledMfas']).toEqual(['SOFTWARE_TOKEN_MFA']);
    expect(at(staff, 'AdminCreateUserConfig', 'AllowAdminCreateUserOnly')).toBe(true);
    expect(at(staff, 'AccountRecoverySetting', 'RecoveryMechanisms', 0, 'Name')).toBe('admin_only');
  });

  it('of applicants are opened by themselves, with an authenticator if they wish and never a text message', () => {
    const applicants = pool(prod, 'applicants')?.properties;
    expect(applicants?.['MfaConfiguration']).toBe('OPTIONAL');
    expect(applicants?.['EnabledMfas']).toEqual(['SOFTWARE_TOKEN_MFA']);
    expect(at(applicants, 'AdminCreateUserConfig', 'AllowAdminCreateUserOnly')).toBe(false);
    expect(applicants).not.toHaveProperty('SmsConfiguration');
  });

  it('are protected from deletion in prod only, and staff against takeover there', () => {
    for (const kind of ['applicants', 'staff'] as const) {
      expect(pool(prod, kind)?.properties['DeletionProtection']).toBe('ACTIVE');
      expect(pool(prod, kind)?.deletionPolicy).toBe('Retain');
      expect(pool(dev, kind)?.properties['DeletionProtection']).toBe('INACTIVE');
    }
    expect(at(pool(prod, 'staff')?.properties, 'UserPoolAddOns', 'AdvancedSecurityMode')).toBe('ENFORCED');
    expect(at(pool(dev, 'staff')?.properties, 'UserPoolAddOns')).toBeUndefined();
  });

  it('of staff belong to the groups examiner and operator', () => {
    const groups = ofType(prod, 'AWS::Cognito::UserPoolGroup');
    expect(groups.map(({ properties }) => properties['GroupName'])).toEqual([
      'examiner',
      'chiefExaminer',
      'operator',
    ]);
    expect(groups.every(({ properties }) => textOf(properties['UserPoolId']).startsWith('<staffPool'))).toBe(
      true,
    );
  });
});

describe('clients', () => {
  it('tell nobody which accounts exist, and their tokens can be revoked', () => {
    for (const { properties } of ofType(prod, 'AWS::Cognito::UserPoolClient')) {
      expect(properties['PreventUserExistenceErrors']).toBe('ENABLED');
      expect(properties['EnableTokenRevocation']).toBe(true);
      expect(listAt(properties, 'AllowedOAuthFlows')).not.toContain('implicit');
      expect(listAt(properties, 'ExplicitAuthFlows')).not.toContain('ALLOW_USER_PASSWORD_AUTH');
      expect(listAt(properties, 'ExplicitAuthFlows')).not.toHaveLength(0);
    }
  });

  it.each([
    ['portal', 'applicants', '/own'],
    ['office', 'staff', '/act'],
  ] as const)('%s is public, uses codes, and each refresh token works once', (name, kind, scope) => {
    const found = client(prod, name)?.properties;
    expect(found?.['GenerateSecret']).toBe(false);
    expect(found?.['AllowedOAuthFlows']).toEqual(['code']);
    expect(at(found, 'RefreshTokenRotation', 'Feature')).toBe('ENABLED');
    expect(textOf(found?.['UserPoolId'])).toMatch(new RegExp(`^<${kind}Pool`));
    expect(listAt(found, 'AllowedOAuthScopes').map(textOf)).toContainEqual(
      expect.stringMatching(`${scope}$`),
    );
    for (const address of listAt(found, 'CallbackURLs')) {
      expect(address).toMatch(/^https:\/\/portal\.example\//);
    }
  });

  it('of machines have a secret, sign in by credentials alone and get the one scope', () => {
    const machine = client(prod, 'machine-01')?.properties;
    expect(machine?.['GenerateSecret']).toBe(true);
    expect(machine?.['AllowedOAuthFlows']).toEqual(['client_credentials']);
    expect(listAt(machine, 'AllowedOAuthScopes').map(textOf)).toEqual([expect.stringMatching(/\/own$/)]);
    expect(machine).not.toHaveProperty('CallbackURLs');
  });

  it('return nowhere until the portal has an address', () => {
    const { resources } = synthesise('prod', { context: { portalUrl: '' } });
    expect(client(resources, 'office')?.properties['CallbackURLs']).toEqual([
      'https://portal.invalid/signed-in/office',
    ]);
  });
});
