import type { PoolName } from '../demo-accounts.ts';

export const grantNames = ['authorization_code', 'client_credentials', 'refresh_token'] as const;
export type GrantName = (typeof grantNames)[number];

/**
 * One app client of a pool. Without a `secret` (one that was good at the start) it is public, and must use PKCE. Scopes are full names, as
 * `register/own`. A refresh token that is replaced at each use (`refreshRotation`) stays good for the grace that lets
 * a lost reply be asked for again; without rotation it is used until it ends.
 */
export type ClientSpec = {
  readonly logicalId: string;
  readonly clientId: string;
  readonly name: string;
  readonly secret?: string;
  readonly grants: readonly GrantName[];
  readonly redirectUris: readonly string[];
  readonly logoutUris: readonly string[];
  readonly scopes: readonly string[];
  readonly accessTokenMinutes: number;
  readonly refreshTokenMinutes: number;
  readonly refreshRotation?: { readonly graceSeconds: number };
};

/** One user pool of the template, with all that refers to it. A resource server's scopes are short names, as `own`. */
export type PoolSpec = {
  readonly logicalId: string;
  /** What `Ref` of the pool gives. */
  readonly poolId: string;
  readonly name: PoolName;
  readonly clients: readonly ClientSpec[];
  readonly resourceServers: readonly { readonly identifier: string; readonly scopes: readonly string[] }[];
  readonly groups: readonly string[];
};

/** The path under which every pool's issuer lives: one issuer a pool, as Cognito has it. */
export const identityPath = '/identity';

/** The issuer of a pool: what the token's `iss` says and what the gateway's authoriser is told. */
export function issuerUrl(origin: string, pool: PoolName): string {
  return `${origin}${identityPath}/${pool}`;
}
