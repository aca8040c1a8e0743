import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  type CallResult,
  type ClientOptions,
  createClient,
  isProblem,
  UnexpectedAnswer,
} from '../../../shared/contracts/client.ts';
import type { Answer } from '../../../shared/contracts/operations/index.ts';
import type { FilingView } from '../../../shared/contracts/views/filing-view.ts';

const filing = 'fil_01arz3ndektsv4rrffq69g5fav';
const party = 'pty_01arz3ndektsv4rrffq69g5fav';
const outcome = { filing, status: 'registered', version: 3, findings: [] };
const mine = { parties: [] };

type Call = { url: string; method: string; headers: Headers; body: unknown };
type Step = Response | Error | (() => Response);

/** A server that answers the steps in order and remembers what it was asked. */
function serverOf(...steps: Step[]) {
  const calls: Call[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const body = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined;
    calls.push({
      url: String(input),
      method: init?.method ?? 'GET',
      headers: new Headers(init?.headers),
      body,
    });
    init?.signal?.throwIfAborted();
    const step = steps[Math.min(calls.length, steps.length) - 1];
    if (!step || step instanceof Error) throw step ?? new Error('no step');
    return typeof step === 'function' ? step() : step;
  };
  return { fetch, calls };
}

function json(status: number, value: unknown, headers: Record<string, string> = {}) {
  return () => new Response(JSON.stringify(value), { status, headers });
}

const patience = { firstDelayMs: 1, delayMsMax: 5 };

function clientOf(fetch: typeof globalThis.fetch, more: Partial<ClientOptions> = {}) {
  return createClient({ baseUrl: 'https://register.test/', token: () => 'abc', fetch, patience, ...more });
}

const submission = { params: { filingId: filing } };

