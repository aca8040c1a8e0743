import { randomBytes } from 'node:crypto';
import { type Configuration, errors, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import type { DemoAccount } from '../demo-accounts.ts';
import { shapeAccessToken } from './access-token.ts';
import { metadataOf, requestedScopes } from './client-metadata.ts';
import type { SigningKey } from './keys.ts';
import { memoryStore } from './memory.ts';
import { errorPage, signedOutPage, signOutPage } from './pages.ts';
import type { ClientSpec, PoolSpec } from './pool-spec.ts';

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

export type PoolSetting = {
  readonly spec: PoolSpec;
  readonly issuer: string;
  readonly accounts: ReadonlyMap<string, DemoAccount>;
  readonly key: SigningKey;
};

/** The one API that a pool's tokens are for. Cognito names none in the token; the provider needs one to issue a JWT. */
const apiOf = (setting: PoolSetting): string => `${setting.issuer}/api`;

function clientOf({ spec }: PoolSetting, clientId: string): ClientSpec {
  const found = spec.clients.find((client) => client.clientId === clientId);
  if (found === undefined) throw new errors.InvalidClient('client is invalid', 'not of this pool');
  return found;
}

/** Cognito gives all the client's scopes to a request that names none; a refresh without scopes keeps what it had. */
function nameScopes(setting: PoolSetting, ctx: KoaContextWithOIDC, clientId: string): string {
  const first =
    ctx.oidc.route === 'authorization' || ctx.oidc.params?.['grant_type'] === 'client_credentials';
  if (first && ctx.oidc.params !== undefined && requestedScopes(ctx).length === 0) {
    ctx.oidc.params['scope'] = clientOf(setting, clientId).scopes.join(' ');
  }
  return apiOf(setting);
}

/** The scopes a client may have, refused as a whole when the request names one beyond them (RFC 6749 §4.1.2.1, §5.2). */
function serverInfo(setting: PoolSetting, ctx: KoaContextWithOIDC, resource: string, clientId: string) {
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
async function grantFor(setting: PoolSetting, ctx: KoaContextWithOIDC) {
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

function findAccount({ accounts }: PoolSetting, subject: string) {
  const account = accounts.get(subject);
  if (account === undefined) return undefined;
  const groups = account.groups === undefined ? {} : { 'cognito:groups': [...account.groups] };
  return {
    accountId: subject,
    claims: async () => ({ sub: subject, 'cognito:username': account.name, ...groups }),
  };
}

const rotates = (setting: PoolSetting, clientId: string | undefined): boolean =>
  clientId !== undefined && clientOf(setting, clientId).refreshRotation !== undefined;

/** A refresh token that replaces another ends when that one would have, as Cognito has it. */
function refreshTokenSeconds(setting: PoolSetting, ctx: KoaContextWithOIDC, clientId: string): number {
  const replaced = ctx.oidc.entities.RotatedRefreshToken;
  return replaced?.remainingTTL ?? clientOf(setting, clientId).refreshTokenMinutes * MINUTE;
}

function signInOnly() {
  const policy = interactionPolicy.base();
  policy.remove('consent');
  return policy;
}

function featuresOf(setting: PoolSetting): NonNullable<Configuration['features']> {
  return {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    dPoP: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    userinfo: { enabled: false },
    revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
    resourceIndicators: {
      enabled: true,
      defaultResource: (ctx, client) => nameScopes(setting, ctx, client.clientId),
      useGrantedResource: () => true,
      getResourceServerInfo: (ctx, resource, client) => serverInfo(setting, ctx, resource, client.clientId),
    },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (ctx, form) => {
        ctx.body = signOutPage(form).markup;
      },
      postLogoutSuccessSource: (ctx) => {
        ctx.type = 'html';
        ctx.body = signedOutPage().markup;
      },
    },
  };
}

/**
 * The provider's configuration for one pool: code with PKCE (always, for public clients), refresh and client
 * credentials, at the paths that Cognito's hosted domain uses. Everything is stated, so that no development default of
 * the library remains in force.
 */
export function configurationOf(setting: PoolSetting): Configuration {
  const { spec, key, accounts } = setting;
  const mount = new URL(setting.issuer).pathname;
  return {
    adapter: memoryStore({
      graceSecondsOf: (id) => clientOf(setting, id).refreshRotation?.graceSeconds ?? 0,
    }),
    clients: spec.clients.map(metadataOf),
    jwks: { keys: [key] },
    scopes: ['openid'],
    claims: { openid: ['sub', 'cognito:username', 'cognito:groups'] },
    responseTypes: ['code'],
    clientAuthMethods: ['client_secret_basic', 'none'],
    allowOmittingSingleRegisteredRedirectUri: false,
    clientBasedCORS: (_ctx, origin, client) =>
      client.redirectUris?.some((uri) => URL.parse(uri)?.origin === origin) ?? false,
    cookies: {
      names: {
        session: `${spec.name}_session`,
        interaction: `${spec.name}_sign_in`,
        resume: `${spec.name}_resume`,
      },
      long: { httpOnly: true, sameSite: 'lax', path: mount },
      short: { httpOnly: true, sameSite: 'lax' },
      // Sessions do not outlive the process, so their cookies need not either.
      keys: [randomBytes(32).toString('base64url')],
    },
    routes: {
      authorization: '/oauth2/authorize',
      token: '/oauth2/token',
      revocation: '/oauth2/revoke',
      jwks: '/.well-known/jwks.json',
      end_session: '/logout',
    },
    features: featuresOf(setting),
    formats: { customizers: { jwt: (_ctx, token, parts) => shapeAccessToken(token, parts, accounts) } },
    interactions: { policy: signInOnly(), url: (_ctx, interaction) => `${mount}/sign-in/${interaction.uid}` },
    findAccount: (_ctx, subject) => findAccount(setting, subject),
    loadExistingGrant: (ctx) => grantFor(setting, ctx),
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: ({ oidc }) => rotates(setting, oidc.client?.clientId),
    expiresWithSession: async () => false,
    renderError: (ctx, out) => {
      ctx.type = 'html';
      ctx.body = errorPage(out.error, out.error_description ?? '').markup;
    },
    ttl: {
      AccessToken: (_ctx, token) => token.resourceServer?.accessTokenTTL ?? 60 * MINUTE,
      ClientCredentials: (_ctx, token) => token.resourceServer?.accessTokenTTL ?? 60 * MINUTE,
      AuthorizationCode: MINUTE,
      IdToken: 60 * MINUTE,
      Interaction: 10 * MINUTE,
      Session: DAY,
      Grant: 30 * DAY,
      RefreshToken: (ctx, _token, client) => refreshTokenSeconds(setting, ctx, client.clientId),
    },
  };
}
