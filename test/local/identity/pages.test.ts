import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { demoAccounts, demoPassword } from '../../../local/demo-accounts.ts';
import { html } from '../../../local/identity/html.ts';
import { errorPage, signInPage } from '../../../local/identity/pages.ts';
import { authorizeUrl, Browser } from './browser.ts';
import { newFolder, portalRequest, type RunningIdentity, removeFolder, startIdentity } from './fixture.ts';

let running: RunningIdentity;
let folder: string;
let issuer: string;
const said: unknown[] = [];
beforeAll(async () => {
  for (const level of ['info', 'warn', 'error'] as const) {
    vi.spyOn(console, level).mockImplementation((...args) => void said.push(args));
  }
  folder = await newFolder();
  running = await startIdentity(folder);
  issuer = `${running.origin}/identity/applicants`;
});
afterAll(async () => {
  await running.stop();
  await removeFolder(folder);
  vi.restoreAllMocks();
});

const hostile = `"><script>alert(1)</script><img src=x onerror='alert(2)'>&`;

describe('the sign-in page', () => {
  it('lists the pool’s demo accounts with what each is, and no other pool’s', async () => {
    const { text } = await new Browser().visit(authorizeUrl(issuer, portalRequest(running).params));
    for (const { name, pool, label } of demoAccounts) {
      expect(text.includes(`<code>${name}</code>`)).toBe(pool === 'applicants');
      expect(text.includes(label.zh) && text.includes(label.en)).toBe(pool === 'applicants');
    }
    expect(text).toContain(`<code>${demoPassword}</code>`);
    expect(text).toContain('DEMONSTRATION - NOT A LEGAL RECORD');
    expect(text).toContain('演示数据，不具法律效力');
  });

  it('loads and runs nothing, and its one style is the one its policy names', async () => {
    const { text, headers } = await new Browser().visit(authorizeUrl(issuer, portalRequest(running).params));
    expect(text).not.toMatch(/<script|<link|<img|\ssrc=|\sstyle=|\son\w+=|https?:/i);
    const style = /<style>([\s\S]*?)<\/style>/.exec(text)?.[1] ?? '';
    const digest = createHash('sha256').update(style).digest('base64');
    expect(headers.get('content-security-policy')).toBe(
      `default-src 'none'; script-src; style-src 'sha256-${digest}'; ` +
        `form-action 'self' http://localhost:5173; base-uri 'none'; frame-ancestors 'none'`,
    );
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('escapes what the caller put in: the hint, the account typed, the error shown', async () => {
    const browser = new Browser();
    const params = { ...portalRequest(running).params, login_hint: hostile };
    const form = await browser.visit(authorizeUrl(issuer, params));
    const again = await browser.visit(form.url, { account: hostile, password: 'x' });
    const error = await browser.visit(authorizeUrl(issuer, { ...params, client_id: hostile }));
    expect([form.status, again.status, error.status]).toEqual([200, 401, 400]);
    expect(form.text).toContain('value="&quot;&gt;&lt;script&gt;');
    for (const { text } of [form, again, error]) {
      expect(text).not.toContain('<script');
      expect(text).not.toContain('<img');
    }
  });

  it('whatever is put into a page, it adds no tag and ends no attribute', () => {
    const shape = (markup: string) => markup.replace(/>[^<]*</g, '><').replace(/value="[^"]*"/g, 'value=""');
    const view = { pool: 'applicants', client: 'portal', accounts: demoAccounts, wrong: true } as const;
    const expected = shape(signInPage({ ...view, typed: '' }).markup);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (typed) => {
        expect(shape(signInPage({ ...view, typed, client: typed }).markup)).toBe(expected);
      }),
      { numRuns: 200 },
    );
    expect(html`<p title="${hostile}">${[html`<b>${hostile}</b>`]}</p>`.markup).not.toContain('<script');
    expect(errorPage(hostile, hostile).markup).not.toContain('<script');
  });
});

describe('signing out', () => {
  it('asks, ends the session, and says so; the next request asks for the password again', async () => {
    const browser = new Browser();
    const { params } = portalRequest(running);
    const form = await browser.visit(authorizeUrl(issuer, params));
    await browser.visit(form.url, { account: 'owner', password: demoPassword });
    const silent = await browser.visit(authorizeUrl(issuer, { ...params, prompt: 'none' }));
    expect(silent.url.searchParams.get('code')).toEqual(expect.any(String));

    const ask = await browser.visit(`${issuer}/logout`);
    expect(ask.text).toContain('是否退出登录');
    const action = /action="([^"]+)"/.exec(ask.text)?.[1] ?? '';
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(ask.text)?.[1] ?? '';
    const done = await browser.visit(action, { xsrf, logout: 'yes' });
    expect(done.text).toContain('已退出登录');

    const after = await browser.visit(authorizeUrl(issuer, { ...params, prompt: 'none' }));
    expect(after.url.searchParams.get('error')).toBe('login_required');
  });

  it('goes on only to an address the client registered for it', async () => {
    const client_id = running.client('portal').clientId;
    const evil = new URLSearchParams({ client_id, post_logout_redirect_uri: 'https://evil.example/' });
    expect((await new Browser().visit(`${issuer}/logout?${evil}`)).text).toContain('not registered');
  });
});

describe('addresses', () => {
  it('takes what lies under /identity/, and nothing else', async () => {
    expect((await fetch(`${running.origin}/v1/titles`)).status).toBe(418);
    expect((await fetch(`${running.origin}/identityx`)).status).toBe(418);
    for (const path of [
      '/identity',
      '/identity/',
      '/identity/nobody',
      '/identity/applicants',
      '/identity/staff/x',
    ]) {
      expect([path, (await fetch(running.origin + path)).status]).toEqual([path, 404]);
    }
  });

  it('the directory names issuers, clients and addresses, and no secret', async () => {
    const text = await (await fetch(`${running.origin}/identity/clients.json`)).text();
    expect(JSON.parse(text)).toMatchObject({
      pools: [
        { name: 'applicants', issuer, clients: [{ name: 'portal' }, { name: 'machine', redirectUris: [] }] },
        { name: 'staff', clients: [{ name: 'office', scopes: ['openid', 'office/act'] }] },
      ],
    });
    expect(text).not.toContain(running.client('machine').secret);
  });

  it('builds every address from the issuer, whatever host the caller names', async () => {
    const { request } = await import('node:http');
    const text = await new Promise<string>((done, fail) => {
      const path = '/identity/applicants/.well-known/openid-configuration';
      const options = { port: running.port, host: '127.0.0.1', path, headers: { host: 'evil.example' } };
      const asked = request(options, (answer) => {
        let body = '';
        answer.on('data', (chunk) => (body += String(chunk))).on('end', () => done(body));
      });
      asked.on('error', fail).end();
    });
    expect(JSON.parse(text)).toMatchObject({ issuer, token_endpoint: `${issuer}/oauth2/token` });
    expect(text).not.toContain('evil');
  });

  it('answers 503 once closed', async () => {
    const other = await startIdentity(folder);
    await other.identity.close();
    expect((await fetch(`${other.origin}/identity/clients.json`)).status).toBe(503);
    await other.stop();
  });

  it('and in all of this the library had no warning to print, and no error was logged', () => {
    expect(said).toEqual([]);
  });
});