describe('a call', () => {
  it('goes to the row’s method and path, escaped, with token, language and party', async () => {
    const { fetch, calls } = serverOf(json(200, outcome));
    await clientOf(fetch, { language: 'en', actingParty: party }).call('filings.submit', submission);
    const [call] = calls;
    expect(call?.url).toBe(`https://register.test/v1/my/filings/${filing}/submission`);
    expect(call?.method).toBe('POST');
    expect(call?.body).toEqual({});
    expect(Object.fromEntries(call?.headers ?? [])).toMatchObject({
      authorization: 'Bearer abc',
      'accept-language': 'en',
      'acting-party': party,
      'content-type': 'application/json',
    });
    expect(call?.headers.get('idempotency-key')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('shows no token on a public address, and no party', async () => {
    const { fetch, calls } = serverOf(json(200, { items: [] }));
    await clientOf(fetch, { actingParty: party }).call('procedures.list');
    expect(calls[0]?.headers.has('authorization')).toBe(false);
    expect(calls[0]?.headers.has('acting-party')).toBe(false);
  });

  it.each(['a/b', 'ZL 2017', '?x', '..%2f', '专利'])('keeps %s inside its path segment', async (text) => {
    const { fetch, calls } = serverOf(json(404, { message: 'Not Found' }));
    await clientOf(fetch).call('titles.get', { params: { patentNumber: text } });
    expect(calls[0]?.url).toBe(`https://register.test/v1/titles/patents/${encodeURIComponent(text)}`);
  });

  it.each(['', '.', '..'])('refuses the segment "%s", which would reach another address', async (text) => {
    const { fetch, calls } = serverOf(json(200, {}));
    await expect(clientOf(fetch).call('titles.get', { params: { patentNumber: text } })).rejects.toThrow(
      TypeError,
    );
    expect(calls).toEqual([]);
  });

  it('writes the query, leaving out what is undefined', async () => {
    const { fetch, calls } = serverOf(json(200, { items: [] }));
    await clientOf(fetch).call('search.pledges', { query: { registrationNumber: 'Y2026', limit: '5' } });
    expect(calls[0]?.url).toBe('https://register.test/v1/pledges?registrationNumber=Y2026&limit=5');
  });

  it('throws what the token source throws, and sends nothing', async () => {
    const { fetch, calls } = serverOf(json(200, mine));
    const token = () => Promise.reject(new Error('signed out'));
    await expect(clientOf(fetch, { token }).call('parties.mine')).rejects.toThrow('signed out');
    expect(calls).toEqual([]);
  });
});

describe('an answer', () => {
  it('is parsed by the row’s schema, beside its ETag and the demonstration mark', async () => {
    const { fetch } = serverOf(json(200, { ...mine, notice: 'DEMONSTRATION' }, { etag: '"1"' }));
    const result = await clientOf(fetch).call('parties.mine');
    expect(result).toMatchObject({ ok: true, status: 200, body: mine, etag: '"1"', notice: 'DEMONSTRATION' });
    expect(result.ok && 'notice' in result.body).toBe(false);
  });

  it('that is a page is given as text', async () => {
    const { fetch } = serverOf(() => new Response('<!doctype html>'));
    const result = await clientOf(fetch).call('reference.docs');
    expect(result.ok && result.body).toBe('<!doctype html>');
  });

  it.each([
    ['not JSON', () => new Response('<html>')],
    ['another shape', json(200, { parties: 'none' })],
    ['not an object', json(200, [])],
  ])('of 200 that is %s is a bug, not an answer', async (_what, step) => {
    await expect(clientOf(serverOf(step).fetch).call('parties.mine')).rejects.toThrow(UnexpectedAnswer);
  });

  it('that refuses is a value: the register’s problem', async () => {
    const problem = {
      type: '/problems/wrong-state',
      title: 'x',
      status: 409,
      code: 'wrong-state',
      notice: 'D',
    };
    const result = await clientOf(serverOf(json(409, problem)).fetch).call('filings.submit', submission);
    expect(result).toMatchObject({ ok: false, status: 409, problem });
    expect(!result.ok && isProblem(result.problem)).toBe(true);
  });

  it.each([
    ['the gateway’s own', json(401, { message: 'Unauthorized' }), 'Unauthorized'],
    ['a proxy’s page', () => new Response('<h1>no</h1>', { status: 403, statusText: 'Nope' }), 'Nope'],
    ['empty', () => new Response('', { status: 418 }), 'HTTP 418'],
  ])('that refuses is a value: %s', async (_what, step, message) => {
    const result = await clientOf(serverOf(step).fetch).call('parties.mine');
    expect(result).toMatchObject({ ok: false, problem: { message } });
    expect(!result.ok && isProblem(result.problem)).toBe(false);
  });
});

describe('a call that gets no answer', () => {
  const cut = () =>
    new Response(
      new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('{"filing":'));
          controller.error(new TypeError('terminated'));
        },
      }),
    );

  it.each([
    ['a network error', new TypeError('fetch failed')],
    ['an answer cut in the middle', cut],
    ['429', json(429, { message: 'Too Many Requests' })],
    ['502', json(502, {})],
    ['503', json(503, { message: 'Service Unavailable' })],
  ] as const)('is repeated with the same Idempotency-Key after %s', async (_what, step) => {
    const { fetch, calls } = serverOf(step, step, json(200, outcome));
    const result = await clientOf(fetch).call('filings.submit', submission, { idempotencyKey: 'key-1' });
    expect(result.ok).toBe(true);
    expect(calls.map((call) => call.headers.get('idempotency-key'))).toEqual(['key-1', 'key-1', 'key-1']);
  });

  it('makes one key for one call and another for the next', async () => {
    const { fetch, calls } = serverOf(new TypeError('fetch failed'), json(200, outcome));
    const client = clientOf(fetch);
    await client.call('filings.submit', submission);
    await client.call('filings.submit', submission);
    const [first, second, third] = calls.map((call) => call.headers.get('idempotency-key'));
    expect(first).toBe(second);
    expect(third).not.toBe(first);
  });

  it('asks for the token again at each attempt', async () => {
    let tokens = 0;
    const { fetch, calls } = serverOf(json(503, {}), json(200, mine));
    const token = () => {
      tokens += 1;
      return `t${tokens}`;
    };
    await clientOf(fetch, { token }).call('parties.mine');
    expect(calls.map((call) => call.headers.get('authorization'))).toEqual(['Bearer t1', 'Bearer t2']);
  });

  it('gives up after the attempts allowed: with the last answer, or the last error', async () => {
    const busy = serverOf(json(503, { message: 'Service Unavailable' }));
    expect(await clientOf(busy.fetch).call('parties.mine')).toMatchObject({ ok: false, status: 503 });
    expect(busy.calls).toHaveLength(4);
    const dead = serverOf(new TypeError('fetch failed'));
    const impatient = clientOf(dead.fetch, { patience: { ...patience, attemptsMax: 2 } });
    await expect(impatient.call('parties.mine')).rejects.toThrow('fetch failed');
    expect(dead.calls).toHaveLength(2);
  });

  it.each([
    ['a network error', new TypeError('fetch failed')],
    ['503', json(503, {})],
  ] as const)(
    'does not repeat an edit after %s, since the first copy may have been taken',
    async (_what, step) => {
      const { fetch, calls } = serverOf(step, json(200, {}));
      const body = { form: {}, documents: [] };
      await clientOf(fetch)
        .call('filings.edit', { params: { filingId: filing }, body }, { ifMatch: '"1"' })
        .catch(() => undefined);
      expect(calls).toHaveLength(1);
      expect(calls[0]?.headers.get('if-match')).toBe('"1"');
    },
  );

  it.each([400, 404, 409, 412, 422, 500])('does not repeat after %d', async (status) => {
    const { fetch, calls } = serverOf(json(status, { message: 'x' }));
    await clientOf(fetch).call('filings.submit', submission);
    expect(calls).toHaveLength(1);
  });

  it('waits as long as the server asks, but never longer than its own limit', async () => {
    const { fetch } = serverOf(json(429, {}, { 'retry-after': '999999' }), json(200, mine));
    const before = performance.now();
    await clientOf(fetch, { patience: { firstDelayMs: 1, delayMsMax: 30 } }).call('parties.mine');
    expect(performance.now() - before).toBeGreaterThan(25);
    expect(performance.now() - before).toBeLessThan(1_000);
  });

  it('stops waiting when its signal aborts', async () => {
    const { fetch, calls } = serverOf(json(503, {}));
    const stop = new AbortController();
    const slow = clientOf(fetch, {
      patience: { firstDelayMs: 60_000, delayMsMax: 60_000, random: () => 0.9 },
    });
    const called = slow.call('parties.mine', {}, { signal: stop.signal });
    setTimeout(() => stop.abort(new Error('left the page')), 5);
    await expect(called).rejects.toThrow('left the page');
    expect(calls).toHaveLength(1);
  });
});

