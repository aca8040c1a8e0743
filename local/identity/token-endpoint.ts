import * as z from 'zod';

const TIMEOUT_MS = 10_000;

export type Tokens = {
  readonly accessToken: string;
  readonly refreshToken?: string;
  readonly expiresAt: Date;
};

/** The provider said no: `code` is the OAuth error, or one of our own, as `wrong_password`. */
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

/** Nothing local takes this long; a provider that hangs must not hang its caller. */
export const timeout = (): AbortSignal => AbortSignal.timeout(TIMEOUT_MS);

/** The issuer's endpoints, from its discovery document, which must name the issuer that was asked. */
export async function discover(issuer: string): Promise<z.infer<typeof discovery>> {
  const answer = await fetch(`${issuer}/.well-known/openid-configuration`, { signal: timeout() });
  if (!answer.ok) throw new SignInRefused('no_discovery', `${issuer} answered ${answer.status}`);
  const found = discovery.parse(await answer.json());
  if (found.issuer !== issuer) throw new SignInRefused('wrong_issuer', `${issuer} is called ${found.issuer}`);
  return found;
}

/** Exchanges a grant at the token endpoint. `authorization`: the header of a confidential client. */
export async function exchange(
  endpoint: string,
  body: Readonly<Record<string, string>>,
  authorization?: string,
): Promise<Tokens> {
  const sent = Date.now();
  const answer = await fetch(endpoint, {
    method: 'POST',
    body: new URLSearchParams(body),
    signal: timeout(),
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
