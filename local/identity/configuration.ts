import { randomBytes } from 'node:crypto';
import { type Configuration, interactionPolicy } from 'oidc-provider';
import { shapeAccessToken } from './access-token.ts';
import { metadataOf } from './client-metadata.ts';
import {
  clientOf,
  grantFor,
  nameScopes,
  type PoolSetting,
  refreshTokenSeconds,
  rotates,
  serverInfo,
} from './grants.ts';
import { memoryStore } from './memory.ts';
import { errorPage, signedOutPage, signOutPage } from './pages.ts';

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

function findAccount({ accounts }: PoolSetting, subject: string) {
  const account = accounts.get(subject);
  if (account === undefined) return undefined;
  const groups = account.groups === undefined ? {} : { 'cognito:groups': [...account.groups] };
  return {
    accountId: subject,
    claims: async () => ({ sub: subject, 'cognito:username': account.name, ...groups }),
  };
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
