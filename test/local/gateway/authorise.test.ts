import { createHmac } from 'node:crypto';
import { CompactSign, exportSPKI, generateKeyPair, importJWK, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  functionOf,
  type GatewayUnderTest,
  get,
  routeOf,
  sendRaw,
  startGateway,
  startIssuer,
} from './gateway-under-test.ts';

let issuer: Awaited<ReturnType<typeof startIssuer>>;
let other: Awaited<ReturnType<typeof startIssuer>>;
let gateway: GatewayUnderTest;
const seen: Record<string, unknown>[] = [];

beforeAll(async () => {
  issuer = await startIssuer();
  other = await startIssuer();
  const authoriser = { issuer: issuer.url, audience: ['client', 'client-2'] };
  gateway = await startGateway(
    {
      routes: [
        routeOf('GET /own', { authoriser, scopes: ['register/own'] }),
        routeOf('GET /any', { authoriser, scopes: ['register/own', 'register/all'] }),
        routeOf('GET /plain', { authoriser }),
        routeOf('GET /down', { authoriser: { issuer: 'http://127.0.0.1:9', audience: ['client'] } }),
      ],
    },
    [functionOf('echo', (event) => void seen.push(event))],
  );
});
afterAll(async () => {
  await Promise.all([gateway.close(), issuer.close(), other.close()]);
});

async function ask(authorization: string | undefined, path = '/own') {
  return sendRaw(gateway.port, get(path, authorization === undefined ? {} : { authorization }));
}

/** The gateway's refusal, byte for byte but for date and request id. */
function refused(challenge: string) {
  return {
    status: 'HTTP/1.1 401 Unauthorized',
    headers: {
      'www-authenticate': challenge,
      'content-length': '26',
      'apigw-requestid': expect.stringMatching(/^[\w+/-]{15}=$/),
      date: expect.stringMatching(/ GMT$/),
      connection: 'keep-alive',
      'keep-alive': 'timeout=20',
    },
    body: '{"message":"Unauthorized"}',
  };
}

const invalid = (description: string, scope = 'register/own') =>
  refused(`Bearer scope="${scope}" error="invalid_token" error_description="${description}"`);

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const seconds = () => Math.floor(Date.now() / 1000);
const goodClaims = () => ({
  iss: issuer.url,
  client_id: 'client',
  scope: 'register/own',
  exp: seconds() + 600,
});

describe('a token that is none', () => {
  it.each([[undefined], [''], ['Bearer'], ['Bearer '], ['   ']])('%j asks for one', async (header) => {
    expect(await ask(header)).toEqual(refused('Bearer'));
  });

  it.each(['Bearer x', 'Bearer a.b', 'Bearer a.b.c.d', 'Basic dXNlcjpwYXNz', 'bearer'])(
    '%j has no three parts',
    async (header) => {
      expect(await ask(header)).toEqual(invalid('token contains an invalid number of segments'));
    },
  );

  it.each([
    'Bearer a.b.c',
    'Bearer ..',
    `Bearer ${encode([])}.${encode({})}.x`,
    'Bearer %.%.%',
    `Bearer ${encode(null)}.e30.e30`,
  ])('%j is malformed', async (header) => {
    expect(await ask(header)).toEqual(invalid('token is malformed'));
  });

  it('whose payload is no object is malformed', async () => {
    const token = await new CompactSign(Buffer.from('"text"'))
      .setProtectedHeader({ alg: 'RS256', kid: 'key-1' })
      .sign(issuer.privateKey);
    expect(await ask(`Bearer ${token}`)).toEqual(invalid('token is malformed'));
  });
});

describe('a forged token', () => {
  it('signed with another key under the right name', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    const token = await new SignJWT(goodClaims())
      .setProtectedHeader({ alg: 'RS256', kid: 'key-1' })
      .sign(privateKey);
    expect(await ask(`Bearer ${token}`)).toEqual(invalid('crypto/rsa: verification error'));
  });

  it('changed after it was signed', async () => {
    const [head, , signature] = (await issuer.sign()).split('.');
    const token = `${head}.${encode({ ...goodClaims(), sub: 'somebody else' })}.${signature}`;
    expect(await ask(`Bearer ${token}`)).toEqual(invalid('crypto/rsa: verification error'));
  });

  it('whose signature was cut off', async () => {
    const [head, payload] = (await issuer.sign()).split('.');
    expect(await ask(`Bearer ${head}.${payload}.`)).toEqual(invalid('crypto/rsa: verification error'));
  });

  it.each(['none', 'None', 'NONE', 'nOnE'])('that claims to need no signature (%s)', async (alg) => {
    for (const signature of ['', 'e30']) {
      const token = `${encode({ alg, kid: 'key-1', typ: 'JWT' })}.${encode(goodClaims())}.${signature}`;
      expect(await ask(`Bearer ${token}`)).toEqual(invalid(`signing method ${alg} is invalid`));
    }
  });

  it('that takes the public key for an HMAC secret', async () => {
    const pem = await exportSPKI((await importJWK(issuer.jwk, 'RS256')) as CryptoKey);
    for (const secret of [pem, pem.trim(), JSON.stringify(issuer.jwk), issuer.jwk.n ?? '']) {
      const signed = `${encode({ alg: 'HS256', kid: 'key-1' })}.${encode(goodClaims())}`;
      const signature = createHmac('sha256', secret).update(signed).digest('base64url');
      expect(await ask(`Bearer ${signed}.${signature}`)).toEqual(invalid('signing method HS256 is invalid'));
    }
  });

  it('signed by another algorithm of the same key', async () => {
    const token = await new SignJWT(goodClaims())
      .setProtectedHeader({ alg: 'RS512', kid: 'key-1' })
      .sign((await generateKeyPair('RS512')).privateKey);
    expect(await ask(`Bearer ${token}`)).toEqual(invalid('signing method RS512 is invalid'));
  });

  it('that brings its own key', async () => {
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
    const jwk = await crypto.subtle.exportKey('jwk', publicKey);
    const token = await new SignJWT(goodClaims())
      .setProtectedHeader({ alg: 'RS256', kid: 'key-1', jwk: { kty: 'RSA', n: jwk.n ?? '', e: jwk.e ?? '' } })
      .sign(privateKey);
    expect(await ask(`Bearer ${token}`)).toEqual(invalid('crypto/rsa: verification error'));
  });

  it('by a key that nobody published', async () => {
    expect(await ask(`Bearer ${await issuer.sign({}, { kid: 'key-2' })}`)).toEqual(
      invalid('unable to find a key for the token'),
    );
  });

  it('that does not name its key', async () => {
    const token = await new SignJWT(goodClaims())
      .setProtectedHeader({ alg: 'RS256' })
      .sign(issuer.privateKey);
    expect(await ask(`Bearer ${token}`)).toEqual(invalid('kid is missing from the token header'));
  });

  it('whose header would write into ours', async () => {
    const token = `${encode({ alg: 'x"\r\nset-cookie: a=b', kid: 'key-1' })}.e30.e30`;
    expect(await ask(`Bearer ${token}`)).toEqual(invalid('signing method xset-cookieab is invalid'));
  });

  it('of the other pool, with its own good key', async () => {
    const foreign = await other.sign();
    expect(await ask(`Bearer ${foreign}`)).toEqual(invalid('crypto/rsa: verification error'));
  });
});

