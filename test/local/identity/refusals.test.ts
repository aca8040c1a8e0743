import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoPassword } from '../../../local/demo-accounts.ts';
import { clientCredentials, signIn } from '../../../local/identity/sign-in.ts';
import { authorizeUrl, Browser } from './browser.ts';
import { newFolder, portalRequest, type RunningIdentity, removeFolder, startIdentity } from './fixture.ts';

let running: RunningIdentity;
let folder: string;
let issuer: string;
beforeAll(async () => {
  folder = await newFolder();
  running = await startIdentity(folder);
  issuer = `${running.origin}/identity/applicants`;
});
afterAll(async () => {
  await running.stop();
  await removeFolder(folder);
});

const owner = { account: 'owner', password: demoPassword };

function signInPortal(change: Partial<Parameters<typeof signIn>[0]> = {}) {
  const { clientId, redirectUris } = running.client('portal');
  const redirectUri = redirectUris[0] ?? '';
  return signIn({ issuer, clientId, ...owner, scope: 'register/own', redirectUri, ...change });
}

/** A code of the portal for `owner`, obtained as a browser would. */
async function freshCode() {
  const { verifier, params } = portalRequest(running);
  const browser = new Browser();
  const form = await browser.visit(authorizeUrl(issuer, params));
  const { url } = await browser.visit(form.url, owner);
  return { verifier, params, code: url.searchParams.get('code') ?? '' };
}

function exchange(fields: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) {
  const body = new URLSearchParams({ grant_type: 'authorization_code', ...fields });
  return fetch(`${issuer}/oauth2/token`, { method: 'POST', body, headers });
}

describe('people', () => {
  it.each([
    ['a wrong password', { password: 'demonstratiom' }],
    ['an empty password', { password: '' }],
    ['an unknown account', { account: 'nobody' }],
    ['an account of the other pool', { account: 'examiner' }],
  ])('%s is refused', async (_, change) => {
    await expect(signInPortal(change)).rejects.toMatchObject({ code: 'wrong_password' });
  });

  it('an unknown account and a wrong password are answered alike', async () => {
    const answers = await Promise.all(
      [
        { account: 'owner', password: 'x' },
        { account: 'owned', password: 'x' },
      ].map(async (pair) => {
        const browser = new Browser();
        const form = await browser.visit(authorizeUrl(issuer, portalRequest(running).params));
        const { status, text } = await browser.visit(form.url, pair);
        return { status, text: text.replaceAll(pair.account, 'NAME') };
      }),
    );
    // The list of accounts below the form contains `owner`, so only what comes before it is compared.
    expect(answers.map(({ status }) => status)).toEqual([401, 401]);
    const [first, second] = answers.map(({ text }) => text.slice(0, text.indexOf('<datalist')));
    expect(first).toBe(second);
  });

  it('after a wrong password the right one still signs in', async () => {
    const browser = new Browser();
    const form = await browser.visit(authorizeUrl(issuer, portalRequest(running).params));
    expect((await browser.visit(form.url, { ...owner, password: 'no' })).status).toBe(401);
    expect((await browser.visit(form.url, owner)).url.searchParams.get('code')).toEqual(expect.any(String));
  });

  it('who cancels goes back to the application with access_denied', async () => {
    const browser = new Browser();
    const form = await browser.visit(authorizeUrl(issuer, portalRequest(running).params));
    const { url } = await browser.visit(form.url, { cancel: 'yes' });
    expect(url.searchParams.get('error')).toBe('access_denied');
    expect(url.searchParams.get('state')).toBe('state-of-test');
  });

  it('a sign-in address without its cookie leads nowhere', async () => {
    const form = await new Browser().visit(authorizeUrl(issuer, portalRequest(running).params));
    const stranger = await new Browser().visit(form.url, owner);
    expect(stranger.status).toBe(400);
    expect(stranger.text).toContain('sign_in_expired');
  });

  it('the cookie of one sign-in does not open the address of another', async () => {
    const { params } = portalRequest(running);
    const [mine, other] = await Promise.all(
      [1, 2].map(() => fetch(authorizeUrl(issuer, params), { redirect: 'manual' })),
    );
    const cookie = (mine?.headers.getSetCookie() ?? []).map((each) => each.split(';')[0]).join('; ');
    const address = (answer?: Response) => new URL(answer?.headers.get('location') ?? '', issuer);
    expect((await fetch(address(mine), { headers: { cookie } })).status).toBe(200);
    expect((await fetch(address(other), { headers: { cookie } })).status).toBe(400);
  });

  it('a form over 4 KB, of another media type, or by another method is refused', async () => {
    const browser = new Browser();
    const { params } = portalRequest(running);
    const form = await browser.visit(authorizeUrl(issuer, params));
    expect((await browser.visit(form.url, { ...owner, more: 'x'.repeat(5000) })).status).toBe(413);
    const started = await fetch(authorizeUrl(issuer, params), { redirect: 'manual' });
    const headers = {
      cookie: started.headers
        .getSetCookie()
        .map((each) => each.split(';')[0])
        .join('; '),
    };
    const address = new URL(started.headers.get('location') ?? '', issuer);
    expect((await fetch(address, { method: 'POST', headers, body: '{}' })).status).toBe(415);
    expect((await fetch(address, { method: 'DELETE', headers })).status).toBe(405);
  });
});

