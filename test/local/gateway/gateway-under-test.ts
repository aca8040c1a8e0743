import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { createKeySource } from '../../../local/gateway/keys.ts';
import { listen } from '../../../local/gateway/listen.ts';
import { parseRouteKey } from '../../../local/gateway/match.ts';
import type { GatewayModel, Route } from '../../../local/gateway/model.ts';
import { type AccessLine, createGateway } from '../../../local/gateway/serve.ts';
import type { LambdaFunction } from '../../../local/lambda/function.ts';
import type { Outcome } from '../../../local/lambda/protocol.ts';

type Handler = (event: Record<string, unknown>) => unknown;

/** A function that runs here and now, for the gateway's own tests. */
export function functionOf(name: string, handler: Handler): LambdaFunction {
  return {
    name,
    arn: `arn:${name}`,
    environment: {},
    invoke: async (event): Promise<Outcome> => {
      const result = await handler(event as Record<string, unknown>);
      return isOutcome(result) ? result : { ok: true, payload: JSON.stringify(result ?? null) };
    },
    close: async () => {},
  };
}

function isOutcome(value: unknown): value is Outcome {
  return typeof value === 'object' && value !== null && 'ok' in value;
}

/** A route of the model; by default it is open and leads to the function `echo`. */
export function routeOf(key: string, more: Partial<Route> = {}): Route {
  const parsed = parseRouteKey(key);
  if (!parsed) throw new Error(`${key} is no route key`);
  return {
    ...parsed,
    functionArn: 'arn:echo',
    timeoutMs: 5_000,
    authoriser: undefined,
    scopes: [],
    permitted: true,
    ...more,
  };
}

export type GatewayUnderTest = {
  readonly port: number;
  readonly lines: readonly AccessLine[];
  readonly errors: readonly unknown[];
  close(): Promise<void>;
};

/** A gateway on a free port. What it could not answer is kept in `errors`. */
export async function startGateway(
  model: Partial<GatewayModel> & Pick<GatewayModel, 'routes'>,
  functions: readonly LambdaFunction[],
): Promise<GatewayUnderTest> {
  const lines: AccessLine[] = [];
  const errors: unknown[] = [];
  const gateway = createGateway({
    model: { apiId: 'api', cors: undefined, throttle: undefined, ...model },
    functions: new Map(functions.map((one) => [one.arn, one])),
    keys: createKeySource(),
    onAnswer: (line) => lines.push(line),
    onError: (error) => errors.push(error),
  });
  const listener = await listen(0);
  listener.serve((message, response) => void gateway(message, response));
  return { port: listener.port, lines, errors, close: listener.close };
}

export type RawAnswer = {
  readonly status: string;
  readonly headers: Record<string, string>;
  readonly body: string;
};

/** Sends bytes as they are and reads the answer up to its end; the connection is closed after it. */
export function sendRaw(port: number, request: string | Buffer): Promise<RawAnswer> {
  return new Promise((done, fail) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      const answer = parseAnswer(
        Buffer.concat(chunks).toString('latin1'),
        String(request).startsWith('HEAD '),
      );
      if (answer) {
        done(answer);
        socket.destroy();
      }
    });
    socket.on('error', fail);
    socket.on('close', () => fail(new Error('closed without an answer')));
  });
}

function parseAnswer(text: string, bodiless: boolean): RawAnswer | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [status = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
  );
  const body = text.slice(end + 4);
  return !bodiless && body.length < Number(headers['content-length'] ?? 0)
    ? undefined
    : { status, headers, body };
}

/** A GET as any client sends it. */
export function get(path: string, headers: Readonly<Record<string, string>> = {}): string {
  const lines = Object.entries({ host: 'register.test', ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return `GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

/** An issuer with a key of its own, discovery and key set, on a free port. */
export async function startIssuer() {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'key-1', alg: 'RS256', use: 'sig' };
  const server = createServer((request, response) => {
    const document =
      request.url === '/.well-known/openid-configuration'
        ? { issuer: url(), jwks_uri: `${url()}/keys` }
        : { keys: [jwk] };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(document));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: url(),
    jwk,
    privateKey,
    /** A token signed with this issuer's key; `claims` replaces or, with undefined, removes what a good one has. */
    sign: (claims: JWTPayload = {}, header: { alg?: string; kid?: string } = {}) => {
      const now = Math.floor(Date.now() / 1000);
      const good = {
        iss: url(),
        sub: 'someone',
        client_id: 'client',
        scope: 'register/own',
        token_use: 'access',
        iat: now,
        exp: now + 600,
      };
      return new SignJWT({ ...good, ...claims })
        .setProtectedHeader({ alg: 'RS256', kid: 'key-1', ...header })
        .sign(privateKey);
    },
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
