import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { DemoAccount } from '../demo-accounts.ts';
import { requestedScopes } from './client-metadata.ts';
import type { SigningKey } from './keys.ts';
import type { ClientSpec, PoolSpec } from './pool-spec.ts';

const MINUTE = 60;

/** A pool as the provider runs it; `accounts` by subject. */
export type PoolSetting = {
  readonly spec: PoolSpec;
  readonly issuer: string;
  readonly accounts: ReadonlyMap<string, DemoAccount>;
  readonly key: SigningKey;
};

/** The one API that a pool's tokens are for. Cognito names none in the token; the provider needs one to issue a JWT. */
const apiOf = (setting: PoolSetting): string => `${setting.issuer}/api`;

export function clientOf({ spec }: PoolSetting, clientId: string): ClientSpec {
  const found = spec.clients.find((client) => client.clientId === clientId);
  if (found === undefined) throw new errors.InvalidClient('client is invalid', 'not of this pool');
  return found;
}

/** Cognito gives all the client's scopes to a request that names none; a refresh without scopes keeps what it had. */
export function nameScopes(setting: PoolSetting, ctx: KoaContextWithOIDC, clientId: string): string {
  const first =
    ctx.oidc.route === 'authorization' || ctx.oidc.params?.['grant_type'] === 'client_credentials';
  if (first && ctx.oidc.params !== undefined && requestedScopes(ctx).length === 0) {
    ctx.oidc.params['scope'] = clientOf(setting, clientId).scopes.join(' ');
  }
  return apiOf(setting);
}

/** The scopes a client may have, refused as a whole when the request names one beyond them (RFC 6749 §4.1.2.1, §5.2). */
export function serverInfo(
  setting: PoolSetting,
  ctx: KoaContextWithOIDC,
  resource: string,
  clientId: string,
) {
  if (resource !== apiOf(setting)) throw new errors.InvalidTarget();
  const client = clientOf(setting, clientId);
  const beyond = requestedScopes(ctx).find((scope) => !client.scopes.includes(scope));
  if (beyond !== undefined) throw new errors.InvalidScope('requested scope is not allowed', beyond);
  return {
    scope: client.scopes.join(' '),
    audience: resource,
    accessTokenFormat: 'jwt' as const,
    accessTokenTTL: client.accessTokenMinutes * MINUTE,
    jwt: { sign: { alg: 'RS256' as const } },
  };
}

/** The register's own applications need no consent: what they may ask for is granted when they ask for it. */
export async function grantFor(setting: PoolSetting, ctx: KoaContextWithOIDC) {
  const { client, session, account, provider } = ctx.oidc;
  if (client === undefined || account === undefined) return undefined;
  const grantId = session?.grantIdFor(client.clientId);
  const kept = grantId === undefined ? undefined : await provider.Grant.find(grantId);
  const grant = kept ?? new provider.Grant({ clientId: client.clientId, accountId: account.accountId });
  const scopes = requestedScopes(ctx);
  if (scopes.includes('openid')) grant.addOIDCScope('openid');
  grant.addResourceScope(apiOf(setting), scopes.join(' '));
  await grant.save();
  return grant;
}

export const rotates = (setting: PoolSetting, clientId: string | undefined): boolean =>
  clientId !== undefined && clientOf(setting, clientId).refreshRotation !== undefined;

/** A refresh token that replaces another ends when that one would have, as Cognito has it. */
export function refreshTokenSeconds(setting: PoolSetting, ctx: KoaContextWithOIDC, clientId: string): number {
  const replaced = ctx.oidc.entities.RotatedRefreshToken;
  return replaced?.remainingTTL ?? clientOf(setting, clientId).refreshTokenMinutes * MINUTE;
}
