import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { newFolder, portalRequest, type RunningIdentity, removeFolder, startIdentity } from './fixture.ts';

let running: RunningIdentity;
let folder: string;
const logged: unknown[] = [];
beforeAll(async () => {
  vi.spyOn(console, 'error').mockImplementation((...args) => void logged.push(args));
  folder = await newFolder();
  running = await startIdentity(folder);
});
afterAll(async () => {
  await running.stop();
  await removeFolder(folder);
  vi.restoreAllMocks();
});

const pool = () => `${running.origin}/identity/applicants`;

/** Sends bytes as they are, since `fetch` would put a malformed address right, and answers the status. */
function rawStatus(head: string): Promise<number> {
  return new Promise((done, fail) => {
    const socket = connect(running.port, '127.0.0.1', () => socket.write(head));
    let text = '';
    socket.on('data', (bytes) => {
      text += String(bytes);
    });
    socket.on('error', fail);
    socket.on('close', () => done(Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1])));
  });
}

describe('hostile and unlucky requests are the caller’s error, never the server’s', () => {
  it.each([
    '/identity/applicants/%E0%A4%A',
    '/identity/applicants/sign-in/%00',
    '/identity/applicants/sign-in/../../../../etc/passwd',
    '/identity/applicants/sign-in/aaaa?x=%FF',
    '/identity/applicants//oauth2/authorize',
    '/identity/applicants?client_id=1',
    '/identity/applicants/oauth2/authorize?client_id=a&client_id=b',
    '/identity/applicants/oauth2/authorize?client_id[a]=1&scope=%00',
    '/identity/applicants/oauth2/authorize/no-such-interaction',
    '/identity/applicants/logout?id_token_hint=x.y.z',
    `/identity/applicants/oauth2/authorize?state=${'x'.repeat(9000)}`,
  ])('GET %s', async (path) => {
    const status = await rawStatus(`GET ${path} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
  });

  it.each([
    ['JSON', 'application/json', '{"grant_type":"authorization_code"}'],
    ['broken encoding', 'application/x-www-form-urlencoded', 'grant_type=%E0%A4%A&code=%'],
    ['a parameter twice', 'application/x-www-form-urlencoded', 'grant_type=a&grant_type=b'],
    ['a megabyte', 'application/x-www-form-urlencoded', `code=${'x'.repeat(1_000_000)}`],
    [
      'prototype names',
      'application/x-www-form-urlencoded',
      '__proto__=1&constructor=2&grant_type=refresh_token',
    ],
    ['nothing', 'application/x-www-form-urlencoded', ''],
  ])('a token request with %s', async (_, type, body) => {
    const answer = await fetch(`${pool()}/oauth2/token`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
  });

  it('authorisation requests with any value in any parameter', async () => {
    const { params } = portalRequest(running);
    const names = [
      ...Object.keys(params),
      'prompt',
      'max_age',
      'login_hint',
      'response_mode',
      'resource',
      'nonce',
    ];
    const change = fc.record({
      name: fc.constantFrom(...names),
      value: fc.string({ unit: 'binary', maxLength: 60 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        const query = new URLSearchParams(params);
        for (const { name, value } of changes) query.set(name, value);
        const { status } = await fetch(`${pool()}/oauth2/authorize?${query}`, { redirect: 'manual' });
        expect(status).toBeLessThan(500);
      }),
      { numRuns: 150 },
    );
  });

  it('a caller who goes away in the middle of the form', async () => {
    const started = await fetch(
      `${pool()}/oauth2/authorize?${new URLSearchParams(portalRequest(running).params)}`,
      {
        redirect: 'manual',
      },
    );
    const cookie = started.headers
      .getSetCookie()
      .map((each) => each.split(';')[0])
      .join('; ');
    const { pathname } = new URL(started.headers.get('location') ?? '', running.origin);
    await new Promise<void>((done) => {
      const socket = connect(running.port, '127.0.0.1', () => {
        socket.write(
          `POST ${pathname} HTTP/1.1\r\nHost: h\r\nCookie: ${cookie}\r\nContent-Length: 100\r\n` +
            'Content-Type: application/x-www-form-urlencoded\r\n\r\naccount=ow',
        );
        setTimeout(() => socket.destroy(), 50);
      });
      socket.on('close', () => done());
    });
    expect((await fetch(`${pool()}/.well-known/jwks.json`)).status).toBe(200);
  });

  it('and nothing of it was logged as an error', () => {
    expect(logged).toEqual([]);
  });
});