describe('the code flow', () => {
  it('a public client without PKCE is refused', async () => {
    const { code_challenge, code_challenge_method, ...plain } = portalRequest(running).params;
    const { url, status } = await new Browser().visit(authorizeUrl(issuer, plain));
    expect([code_challenge, code_challenge_method]).not.toContain(undefined);
    expect(status).toBe(303);
    expect(url.searchParams.get('error')).toBe('invalid_request');
    expect(url.searchParams.get('code')).toBeNull();
  });

  it('the plain challenge method is refused', async () => {
    const params = { ...portalRequest(running).params, code_challenge_method: 'plain' };
    const { url } = await new Browser().visit(authorizeUrl(issuer, params));
    expect(url.searchParams.get('error')).toBe('invalid_request');
  });

  it.each([
    ['a wrong verifier', (verifier: string) => verifier.replace(/^./, (sign) => (sign === 'a' ? 'b' : 'a'))],
    ['no verifier', () => undefined],
  ])('%s gets no token for a code', async (_, change) => {
    const { code, verifier, params } = await freshCode();
    const wrong = change(verifier);
    const answer = await exchange({
      code,
      client_id: params['client_id'] ?? '',
      redirect_uri: params['redirect_uri'] ?? '',
      ...(wrong === undefined ? {} : { code_verifier: wrong }),
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: 'invalid_grant' });
  });

  it('an address the client never registered gets neither code nor error: the browser stays here', async () => {
    const evil = { ...portalRequest(running).params, redirect_uri: 'https://evil.example/callback' };
    const { url, status, text } = await new Browser().visit(authorizeUrl(issuer, evil));
    expect(url.origin).toBe(running.origin);
    expect(status).toBe(400);
    expect(text).toContain('invalid_redirect_uri');
  });

  it('a code is exchanged only with the address it was sent to', async () => {
    const { code, verifier, params } = await freshCode();
    const answer = await exchange({
      code,
      client_id: params['client_id'] ?? '',
      redirect_uri: 'http://localhost:5173/',
      code_verifier: verifier,
    });
    expect(await answer.json()).toMatchObject({ error: 'invalid_grant' });
  });

  it('a code used twice is refused, and what the first use got is revoked (RFC 6749 §4.1.2)', async () => {
    const { code, verifier, params } = await freshCode();
    const fields = {
      code,
      client_id: params['client_id'] ?? '',
      redirect_uri: params['redirect_uri'] ?? '',
      code_verifier: verifier,
    };
    const first: unknown = await (await exchange(fields)).json();
    expect(first).toHaveProperty('access_token');
    const replay = await exchange(fields);
    expect(replay.status).toBe(400);
    expect(await replay.json()).toMatchObject({ error: 'invalid_grant' });
    const refreshToken = String(Object(first)['refresh_token']);
    const after = await exchange({
      grant_type: 'refresh_token',
      client_id: fields.client_id,
      refresh_token: refreshToken,
    });
    expect(await after.json()).toMatchObject({ error: 'invalid_grant' });
  });

  it('of eight exchanges of one code at once, at most one gets a token', async () => {
    const { code, verifier, params } = await freshCode();
    const fields = {
      code,
      client_id: params['client_id'] ?? '',
      redirect_uri: params['redirect_uri'] ?? '',
      code_verifier: verifier,
    };
    const answers = await Promise.all(Array.from({ length: 8 }, () => exchange(fields)));
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
    expect(answers.every(({ status }) => status === 200 || status === 400)).toBe(true);
  });

  it('a code is no use to the other pool', async () => {
    const { code, verifier } = await freshCode();
    const { clientId, redirectUris } = running.client('office');
    const answer = await fetch(`${running.origin}/identity/staff/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        client_id: clientId,
        redirect_uri: redirectUris[0] ?? '',
        code_verifier: verifier,
      }),
    });
    expect(await answer.json()).toMatchObject({ error: 'invalid_grant' });
  });
});

describe('scopes and clients', () => {
  it.each(['office/act', 'register/own office/act', 'register/everything', 'profile'])(
    'the portal may not have %j',
    async (scope) => {
      await expect(signInPortal({ scope })).rejects.toMatchObject({ code: 'invalid_scope' });
    },
  );

  it('a machine may not have a scope beyond its own, nor a wrong secret, nor a person’s grant', async () => {
    const { clientId, secret = '' } = running.client('machine');
    const machine = { issuer, clientId, secret, scope: 'register/own' };
    await expect(clientCredentials({ ...machine, scope: 'openid' })).rejects.toMatchObject({
      code: 'invalid_scope',
    });
    await expect(clientCredentials({ ...machine, secret: `${secret}x` })).rejects.toMatchObject({
      code: 'invalid_client',
    });
    await expect(signInPortal({ clientId })).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('the portal has no client credentials, and no implicit flow', async () => {
    const portal = running.client('portal');
    const answer = await exchange({ grant_type: 'client_credentials', client_id: portal.clientId });
    expect(await answer.json()).toMatchObject({
      error_description: 'requested grant type is not allowed for this client',
    });
    const params = { ...portalRequest(running).params, response_type: 'token' };
    const { url, text } = await new Browser().visit(authorizeUrl(issuer, params));
    expect(`${url.href} ${text}`).toContain('unsupported_response_type');
  });

  it('a client of one pool is unknown to the other', async () => {
    const portal = running.client('portal').clientId;
    await expect(
      signInPortal({ issuer: `${running.origin}/identity/staff`, clientId: portal }),
    ).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('a foreign page may not use the token endpoint; the portal’s own may', async () => {
    const portal = running.client('portal').clientId;
    const fields = {
      code: 'none',
      client_id: portal,
      redirect_uri: 'http://localhost:5173/',
      code_verifier: 'x',
    };
    const foreign = await exchange(fields, { origin: 'https://evil.example' });
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
    const own = await exchange(fields, { origin: 'http://localhost:5173' });
    expect(own.headers.get('access-control-allow-origin')).toBe('http://localhost:5173');
  });
});
