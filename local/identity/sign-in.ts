import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';
import { CookieJar } from './cookies.ts';

const TIMEOUT_MS = 10_000;

export type Tokens = {
  readonly accessToken: string;
  readonly refreshToken?: string;
  readonly expiresAt: Date;
};

export type SignInInput = {
  readonly issuer: string;
  readonly clientId: string;
  readonly account: string;
  readonly password: string;
  /** Scopes by name, separated by spaces, as `register/own`. */
  readonly scope: string;
  /** One of the client's registered addresses; nothing is fetched from it. */
  readonly redirectUri: string;
};

/** The provider said no: `code` is the OAuth error, or `wrong_password`. */
export class SignInRefused extends Error {
  readonly code: string;
  constructor(code: string, detail: string) {
    super(`${code}: ${detail}`);
    this.name = 'SignInRefused';
    this.code = code;
  }
}

const discovery = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
});
const tokenAnswer = z.object({
  access_token: z.string(),
  refresh_token: z.string().optional(),
  expires_in: z.number(),
});
const oauthError = z.object({ error: z.string(), error_description: z.string().default('') });

const signal = () => AbortSignal.timeout(TIMEOUT_MS);

async function discover(issuer: string) {
  const answer = await fetch(`${issuer}/.well-known/openid-configuration`, { signal: signal() });
  if (!answer.ok) throw new SignInRefused('no_discovery', `${issuer} answered ${answer.status}`);
  const found = discovery.parse(await answer.json());
  if (found.issuer !== issuer)
    throw new SignInRefused('wrong_issuer', `${issuer} calls itself ${found.issuer}`);
  return found;
}

/** Exchanges a grant at the token endpoint. `authorization`: the header of a confidential client. */
async function exchange(
  endpoint: string,
  body: Readonly<Record<string, string>>,
  authorization?: string,
): Promise<Tokens> {
  const sent = Date.now();
  const answer = await fetch(endpoint, {
    method: 'POST',
    body: new URLSearchParams(body),
    signal: signal(),
    ...(authorization === undefined ? {} : { headers: { authorization } }),
  });
  const json: unknown = await answer.json();
  if (!answer.ok) {
    const { error, error_description } = oauthError.parse(json);
    throw new SignInRefused(error, error_description);
  }
  const { access_token, refresh_token, expires_in } = tokenAnswer.parse(json);
  return {
    accessToken: access_token,
    ...(refresh_token === undefined ? {} : { refreshToken: refresh_token }),
    expiresAt: new Date(sent + expires_in * 1000),
  };
}

/** Follows the provider's redirects, as a browser would, until one leads to the client's own address. */
async function followTo(redirectUri: string, start: URL, jar: CookieJar, form?: URLSearchParams) {
  let url = start;
  let body = form;
  for (let hop = 0; hop < 10; hop += 1) {
    const answer = await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      redirect: 'manual',
      headers: { cookie: jar.header(url), accept: 'text/html' },
      signal: signal(),
      ...(body === undefined ? {} : { body }),
    });
    jar.keep(url, answer.headers.getSetCookie());
    const text = await answer.text();
    const location = answer.headers.get('location');
    if (location === null) return { url, status: answer.status, text };
    url = new URL(location, url);
    body = undefined;
    if (`${url.origin}${url.pathname}` === redirectUri) return { url, status: answer.status, text };
  }
  throw new SignInRefused('too_many_redirects', url.href);
}

/** The code in the provider's answer, after `state` and `iss` are found to be ours (RFC 9207). */
function codeFrom(answer: URL, state: string, issuer: string): string {
  const { searchParams } = answer;
  if (searchParams.get('state') !== state)
    throw new SignInRefused('wrong_state', 'the answer is not to our request');
  if (searchParams.get('iss') !== issuer)
    throw new SignInRefused('wrong_issuer', 'the answer is of another issuer');
  const error = searchParams.get('error');
  if (error !== null) throw new SignInRefused(error, searchParams.get('error_description') ?? '');
  const code = searchParams.get('code');
  if (code === null) throw new SignInRefused('no_code', 'the answer carries no code');
  return code;
}

/**
 * Signs a person in by the true flow: discovery, authorisation request with PKCE (S256), the sign-in form, the
 * redirect with its `state`, the exchange of the code.
 * @throws SignInRefused when the provider refuses, TypeError when nobody listens
 */
export async function signIn(input: SignInInput): Promise<Tokens> {
  const { issuer, clientId, redirectUri } = input;
  const endpoints = await discover(issuer);
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const request = new URL(endpoints.authorization_endpoint);
  request.search = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: input.scope,
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString();

  const jar = new CookieJar();
  const asked = await followTo(redirectUri, request, jar);
  const refusedAtOnce = asked.url.href.startsWith(redirectUri) && asked.status >= 300;
  if (!refusedAtOnce && asked.status !== 200) {
    throw new SignInRefused('invalid_request', `the provider answered ${asked.status}`);
  }
  const form = new URLSearchParams({ account: input.account, password: input.password });
  const answered = refusedAtOnce ? asked : await followTo(redirectUri, asked.url, jar, form);
  if (answered.status === 401) throw new SignInRefused('wrong_password', 'account name or password is wrong');
  if (answered.status < 300) throw new SignInRefused('invalid_request', 'the provider did not redirect');
  return exchange(endpoints.token_endpoint, {
    grant_type: 'authorization_code',
    client_id: clientId,
    code: codeFrom(answered.url, state, issuer),
    redirect_uri: redirectUri,
    code_verifier: verifier,
  });
}

/** A new access token for a refresh token. */
export async function refresh(input: {
  readonly issuer: string;
  readonly clientId: string;
  readonly refreshToken: string;
}): Promise<Tokens> {
  const { token_endpoint } = await discover(input.issuer);
  return exchange(token_endpoint, {
    grant_type: 'refresh_token',
    client_id: input.clientId,
    refresh_token: input.refreshToken,
  });
}

/** A machine's access token, by HTTP Basic (RFC 6749 §2.3.1: both parts form-encoded first). */
export async function clientCredentials(input: {
  readonly issuer: string;
  readonly clientId: string;
  readonly secret: string;
  readonly scope: string;
}): Promise<Tokens> {
  const { token_endpoint } = await discover(input.issuer);
  const pair = [input.clientId, input.secret].map(encodeURIComponent).join(':');
  return exchange(
    token_endpoint,
    { grant_type: 'client_credentials', scope: input.scope },
    `Basic ${Buffer.from(pair).toString('base64')}`,
  );
}
