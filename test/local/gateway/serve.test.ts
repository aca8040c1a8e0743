import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  functionOf,
  type GatewayUnderTest,
  get,
  routeOf,
  sendRaw,
  startGateway,
} from './gateway-under-test.ts';

let gateway: GatewayUnderTest;
let seen: Record<string, unknown> = {};
let reply: unknown;

beforeAll(async () => {
  gateway = await startGateway(
    {
      routes: [
        routeOf('GET /v1/titles/{number}'),
        routeOf('POST /v1/titles'),
        routeOf('GET /reply', { functionArn: 'arn:reply' }),
        routeOf('GET /slow', { functionArn: 'arn:slow', timeoutMs: 50 }),
        routeOf('GET /forbidden', { permitted: false }),
        routeOf('GET /nowhere', { functionArn: 'arn:nowhere' }),
        routeOf('$default'),
      ],
    },
    [
      functionOf('echo', (event) => {
        seen = event;
        return 'seen';
      }),
      functionOf('reply', () => reply),
      functionOf('slow', () => new Promise((done) => setTimeout(done, 200))),
    ],
  );
});
afterAll(async () => {
  expect(gateway.errors).toEqual([]);
  await gateway.close();
});

const own = (status: string, message: string) => ({
  status: `HTTP/1.1 ${status}`,
  headers: {
    'content-type': 'application/json',
    'content-length': String(message.length + 14),
    'apigw-requestid': expect.stringMatching(/^[\w+/-]{15}=$/),
    date: expect.any(String),
    connection: 'keep-alive',
    'keep-alive': 'timeout=20',
  },
  body: `{"message":"${message}"}`,
});

const post = (body: string | Buffer, headers: Record<string, string> = {}) => {
  const lines = { host: 'register.test', 'content-length': String(Buffer.byteLength(body)), ...headers };
  const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`POST /v1/titles HTTP/1.1\r\n${head.join('')}\r\n`), Buffer.from(body)]);
};

describe('the event', () => {
  it('is payload format 2.0', async () => {
    await sendRaw(
      gateway.port,
      'GET /v1/titles/CN%20%E4%B8%AD?a=1&a=2&b=%20x&empty=&flag HTTP/1.1\r\nHost: register.test:8080\r\nX-Two: 1\r\nX-Two: 2\r\n' +
        'Cookie: a=1; b=2\r\nCookie: c=3\r\nUser-Agent: tester\r\nX-Forwarded-For: 9.9.9.9\r\n\r\n',
    );
    expect(seen).toEqual({
      version: '2.0',
      routeKey: 'GET /v1/titles/{number}',
      rawPath: '/v1/titles/CN 中',
      rawQueryString: 'a=1&a=2&b=%20x&empty=&flag',
      cookies: ['a=1', 'b=2', 'c=3'],
      headers: {
        host: 'register.test:8080',
        'x-two': '1,2',
        'user-agent': 'tester',
        'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
        'x-forwarded-for': '9.9.9.9, 127.0.0.1',
        'x-forwarded-port': '8080',
        'x-forwarded-proto': 'http',
      },
      queryStringParameters: { a: '1,2', b: ' x', empty: '', flag: '' },
      requestContext: {
        accountId: '000000000000',
        apiId: 'api',
        domainName: 'register.test:8080',
        domainPrefix: 'register',
        http: {
          method: 'GET',
          path: '/v1/titles/CN 中',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: 'tester',
        },
        requestId: expect.stringMatching(/=$/),
        routeKey: 'GET /v1/titles/{number}',
        stage: '$default',
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
        timeEpoch: expect.any(Number),
      },
      pathParameters: { number: 'CN 中' },
      isBase64Encoded: false,
    });
  });

  it.each([
    ['application/json', false],
    ['application/json; charset=utf-8', false],
    ['Text/CSV', false],
    ['application/xml', false],
    ['application/problem+json', true],
    ['application/x-www-form-urlencoded', true],
    ['application/octet-stream', true],
    [undefined, true],
  ])('has a body of type %s in base64: %s', async (type, base64) => {
    await sendRaw(gateway.port, post('{"名":1}', type === undefined ? {} : { 'content-type': type }));
    expect(seen['isBase64Encoded']).toBe(base64);
    expect(seen['body']).toBe(base64 ? Buffer.from('{"名":1}').toString('base64') : '{"名":1}');
  });

  it('has the body of a chunked request, and its length instead of the encoding', async () => {
    const head =
      'POST /v1/titles HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\ntransfer-encoding: chunked\r\n\r\n';
    await sendRaw(gateway.port, `${head}3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n`);
    expect(seen['body']).toBe('abcde');
    expect(seen['headers']).toMatchObject({ 'content-length': '5' });
    expect(seen['headers']).not.toHaveProperty('transfer-encoding');
  });

  it('keeps names that mean something to JavaScript', async () => {
    await sendRaw(
      gateway.port,
      get('/v1/titles/__proto__?__proto__=1&constructor=2', { __proto__x: '3', constructor: '4' }),
    );
    expect(JSON.stringify(seen['queryStringParameters'])).toBe('{"__proto__":"1","constructor":"2"}');
    expect(seen['pathParameters']).toEqual({ number: '__proto__' });
  });

  it.each(['HEAD', 'PATCH', 'OPTIONS', 'DELETE'])(
    'of %s without a route goes to $default',
    async (method) => {
      await sendRaw(gateway.port, `${method} /v1/titles/1 HTTP/1.1\r\nhost: x\r\n\r\n`);
      expect(seen['routeKey']).toBe('$default');
    },
  );
});

