import { describe, expect, it } from 'vitest';
import { demoAccounts, demoMachines } from '../../../local/demo-accounts.ts';
import {
  type CognitoResource,
  cognitoTypes,
  confidentialClients,
  issuerOfPool,
  poolsOf,
} from '../../../local/identity/pools.ts';
import { createIdentity } from '../../../local/identity/provider.ts';
import { cognitoResources, newFolder, removeFolder } from './fixture.ts';

const secretOf = (clientId: string) => `secret of ${clientId}`;

const changed = (logicalId: string, properties: CognitoResource['properties']) =>
  cognitoResources.map((resource) =>
    resource.logicalId === logicalId
      ? { ...resource, properties: { ...resource.properties, ...properties } }
      : resource,
  );

describe('pools of a template', () => {
  it('each pool has what refers to it', () => {
    const [applicants, staff] = poolsOf(cognitoResources, secretOf);
    expect(applicants).toEqual({
      logicalId: 'ApplicantsPool',
      poolId: 'local-1_ApplicantsPool',
      name: 'applicants',
      groups: [],
      resourceServers: [{ identifier: 'register', scopes: ['own'] }],
      clients: [
        {
          logicalId: 'Portal',
          clientId: 'id_of_portal',
          name: 'portal',
          grants: ['authorization_code', 'refresh_token'],
          redirectUris: ['http://localhost:5173/signed-in/applicants'],
          logoutUris: ['http://localhost:5173/'],
          scopes: ['openid', 'email', 'register/own'],
          accessTokenMinutes: 60,
          refreshTokenMinutes: 10_080,
          refreshRotation: { graceSeconds: 30 },
        },
        {
          logicalId: 'Machine',
          clientId: 'id_of_machine',
          name: 'machine',
          secret: 'secret of id_of_machine',
          grants: ['client_credentials'],
          redirectUris: [],
          logoutUris: [],
          scopes: ['register/own'],
          accessTokenMinutes: 60,
          refreshTokenMinutes: 43_200,
        },
      ],
    });
    expect(staff).toMatchObject({ name: 'staff', groups: ['examiner', 'chiefExaminer', 'operator'] });
    expect(staff?.clients.map(({ name }) => name)).toEqual(['office']);
  });

  it('knows which clients need a secret, and each pool’s issuer by its id', () => {
    expect(confidentialClients(cognitoResources)).toEqual(['id_of_machine']);
    const pools = poolsOf(cognitoResources, secretOf);
    const issuer = issuerOfPool('http://127.0.0.1:8080', pools, 'local-1_StaffPool');
    expect(issuer).toBe('http://127.0.0.1:8080/identity/staff');
    expect(() => issuerOfPool('http://127.0.0.1:8080', pools, 'local-1_Other')).toThrow('local-1_Other');
  });

  it('reads just the types it names', () => {
    expect(new Set(cognitoResources.map(({ type }) => type))).toEqual(new Set(cognitoTypes));
    const alien = { logicalId: 'Q', type: 'AWS::SQS::Queue', name: 'q', properties: {} };
    expect(poolsOf([alien], secretOf)).toEqual([]);
  });

  it.each([
    ['a pool that is neither', 'ApplicantsPool', { UserPoolName: 'customers' }, undefined],
    ['two pools of one name', 'StaffPool', { UserPoolName: 'applicants' }, 'named applicants'],
    ['the implicit flow', 'Portal', { AllowedOAuthFlows: ['implicit'] }, 'Portal: AllowedOAuthFlows.0'],
    ['an address that is none', 'Portal', { CallbackURLs: ['signed in'] }, 'Portal: CallbackURLs.0'],
    ['an unresolved reference', 'Office', { UserPoolId: { Ref: 'x' } }, 'Office: UserPoolId'],
  ])('%s is refused by name, or by its logical id understood', (_, logicalId, properties, message) => {
    const map = () => poolsOf(changed(logicalId, properties), secretOf);
    if (message === undefined) expect(map()[0]?.name).toBe('applicants');
    else expect(map).toThrow(message);
  });
});

describe('the provider checks what it is given', () => {
  it.each([
    [
      'a code client without an address',
      changed('Portal', { CallbackURLs: [] }),
      'cannot run Portal: redirect_uris',
    ],
    [
      'a staff pool without the examiners’ group',
      cognitoResources.filter(({ name }) => name !== 'examiner'),
      'examiner',
    ],
  ])('%s stops the start', async (_, resources, message) => {
    const folder = await newFolder();
    const pools = poolsOf(resources, secretOf);
    const opening = createIdentity({
      origin: 'http://127.0.0.1:9',
      folder,
      pools,
      accounts: demoAccounts,
      secrets: new Map(),
    });
    await expect(opening).rejects.toThrow(message);
    await removeFolder(folder);
  });
});

describe('demo accounts', () => {
  it('have names, subjects and a party of their own', () => {
    const names = [...demoAccounts, ...demoMachines].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const subjects = demoAccounts.map(({ subject }) => subject);
    expect(new Set(subjects).size).toBe(subjects.length);
    for (const subject of subjects) expect(subject).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    for (const { pool, partyKey, groups } of demoAccounts) {
      expect(partyKey !== undefined).toBe(pool === 'applicants');
      expect(groups !== undefined).toBe(pool === 'staff');
    }
  });
});
