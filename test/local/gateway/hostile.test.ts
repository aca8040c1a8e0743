import { connect } from 'node:net';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authorise } from '../../../local/gateway/authorise.ts';
import { limits, listen } from '../../../local/gateway/listen.ts';
import {
  functionOf,
  type GatewayUnderTest,
  get,
  routeOf,
  sendRaw,
  startGateway,
} from './gateway-under-test.ts';

let gateway: GatewayUnderTest;

beforeAll(async () => {
  gateway = await startGateway({ routes: [routeOf('ANY /v1/{a}/{b}'), routeOf('$default')] }, [
    functionOf('echo', (event) => event),
  ]);
});
afterAll(() => gateway.close());

/** Sends bytes, half-closes, and gives what came back, whatever it is. */
function exchange(port: number, bytes: Buffer | string): Promise<string> {
  return new Promise((done) => {
    let said = '';
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes));
    socket.on('data', (chunk) => {
      said += chunk.toString('latin1');
    });
    socket.on('error', () => done(said));
    socket.on('close', () => done(said));
  });
}

describe('whatever arrives', () => {
  it('gets an HTTP answer or none, never a 5xx, and the gateway goes on', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 60 });
    const request = fc
      .record({
        method: fc.constantFrom('GET', 'POST', 'HEAD', 'OPTIONS', 'PATCH', 'CONNECT', 'TRACE', 'get', ''),
        target: fc.oneof(
          fc.webUrl(),
          text,
          fc.webPath(),
          fc.constantFrom('/%', '//', '/..', '/v1/%2F/%3F', '/?%', '*'),
        ),
        headers: fc.dictionary(
          fc.oneof(text, fc.constantFrom('host', 'cookie', 'content-length', 'expect')),
          text,
        ),
        body: text,
      })
      .map(({ method, target, headers, body }) => {
        const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
        return `${method} ${target} HTTP/1.1\r\nhost: x\r\n${lines.join('')}\r\n${body}`;
      });
    await fc.assert(
      fc.asyncProperty(fc.oneof(request, text), async (bytes) => {
        const said = await exchange(gateway.port, bytes);
        expect(said).toMatch(/^(HTTP\/1\.1 [234]\d\d |$)/);
      }),
      { numRuns: 300 },
    );
    expect(gateway.errors).toEqual([]);
    expect((await sendRaw(gateway.port, get('/v1/a/b'))).status).toBe('HTTP/1.1 200 OK');
  });

  it('as an Authorization header is judged without an exception, and never let in', async () => {
    const part = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.json().map((json) => Buffer.from(json).toString('base64url')),
      fc
        .constantFrom('RS256', 'none', 'HS256')
        .map((alg) => Buffer.from(JSON.stringify({ alg, kid: 'k', crit: ['x'] })).toString('base64url')),
    );
    const header = fc.array(part, { maxLength: 5 }).map((parts) => `Bearer ${parts.join('.')}`);
    const authoriser = { issuer: 'https://issuer.example', audience: ['client'] };
    const keys = async () => ({ keys: [] });
    await fc.assert(
      fc.asyncProperty(header, async (text) => {
        const verdict = await authorise(text, authoriser, ['register/own'], keys);
        expect(verdict.kind).toBe('unauthorised');
        if (verdict.kind === 'unauthorised') expect(verdict.challenge).toMatch(/^Bearer[ -~]*$/);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a sender who takes his time', () => {
  it.each([
    ['over the head', 'GET / HTTP/1.1\r\nhost:'],
    ['over the body', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nabc'],
  ])('%s is cut off', async (_, begun) => {
    const listener = await listen(0, { ...limits, requestMsMax: 300, headersMsMax: 150 });
    listener.serve((message, response) => {
      message.resume();
      message.on('end', () => response.end());
    });
    const said = await new Promise<string>((done) => {
      let text = '';
      const socket = connect(listener.port, '127.0.0.1', () => socket.write(begun));
      socket.on('data', (chunk) => {
        text += chunk;
      });
      socket.on('close', () => done(text));
    });
    expect(said).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n[\s\S]*\{"message":"Request Timeout"\}$/u);
    await listener.close();
  });

  it('before anything is served, everybody is told to wait', async () => {
    const listener = await listen(0);
    expect((await sendRaw(listener.port, get('/'))).status).toBe('HTTP/1.1 503 Service Unavailable');
    await listener.close();
  });
});