describe('the types', () => {
  const client = createClient({
    baseUrl: 'https://register.test',
    fetch: () => Promise.reject(new Error('off')),
  });

  it('give each operation its own answer', () => {
    expectTypeOf<Extract<CallResult<'filings.get'>, { ok: true }>['body']>().toEqualTypeOf<FilingView>();
    expectTypeOf<Answer<'reference.docs'>>().toEqualTypeOf<string>();
    expectTypeOf(client.call<'titles.get'>).returns.resolves.toEqualTypeOf<CallResult<'titles.get'>>();
  });

  it('refuse what the table does not know', () => {
    const never: (() => unknown)[] = [
      // @ts-expect-error no such operation
      () => client.call('filings.vanish'),
      // @ts-expect-error params are missing
      () => client.call('filings.get'),
      // @ts-expect-error the path parameter is missing
      () => client.call('filings.get', { params: {} }),
      // @ts-expect-error another operation's parameter
      () => client.call('filings.get', { params: { patentNumber: 'x' } }),
      // @ts-expect-error the body is missing
      () => client.call('filings.open', {}),
      // @ts-expect-error a field of the body is missing
      () => client.call('filings.open', { body: { form: {}, documents: [] } }),
      // @ts-expect-error an unknown field of the body
      () => client.call('filings.submit', { ...submission, body: { x: 1 } }),
      // @ts-expect-error an edit needs the ETag last read
      () => client.call('filings.edit', { params: { filingId: filing }, body: { form: {}, documents: [] } }),
      // @ts-expect-error a reading takes no If-Match
      () => client.call('filings.get', submission, { ifMatch: '"1"' }),
      // @ts-expect-error a required query
      () => client.call('parties.find'),
    ];
    expect(never).toHaveLength(10);
  });

  it('let optional parts be left out', () => {
    const fine: (() => unknown)[] = [
      () => client.call('filings.list'),
      () => client.call('filings.list', { query: { limit: '5' } }),
      () => client.call('filings.submit', submission),
      () => client.call('filings.submit', { ...submission, body: {} }, { idempotencyKey: 'k' }),
      () => client.call('filings.withdraw', submission),
      () => client.call('reference.openapi'),
    ];
    expect(fine).toHaveLength(6);
  });
});
