import { compactVerify, createLocalJWKSet, decodeProtectedHeader, errors, type JSONWebKeySet } from 'jose';

/** A JWT authoriser of the template. */
export type JwtAuthoriser = {
  readonly issuer: string;
  /** Accepted values of `aud`, or of `client_id` where a token has no `aud`. */
  readonly audience: readonly string[];
};

export type Claims = Readonly<Record<string, unknown>>;

export type Verdict =
  | { readonly kind: 'authorised'; readonly claims: Claims }
  | { readonly kind: 'unauthorised'; readonly challenge: string }
  | { readonly kind: 'forbidden' };

/** Fetches an issuer's keys by discovery. Rejects with the text that the challenge shall give. */
export type KeySource = (issuer: string) => Promise<JSONWebKeySet>;

/** A token that is refused; the text is the challenge's `error_description`. */
class InvalidToken extends Error {}

/**
 * Judges the `Authorization` header of a request to a route, as an HTTP API's JWT authoriser does: signature by
 * RS256 alone, then issuer, audience, times without leeway, and at least one of the route's scopes.
 */
export async function authorise(
  header: string | undefined,
  authoriser: JwtAuthoriser,
  scopes: readonly string[],
  keys: KeySource,
  now: number = Date.now(),
): Promise<Verdict> {
  // The token may stand alone; the scheme is cut off only as it is written in the documentation.
  const token = header?.startsWith('Bearer ') ? header.slice('Bearer '.length).trim() : header?.trim();
  if (!token || token === 'Bearer') return { kind: 'unauthorised', challenge: 'Bearer' };
  try {
    const claims = await verify(token, authoriser, keys);
    checkClaims(claims, authoriser, now / 1000);
    if (scopes.length > 0 && !scopesOf(claims).some((scope) => scopes.includes(scope)))
      return { kind: 'forbidden' };
    return { kind: 'authorised', claims };
  } catch (error) {
    if (!(error instanceof InvalidToken)) throw error;
    const parts = [
      `scope="${scopes.join(' ')}"`,
      'error="invalid_token"',
      `error_description="${error.message}"`,
    ];
    return { kind: 'unauthorised', challenge: `Bearer ${parts.join(' ')}` };
  }
}

async function verify(token: string, authoriser: JwtAuthoriser, keys: KeySource): Promise<Claims> {
  if (token.split('.').length !== 3) throw new InvalidToken('token contains an invalid number of segments');
  const header = headerOf(token);
  // Decided before any key is looked at: `none`, and a public key misused as an HMAC secret, must never get further.
  if (header.alg !== 'RS256') throw new InvalidToken(`signing method ${quotable(header.alg)} is invalid`);
  if (typeof header.kid !== 'string') throw new InvalidToken('kid is missing from the token header');
  const published = await keys(authoriser.issuer).catch((error: unknown) => {
    throw new InvalidToken(error instanceof Error ? error.message : 'JWKS communication error');
  });
  try {
    const { payload } = await compactVerify(token, resolverOf(published), { algorithms: ['RS256'] });
    return payloadOf(payload);
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey)
      throw new InvalidToken('unable to find a key for the token');
    if (error instanceof errors.JWSSignatureVerificationFailed)
      throw new InvalidToken('crypto/rsa: verification error');
    throw error instanceof InvalidToken ? error : new InvalidToken('token is malformed');
  }
}

/** Imported keys are kept as long as their set is: importing one costs more than verifying with it. */
const resolvers = new WeakMap<JSONWebKeySet, ReturnType<typeof createLocalJWKSet>>();

function resolverOf(published: JSONWebKeySet): ReturnType<typeof createLocalJWKSet> {
  const resolver = resolvers.get(published) ?? createLocalJWKSet(published);
  resolvers.set(published, resolver);
  return resolver;
}

function headerOf(token: string): { alg?: unknown; kid?: unknown } {
  try {
    return decodeProtectedHeader(token);
  } catch {
    throw new InvalidToken('token is malformed');
  }
}

function payloadOf(payload: Uint8Array): Claims {
  const claims: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims))
    throw new InvalidToken('token is malformed');
  return claims as Claims;
}

function checkClaims(claims: Claims, authoriser: JwtAuthoriser, now: number): void {
  if (claims['iss'] !== authoriser.issuer) throw new InvalidToken('the token does not have a valid issuer');
  const audience = claims['aud'] ?? claims['client_id'];
  const named = Array.isArray(audience) ? audience : [audience];
  if (!named.some((one) => typeof one === 'string' && authoriser.audience.includes(one)))
    throw new InvalidToken('the token does not have a valid audience');
  const { exp, nbf, iat } = claims;
  if (typeof exp !== 'number' || exp <= now) throw new InvalidToken('the token has expired');
  if (nbf !== undefined && !(typeof nbf === 'number' && nbf <= now))
    throw new InvalidToken('the token is not valid yet');
  if (iat !== undefined && !(typeof iat === 'number' && iat <= now))
    throw new InvalidToken('the token was issued in the future');
}

/** The scopes of a token: `scope` as a text with spaces, or `scp` as a text or list. */
export function scopesOf(claims: Claims): readonly string[] {
  const given = claims['scope'] ?? claims['scp'];
  if (typeof given === 'string') return given.split(' ').filter((scope) => scope !== '');
  return Array.isArray(given) ? given.filter((scope) => typeof scope === 'string') : [];
}

/** A token's header is the caller's own text: only harmless characters of it come back in ours. */
function quotable(value: unknown): string {
  return String(value)
    .replaceAll(/[^\w.+-]/g, '')
    .slice(0, 32);
}