describe('the answer', () => {
  async function answered(value: unknown) {
    reply = value;
    return sendRaw(gateway.port, get('/reply'));
  }

  it('takes status, headers, cookies and body from the function', async () => {
    const answer = await answered({
      statusCode: 201,
      headers: {
        'Content-Type': 'application/problem+json',
        ETag: '"1"',
        'x-number': 7,
        'Content-Length': '999',
        Connection: 'close',
      },
      cookies: ['a=1', 'b=2'],
      body: '中文',
    });
    expect(answer.status).toBe('HTTP/1.1 201 Created');
    expect(answer.headers).toMatchObject({
      'content-type': 'application/problem+json',
      etag: '"1"',
      'x-number': '7',
      'content-length': '6',
      'set-cookie': 'b=2',
    });
    expect(Buffer.from(answer.body, 'latin1').toString()).toBe('中文');
  });

  it('decodes base64', async () => {
    const answer = await answered({
      statusCode: 200,
      body: Buffer.from('bytes').toString('base64'),
      isBase64Encoded: true,
    });
    expect(answer.body).toBe('bytes');
  });

  it.each([
    ['a text', 'hello', 'hello'],
    ['an object without a status', { a: 1 }, '{"a":1}'],
    ['a list', [1, 2], '[1,2]'],
    ['a number', 7, '7'],
  ])('of %s is 200 in JSON', async (_, value, body) => {
    const answer = await answered(value);
    expect(answer).toMatchObject({ status: 'HTTP/1.1 200 OK', body });
    expect(answer.headers['content-type']).toBe('application/json');
  });

  it.each([
    ['a status that is none', { statusCode: 'many' }],
    ['a status out of range', { statusCode: 700 }],
    ['a status of the protocol', { statusCode: 101 }],
    ['a body that is no text', { statusCode: 200, body: { a: 1 } }],
    ['a header that is no text', { statusCode: 200, headers: { a: { b: 1 } } }],
    ['a header that would begin another', { statusCode: 200, headers: { a: 'x\r\nset-cookie: y=z' } }],
    ['a header name that is none', { statusCode: 200, headers: { 'a b': 'x' } }],
    ['a cookie that would begin a header', { statusCode: 200, cookies: ['a=1\r\nx: y'] }],
    ['a failed function', { ok: false, errorType: 'Error', errorMessage: 'secret detail' }],
    ['a function out of time', { ok: false, errorType: 'Sandbox.Timedout', errorMessage: 'Task timed out' }],
    ['an answer over 6 MB', { ok: false, errorType: 'Function.ResponseSizeTooLarge', errorMessage: '' }],
  ])('of %s is the gateway’s 500', async (_, value) => {
    expect(await answered(value)).toEqual(own('500 Internal Server Error', 'Internal Server Error'));
  });

  it('of an overloaded function is 503', async () => {
    expect(await answered({ ok: false, errorType: 'TooManyRequestsException', errorMessage: '' })).toEqual(
      own('503 Service Unavailable', 'Service Unavailable'),
    );
  });

  it('that takes longer than the integration may is 503', async () => {
    expect(await sendRaw(gateway.port, get('/slow'))).toEqual(
      own('503 Service Unavailable', 'Service Unavailable'),
    );
  });

  it('of a function that the gateway may not invoke, or that is not there, is 500', async () => {
    for (const path of ['/forbidden', '/nowhere'])
      expect(await sendRaw(gateway.port, get(path))).toEqual(
        own('500 Internal Server Error', 'Internal Server Error'),
      );
  });

  it('of 204 has neither body nor length', async () => {
    const answer = await answered({ statusCode: 204, body: 'ignored' });
    expect(answer.status).toBe('HTTP/1.1 204 No Content');
    expect(answer.headers).not.toHaveProperty('content-length');
  });
});

