import { createLocalJWKSet, createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoAccounts, demoPassword } from '../../../local/demo-accounts.ts';
import { clientCredentials, refresh, type SignInRefused, signIn } from '../../../local/identity/sign-in.ts';
import { newFolder, type RunningIdentity, removeFolder, startIdentity } from './fixture.ts';

let running: RunningIdentity;
let folder: string;
beforeAll(async () => {
  folder = await newFolder();
  running = await startIdentity(folder);
});
afterAll(async () => {
  await running.stop();
  await removeFolder(folder);
});

function signInAs(name: string, scope: string) {
  const pool = running.pools.find(({ clients }) => clients.some((client) => client.scopes.includes(scope)));
  const client = running.client(scope === 'office/act' ? 'office' : 'portal');
  return signIn({
    issuer: running.identity.issuerOf(pool?.logicalId ?? ''),
    clientId: client.clientId,
    account: name,
    password: demoPassword,
    scope,
    redirectUri: client.redirectUris[0] ?? '',
  });
}

async function verified(token: string, issuer: string) {
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));
  return jwtVerify(token, keys, { issuer, algorithms: ['RS256'] });
}

describe('access tokens look like Cognito’s (RUNTIME: client_id and no aud)', () => {
  for (const account of demoAccounts) {
    it(`${account.name} signs in by code and PKCE`, async () => {
      const scope = account.pool === 'staff' ? 'office/act' : 'register/own';
      const issuer = `${running.origin}/identity/${account.pool}`;
      const { accessToken, expiresAt } = await signInAs(account.name, scope);
      const { payload, protectedHeader } = await verified(accessToken, issuer);
      const { kid } = (await running.identity.jwks(issuer)).keys[0] ?? {};
      expect(protectedHeader).toEqual({ alg: 'RS256', kid });
      const minutes = account.pool === 'staff' ? 30 : 60;
      expect(payload).toEqual({
        iss: issuer,
        sub: account.subject,
        client_id: running.client(account.pool === 'staff' ? 'office' : 'portal').clientId,
        token_use: 'access',
        scope,
        username: account.name,
        ...(account.groups === undefined ? {} : { 'cognito:groups': account.groups }),
        exp: (payload.iat ?? 0) + minutes * 60,
        iat: expect.any(Number),
        jti: expect.stringMatching(/^[\w-]{16,}$/),
        version: 2,
      });
      expect(Math.abs(expiresAt.getTime() / 1000 - (payload.exp ?? 0))).toBeLessThan(5);
    });
  }

  it('a machine’s token names its client as subject, and no person', async () => {
    const { clientId, secret = '' } = running.client('machine');
    const issuer = `${running.origin}/identity/applicants`;
    const { accessToken, refreshToken } = await clientCredentials({
      issuer,
      clientId,
      secret,
      scope: 'register/own',
    });
    const { payload } = await verified(accessToken, issuer);
    expect(payload).toEqual({
      iss: issuer,
      sub: clientId,
      client_id: clientId,
      token_use: 'access',
      scope: 'register/own',
      exp: (payload.iat ?? 0) + 3600,
      iat: expect.any(Number),
      jti: expect.any(String),
      version: 2,
    });
    expect(refreshToken).toBeUndefined();
  });

  it('no two tokens share an id', async () => {
    const first = await verified(
      (await signInAs('bank', 'register/own')).accessToken,
      `${running.origin}/identity/applicants`,
    );
    const second = await verified(
      (await signInAs('bank', 'register/own')).accessToken,
      `${running.origin}/identity/applicants`,
    );
    expect(first.payload.jti).not.toBe(second.payload.jti);
  });

  it('the key set that it hands to the gateway is the one it serves, and holds no private part', async () => {
    const issuer = `${running.origin}/identity/staff`;
    const keys = await running.identity.jwks(issuer);
    const { accessToken } = await signInAs('examiner', 'office/act');
    await jwtVerify(accessToken, createLocalJWKSet(keys), { issuer });
    const served: unknown = await (await fetch(`${issuer}/.well-known/jwks.json`)).json();
    expect(served).toEqual(keys);
    expect(Object.keys(keys.keys[0] ?? {}).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
  });

  it('a pool’s keys do not verify the other pool’s tokens', async () => {
    const { accessToken } = await signInAs('owner', 'register/own');
    const keys = createLocalJWKSet(await running.identity.jwks(`${running.origin}/identity/staff`));
    await expect(jwtVerify(accessToken, keys)).rejects.toThrow('no applicable key');
  });
});

describe('scopes', () => {
  it('several scopes come back as they were asked for', async () => {
    const { clientId, redirectUris } = running.client('portal');
    const issuer = `${running.origin}/identity/applicants`;
    const { accessToken } = await signIn({
      issuer,
      clientId,
      account: 'owner',
      password: demoPassword,
      scope: 'openid register/own',
      redirectUri: redirectUris[0] ?? '',
    });
    expect((await verified(accessToken, issuer)).payload['scope']).toBe('openid register/own');
  });

  it('a machine that names no scope gets all it may have, as Cognito answers', async () => {
    const { clientId, secret = '' } = running.client('machine');
    const issuer = `${running.origin}/identity/applicants`;
    const answer = await fetch(`${issuer}/oauth2/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    expect(await answer.json()).toMatchObject({
      scope: 'register/own',
      token_type: 'Bearer',
      expires_in: 3600,
    });
  });
});

describe('refresh', () => {
  it('gives a new token of the same shape and replaces the refresh token where the client rotates', async () => {
    const issuer = `${running.origin}/identity/applicants`;
    const first = await signInAs('owner', 'register/own');
    const clientId = running.client('portal').clientId;
    const second = await refresh({ issuer, clientId, refreshToken: first.refreshToken ?? '' });
    const { payload } = await verified(second.accessToken, issuer);
    expect(payload).toMatchObject({ username: 'owner', scope: 'register/own', token_use: 'access' });
    expect(payload).not.toHaveProperty('aud');
    expect(second.refreshToken).toEqual(expect.any(String));
    expect(second.refreshToken).not.toBe(first.refreshToken);
  });

  it('a used refresh token works again within the client’s grace, since a reply may be lost', async () => {
    const issuer = `${running.origin}/identity/applicants`;
    const { refreshToken = '' } = await signInAs('owner', 'register/own');
    const again = { issuer, clientId: running.client('portal').clientId, refreshToken };
    await refresh(again);
    await expect(refresh(again)).resolves.toHaveProperty('accessToken');
  });

  it('keeps the refresh token where the client does not rotate', async () => {
    const first = await signInAs('examiner', 'office/act');
    const second = await refresh({
      issuer: `${running.origin}/identity/staff`,
      clientId: running.client('office').clientId,
      refreshToken: first.refreshToken ?? '',
    });
    expect(second.refreshToken).toBe(first.refreshToken);
  });

  it('a refresh token is no use to another client or pool', async () => {
    const { refreshToken = '' } = await signInAs('owner', 'register/own');
    const issuer = `${running.origin}/identity/staff`;
    const foreign = refresh({ issuer, clientId: running.client('office').clientId, refreshToken });
    await expect(foreign).rejects.toMatchObject({ code: 'invalid_grant' } satisfies Partial<SignInRefused>);
  });
});
