import type { AccessToken, ClientCredentials, JWTStructured } from 'oidc-provider';
import type { DemoAccount } from '../demo-accounts.ts';

/**
 * Turns the provider's RFC 9068 token into what Cognito issues: `token_use`, `version`, `username` and
 * `cognito:groups`, a bare header, and no `aud`.
 *
 * The provider insists on an audience and then serialises the payload as JSON, so `aud` stays on the object but is
 * hidden from serialisation.
 * @param accounts the pool's accounts by subject
 */
export function shapeAccessToken(
  token: AccessToken | ClientCredentials,
  parts: JWTStructured,
  accounts: ReadonlyMap<string, DemoAccount>,
): void {
  const subject = 'accountId' in token ? token.accountId : undefined;
  const account = subject === undefined ? undefined : accounts.get(subject);
  parts.header = { typ: undefined };
  Object.assign(parts.payload, { token_use: 'access', version: 2 });
  if (account !== undefined) parts.payload['username'] = account.name;
  if (account?.groups !== undefined) parts.payload['cognito:groups'] = [...account.groups];
  Object.defineProperty(parts.payload, 'aud', { enumerable: false });
}
