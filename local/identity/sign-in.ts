import { createHash, randomBytes } from 'node:crypto';
import { CookieJar } from './cookies.ts';
import { discover, exchange, SignInRefused, type Tokens, timeout } from './token-endpoint.ts';

export { SignInRefused, type Tokens } from './token-endpoint.ts';

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

/** Where following redirects ended: at the client's own address, which is not fetched, or at a page of the provider. */
type Stop = { readonly url: URL; readonly status: number; readonly atClient: boolean };

const HOPS_MAX = 10;

/** Follows the provider's redirects, as a browser would. */
async function follow(
  start: URL,
  redirectUri: string,
  jar: CookieJar,
  form?: URLSearchParams,
): Promise<Stop> {
  const client = new URL(redirectUri);
  let url = start;
  let body = form;
  for (let hop = 0; hop < HOPS_MAX; hop += 1) {
    const answer = await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      redirect: 'manual',
      headers: { cookie: jar.header(url), accept: 'text/html' },
      signal: timeout(),
      ...(body === undefined ? {} : { body }),
    });
    jar.keep(url, answer.headers.getSetCookie());
    await answer.arrayBuffer();
    const location = answer.headers.get('location');
    if (location === null) return { url, status: answer.status, atClient: false };
    url = new URL(location, url);
    body = undefined;
    if (url.origin === client.origin && url.pathname === client.pathname) {
      return { url, status: answer.status, atClient: true };
    }
  }
  throw new SignInRefused('too_many_redirects', url.href);
}

/** The code in the provider's answer, after `state` and `iss` are found to be ours (RFC 9207). */
function codeFrom({ searchParams }: URL, state: string, issuer: string): string {
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

/** Asks for a code and, on the form that comes, gives name and password; the provider may refuse before the form. */
async function authorise(request: URL, { redirectUri, account, password }: SignInInput): Promise<URL> {
  const jar = new CookieJar();
  const asked = await follow(request, redirectUri, jar);
  if (asked.atClient) return asked.url;
  if (asked.status !== 200)
    throw new SignInRefused('invalid_request', `the provider answered ${asked.status}`);
  const form = new URLSearchParams({ account, password });
  const answered = await follow(asked.url, redirectUri, jar, form);
  if (answered.status === 401) throw new SignInRefused('wrong_password', 'account name or password is wrong');
  if (!answered.atClient)
    throw new SignInRefused('invalid_request', `the provider answered ${answered.status}`);
  return answered.url;
}

/**
 * Signs a person in by the true flow: discovery, authorisation request with PKCE (S256), the sign-in form, the
 * redirect with its `state`, the exchange of the code.
 * @throws SignInRefused when the provider refuses, TypeError when nobody listens
 */
export async function signIn(input: SignInInput): Promise<Tokens> {
  const { issuer, clientId, redirectUri, scope } = input;
  const endpoints = await discover(issuer);
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const request = new URL(endpoints.authorization_endpoint);
  request.search = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope,
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString();
  const answer = await authorise(request, input);
  return exchange(endpoints.token_endpoint, {
    grant_type: 'authorization_code',
    client_id: clientId,
    code: codeFrom(answer, state, issuer),
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