describe('a token of the issuer that is not meant for here', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['expired', { exp: seconds() - 1 }, 'the token has expired'],
    ['expiring this very second', { exp: seconds() }, 'the token has expired'],
    ['that never expires', { exp: undefined }, 'the token has expired'],
    ['with a text for its end', { exp: '9999999999' }, 'the token has expired'],
    ['not valid yet', { nbf: seconds() + 60 }, 'the token is not valid yet'],
    ['issued in the future', { iat: seconds() + 60 }, 'the token was issued in the future'],
    ['of another issuer', { iss: 'https://elsewhere.example' }, 'the token does not have a valid issuer'],
    ['of no issuer', { iss: undefined }, 'the token does not have a valid issuer'],
    [
      'of an issuer that only begins alike',
      { iss: 'http://127.0.0.1' },
      'the token does not have a valid issuer',
    ],
    ['for another audience', { aud: 'elsewhere' }, 'the token does not have a valid audience'],
    [
      'for another audience and a good client',
      { aud: ['x'], client_id: 'client' },
      'the token does not have a valid audience',
    ],
    ['of another client', { client_id: 'stranger' }, 'the token does not have a valid audience'],
    ['of no client', { client_id: undefined }, 'the token does not have a valid audience'],
    ['with an odd audience', { aud: [1, null, {}] }, 'the token does not have a valid audience'],
  ])('%s', async (_, claims, description) => {
    expect(await ask(`Bearer ${await issuer.sign(claims)}`)).toEqual(invalid(description));
  });

  it.each([
    [{ scope: 'office/act' }],
    [{ scope: undefined }],
    [{ scope: '' }],
    [{ scope: 'register/ownership xregister/own' }],
    [{ scope: 7 }],
  ])('without the scope is forbidden: %j', async (claims) => {
    expect(await ask(`Bearer ${await issuer.sign(claims as JWTPayload)}`)).toEqual({
      status: 'HTTP/1.1 403 Forbidden',
      headers: expect.objectContaining({ 'content-length': '23' }),
      body: '{"message":"Forbidden"}',
    });
  });
});

describe('a good token', () => {
  it.each([
    ['by client', {}],
    ['by the second client', { client_id: 'client-2' }],
    ['by audience', { aud: 'client', client_id: 'stranger' }],
    ['by one of many audiences', { aud: ['x', 'client'] }],
    ['with further scopes', { scope: 'openid register/own email' }],
    ['with its scopes in scp', { scope: undefined, scp: ['register/own'] }],
  ])('%s is let in', async (_, claims) => {
    expect((await ask(`Bearer ${await issuer.sign(claims)}`)).status).toBe('HTTP/1.1 200 OK');
  });

  it('may stand without a scheme', async () => {
    expect((await ask(await issuer.sign())).status).toBe('HTTP/1.1 200 OK');
  });

  it('hands claims on as strings, lists in brackets, with the scopes of the route that it has', async () => {
    const claims = {
      'cognito:groups': ['examiner', 'operator'],
      n: 3,
      yes: true,
      deep: { b: 1, a: ['x'] },
      exp: 4102444800,
    };
    await ask(`Bearer ${await issuer.sign({ ...claims, scope: 'openid register/all' })}`, '/any');
    const context = seen.at(-1)?.['requestContext'];
    expect(context).toMatchObject({
      authorizer: {
        jwt: {
          claims: {
            iss: issuer.url,
            'cognito:groups': '[examiner operator]',
            n: '3',
            yes: 'true',
            deep: 'map[a:[x] b:1]',
            exp: '4102444800',
            scope: 'openid register/all',
          },
          scopes: ['register/all'],
        },
      },
    });
  });

  it('has no scopes to hand on where the route asks for none', async () => {
    await ask(`Bearer ${await issuer.sign()}`, '/plain');
    expect(seen.at(-1)?.['requestContext']).toMatchObject({ authorizer: { jwt: { scopes: null } } });
  });

  it('is refused when its issuer cannot be reached', async () => {
    expect(await ask(`Bearer ${await issuer.sign()}`, '/down')).toEqual(
      invalid('OIDC discovery endpoint communication error', ''),
    );
  });
});
