import {
  AddUserPoolClientSecretCommand,
  CognitoIdentityProviderClient,
  DeleteUserPoolClientSecretCommand,
  ListUserPoolClientSecretsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { policiesOf } from '../../../local/access/policy.ts';
import { startAdmin } from '../../../local/identity/admin/server.ts';
import { type ClientSecrets, openSecrets } from '../../../local/identity/secrets.ts';
import { clientCredentials } from '../../../local/identity/sign-in.ts';
import type { RunningJsonService } from '../../../local/json-service/server.ts';
import { place } from '../../../local/template/names.ts';
import { newFolder, type RunningIdentity, removeFolder, startIdentity } from './fixture.ts';

const keys: Readonly<Record<string, string>> = { KEEPER: 'the keeper’s', READER: 'the reader’s' };
const poolArn = `arn:aws:cognito-idp:${place.region}:${place.account}:userpool/local-1_ApplicantsPool`;

let folder: string;
let running: RunningIdentity;
let secrets: ReadonlyMap<string, ClientSecrets>;
let admin: RunningJsonService;

beforeAll(async () => {
  folder = await newFolder();
  running = await startIdentity(folder);
  secrets = running.secrets;
  const allow = (action: string) => policiesOf([{ Effect: 'Allow', Action: action, Resource: poolArn }]);
  admin = await startAdmin({
    ...{ pools: running.pools, secrets, region: place.region, secretOf: (id) => keys[id] },
    callers: new Map([
      ['KEEPER', { principal: 'keeper', policy: allow('cognito-idp:*') }],
      ['READER', { principal: 'reader', policy: allow('cognito-idp:ListUserPoolClientSecrets') }],
    ]),
  });
});
afterAll(async () => {
  await admin.close();
  await running.stop();
  await removeFolder(folder);
});

function as(accessKeyId: string, more: { secret?: string; region?: string; clockMs?: number } = {}) {
  const { secret = keys[accessKeyId] ?? 'unknown', region = place.region, clockMs = 0 } = more;
  return new CognitoIdentityProviderClient({
    ...{ endpoint: admin.url, region, maxAttempts: 1, systemClockOffset: clockMs },
    credentials: { accessKeyId, secretAccessKey: secret },
  });
}

const machine = () => ({ UserPoolId: 'local-1_ApplicantsPool', ClientId: 'id_of_machine' });

const signIn = (secret: string) =>
  clientCredentials({
    issuer: running.identity.issuerOf('ApplicantsPool'),
    clientId: 'id_of_machine',
    secret,
    scope: 'register/own',
  });

describe('the secrets of a client', () => {
  it('are one or two, each signs in, and what was deleted signs in no more', async () => {
    const keeper = as('KEEPER');
    const first = running.client('machine').secret ?? '';
    const added = await keeper.send(new AddUserPoolClientSecretCommand(machine()));
    const { ClientSecretId = '', ClientSecretValue = '' } = added.ClientSecretDescriptor ?? {};
    expect(ClientSecretId).toMatch(/^id_of_machine--\d{13}$/);
    expect(ClientSecretValue).toMatch(/^[\w+]{24,64}$/);
    expect(added.ClientSecretDescriptor?.ClientSecretCreateDate).toBeInstanceOf(Date);
    for (const secret of [first, ClientSecretValue]) {
      expect((await signIn(secret)).accessToken).toMatch(/^ey/);
    }
    await expect(keeper.send(new AddUserPoolClientSecretCommand(machine()))).rejects.toMatchObject({
      name: 'LimitExceededException',
    });
    const listed = await keeper.send(new ListUserPoolClientSecretsCommand(machine()));
    expect(listed.ClientSecrets).toHaveLength(2);
    expect(JSON.stringify(listed)).not.toContain(ClientSecretValue);
    const [oldest] = listed.ClientSecrets ?? [];
    const remove = (id = '') =>
      keeper.send(new DeleteUserPoolClientSecretCommand({ ...machine(), ClientSecretId: id }));
    await remove(oldest?.ClientSecretId);
    await expect(signIn(first)).rejects.toMatchObject({ code: 'invalid_client' });
    expect((await signIn(ClientSecretValue)).accessToken).toMatch(/^ey/);
    await expect(remove(ClientSecretId)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(remove(oldest?.ClientSecretId)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('are kept over a restart as they were left', async () => {
    const before = secrets.get('id_of_machine')?.list();
    expect((await openSecrets(folder, 'id_of_machine')).list()).toEqual(before);
  });

  it('of many added at once are two, and of many deleted at once one stays', async () => {
    const other = await newFolder();
    const own = await openSecrets(other, 'x');
    const added = await Promise.all(Array.from({ length: 5 }, () => own.add()));
    expect(added.filter((one) => one !== 'two-already')).toHaveLength(1);
    const gone = await Promise.all(own.list().map(({ id }) => own.remove(id)));
    expect(gone.sort()).toEqual(['last', 'removed']);
    await removeFolder(other);
  });
});

describe('whoever calls', () => {
  const add = new AddUserPoolClientSecretCommand(machine());
  it.each([
    ['a role that may only list', () => as('READER'), 'AccessDeniedException'],
    ['an unknown key', () => as('NOBODY'), 'UnrecognizedClientException'],
    ['a wrong secret', () => as('KEEPER', { secret: 'guessed' }), 'InvalidSignatureException'],
    ['another region', () => as('KEEPER', { region: 'local-2' }), 'InvalidSignatureException'],
    ['a day ago', () => as('KEEPER', { clockMs: -86_400_000 }), 'InvalidSignatureException'],
  ])('%s is refused', async (_, client, name) => {
    await expect(client().send(add)).rejects.toMatchObject({ name });
  });

  it('may read with the right to read', async () => {
    const listed = await as('READER').send(new ListUserPoolClientSecretsCommand(machine()));
    expect(listed.ClientSecrets?.length).toBeGreaterThan(0);
  });

  it('with a body other than the one that was signed is refused', async () => {
    const tampering = as('KEEPER');
    tampering.middlewareStack.add(
      (next) => (args) => {
        const request = args.request as { body: string; headers: Record<string, string> };
        request.body = String(request.body).replace('id_of_machine', 'id_of_portalx');
        return next(args);
      },
      { step: 'deserialize', priority: 'low' },
    );
    await expect(tampering.send(add)).rejects.toMatchObject({ name: 'InvalidSignatureException' });
  });

  it.each([
    [
      'without a signature',
      { 'x-amz-target': 'AWSCognitoIdentityProviderService.ListUserPoolClientSecrets' },
      'MissingAuthenticationTokenException',
    ],
    [
      'with half a signature',
      {
        'x-amz-target': 'AWSCognitoIdentityProviderService.ListUserPoolClientSecrets',
        authorization: 'AWS4-HMAC-SHA256 Credential=KEEPER',
      },
      'IncompleteSignatureException',
    ],
    ['for no call', { 'x-amz-target': 'Somebody.Else' }, 'UnknownOperationException'],
  ])('%s is refused', async (_, headers, name) => {
    const answer = await fetch(admin.url, { method: 'POST', headers, body: '{}' });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ __type: name });
  });

  it('asks for a pool or client that is not there, or has no secrets, is told so', async () => {
    const keeper = as('KEEPER');
    const list = (place_: Partial<ReturnType<typeof machine>>) =>
      keeper.send(new ListUserPoolClientSecretsCommand({ ...machine(), ...place_ }));
    await expect(list({ ClientId: 'no body' })).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(list({ ClientId: 'id_of_portal' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    await expect(list({ ClientId: 'no_body' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(list({ UserPoolId: 'local-1_StaffPool' })).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });
});