describe('hostile input is answered, and the next request served', () => {
  const tooLarge = own('413 Request Entity Too Large', 'Request Entity Too Large');

  it('a body over 10 MB, announced', async () => {
    const head = 'POST /v1/titles HTTP/1.1\r\nhost: x\r\ncontent-length: 10485761\r\n\r\n';
    expect(await sendRaw(gateway.port, Buffer.concat([Buffer.from(head), Buffer.alloc(1000)]))).toEqual(
      tooLarge,
    );
  });

  it('a body over 10 MB, in chunks', async () => {
    const head = 'POST /v1/titles HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n';
    const chunk = Buffer.concat([
      Buffer.from('A00001\r\n'),
      Buffer.alloc(0xa00001),
      Buffer.from('\r\n0\r\n\r\n'),
    ]);
    expect(await sendRaw(gateway.port, Buffer.concat([Buffer.from(head), chunk]))).toEqual(tooLarge);
  });

  it('a body of just 10 MB is none of the gateway’s business', async () => {
    expect((await sendRaw(gateway.port, post(Buffer.alloc(10 * 1024 * 1024)))).status).toBe(
      'HTTP/1.1 200 OK',
    );
  });

  it.each(['/%', '/%zz', '/%E0%A4', '/%00', '/a%c0%afb', '*', 'http://elsewhere/x'])(
    'a target like %s',
    async (target) => {
      expect(await sendRaw(gateway.port, get(target))).toEqual(own('400 Bad Request', 'Bad Request'));
    },
  );

  it('a request line over the limit', async () => {
    expect(await sendRaw(gateway.port, get(`/${'a'.repeat(10_300)}`))).toEqual(
      own('431 Request Header Fields Too Large', 'Request Header Fields Too Large'),
    );
  });

  it('headers over the limit', async () => {
    expect(await sendRaw(gateway.port, get('/', { 'x-big': 'a'.repeat(10_300) }))).toMatchObject({
      status: 'HTTP/1.1 431 Request Header Fields Too Large',
    });
    expect(await sendRaw(gateway.port, get('/', { 'x-big': 'a'.repeat(60_000) }))).toMatchObject({
      status: 'HTTP/1.1 431 Request Header Fields Too Large',
      body: '{"message":"Request Header Fields Too Large"}',
    });
  });

  it.each([
    ['no HTTP at all', 'hello\r\n\r\n'],
    ['no method', '/ HTTP/1.1\r\nhost: x\r\n\r\n'],
    ['two lengths', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab'],
    [
      'length and chunks',
      'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['a header name with a space', 'GET / HTTP/1.1\r\nhost: x\r\nbad name: 1\r\n\r\n'],
    ['no host', 'GET / HTTP/1.1\r\n\r\n'],
  ])('%s', async (_, request) => {
    expect((await sendRaw(gateway.port, request)).status).toBe('HTTP/1.1 400 Bad Request');
  });

  it('a path with a decoded question mark loses what follows it', async () => {
    await sendRaw(gateway.port, get('/v1/titles/1%3Fadmin=1?b=2'));
    expect(seen).toMatchObject({ rawPath: '/v1/titles/1', rawQueryString: 'b=2' });
  });

  it('a sender who breaks off', async () => {
    await new Promise<void>((done) => {
      const socket = connect(gateway.port, '127.0.0.1', () => {
        socket.write('POST /v1/titles HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nabc');
        setTimeout(() => socket.destroy(), 20);
      });
      socket.on('close', () => done());
    });
    expect((await sendRaw(gateway.port, get('/v1/titles/1'))).status).toBe('HTTP/1.1 200 OK');
  });

  it('many at once on one kept connection', async () => {
    const pages = await Promise.all(
      Array.from({ length: 200 }, (_, index) => fetch(`http://127.0.0.1:${gateway.port}/v1/titles/${index}`)),
    );
    expect(new Set(pages.map(({ status }) => status))).toEqual(new Set([200]));
    await Promise.all(pages.map((page) => page.arrayBuffer()));
  });
});

describe('a stage', () => {
  it('answers 429 beyond its burst', async () => {
    const throttled = await startGateway(
      { routes: [routeOf('$default')], throttle: { rate: 0.001, burst: 2 } },
      [functionOf('echo', () => 'seen')],
    );
    const statuses: string[] = [];
    for (let turn = 0; turn < 3; turn += 1) statuses.push((await sendRaw(throttled.port, get('/'))).status);
    expect(statuses).toEqual(['HTTP/1.1 200 OK', 'HTTP/1.1 200 OK', 'HTTP/1.1 429 Too Many Requests']);
    expect(await sendRaw(throttled.port, get('/'))).toEqual(
      own('429 Too Many Requests', 'Too Many Requests'),
    );
    await throttled.close();
  });

  it('without a $default route answers 404', async () => {
    const bare = await startGateway({ routes: [routeOf('GET /a')] }, []);
    expect(await sendRaw(bare.port, get('/b'))).toEqual(own('404 Not Found', 'Not Found'));
    await bare.close();
  });

  it('with CORS answers preflights itself and replaces the function’s headers', async () => {
    const cors = {
      allowOrigins: ['https://portal.example'],
      allowMethods: ['GET', 'POST'],
      allowHeaders: ['authorization'],
      exposeHeaders: ['etag'],
      allowCredentials: false,
      maxAge: 600,
    };
    const open = await startGateway({ routes: [routeOf('$default')], cors }, [
      functionOf('echo', () => ({
        statusCode: 200,
        headers: { 'access-control-allow-origin': '*' },
        body: 'x',
      })),
    ]);
    const preflight = (origin: string) =>
      sendRaw(
        open.port,
        `OPTIONS /v1 HTTP/1.1\r\nhost: x\r\norigin: ${origin}\r\naccess-control-request-method: GET\r\n\r\n`,
      );
    expect(await preflight('https://portal.example')).toMatchObject({
      status: 'HTTP/1.1 204 No Content',
      headers: {
        'access-control-allow-origin': 'https://portal.example',
        'access-control-allow-methods': 'GET,POST',
        'access-control-allow-headers': 'authorization',
        'access-control-max-age': '600',
      },
    });
    expect((await preflight('https://evil.example')).headers).not.toHaveProperty(
      'access-control-allow-origin',
    );
    const page = await sendRaw(open.port, get('/', { origin: 'https://portal.example' }));
    expect(page.headers).toMatchObject({
      'access-control-allow-origin': 'https://portal.example',
      'access-control-expose-headers': 'etag',
    });
    expect((await sendRaw(open.port, get('/'))).headers).not.toHaveProperty('access-control-allow-origin');
    await open.close();
  });

  it('writes an access line for each answer', () => {
    expect(gateway.lines.length).toBeGreaterThan(100);
    expect(gateway.lines.find(({ target }) => target === '/reply')).toMatchObject({
      method: 'GET',
      status: 201,
    });
  });
});
