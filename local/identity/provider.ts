import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JSONWebKeySet } from 'jose';
import { errors, Provider } from 'oidc-provider';
import type { DemoAccount } from '../demo-accounts.ts';
import { Refusal } from '../refusal.ts';
import { configurationOf } from './configuration.ts';
import { directoryOf, directoryPath } from './directory.ts';
import { openKey, publicKey } from './keys.ts';
import { pageHeaders, sendPage } from './page.ts';
import { errorPage } from './pages.ts';
import { type ClientSpec, identityPath, issuerUrl, type PoolSpec } from './pool-spec.ts';
import type { ClientSecrets } from './secrets.ts';
import { type SignInRoute, signInRoute } from './sign-in-route.ts';

export type IdentityInput = {
  /** As `http://127.0.0.1:8080`: every issuer lies under it. */
  readonly origin: string;
  /** The data folder of the local cloud; keys and secrets lie in its `identity/`. */
  readonly folder: string;
  readonly pools: readonly PoolSpec[];
  readonly accounts: readonly DemoAccount[];
  /** The secrets of confidential clients, by client id; they may change while the provider runs. */
  readonly secrets: ReadonlyMap<string, ClientSecrets>;
};

export type Identity = {
  /** True when the path was its own; the answer then follows. */
  handle(req: IncomingMessage, res: ServerResponse): boolean;
  /** The issuer of the pool with this logical id or pool id; throws for a pool it was not given. */
  issuerOf(pool: string): string;
  /** The public keys of an issuer; throws for an issuer that is not its own. */
  jwks(issuer: string): Promise<JSONWebKeySet>;
  /** From here on every request is answered 503. It holds no socket and no timer. */
  close(): Promise<void>;
};

type Pool = SignInRoute & {
  readonly issuer: string;
  readonly mount: string;
  readonly keys: JSONWebKeySet;
  readonly callback: (req: IncomingMessage, res: ServerResponse) => Promise<void>;
};

const originsOf = (clients: readonly ClientSpec[]): readonly string[] => [
  ...new Set(
    clients.flatMap(({ redirectUris, logoutUris }) =>
      [...redirectUris, ...logoutUris].map((uri) => new URL(uri).origin),
    ),
  ),
];

/** A demo account with a group its pool lacks would get a token that the cloud could never issue. */
function checkGroups(spec: PoolSpec, accounts: readonly DemoAccount[]): void {
  for (const { name, groups = [] } of accounts) {
    const missing = groups.find((group) => !spec.groups.includes(group));
    if (missing !== undefined)
      throw new Error(`pool ${spec.name} has no group ${missing}, which ${name} is in`);
  }
}

/** The library looks at a client when it is first used; a template it cannot run must fail at the start instead. */
async function checkClient(provider: Provider, { clientId, logicalId }: ClientSpec): Promise<void> {
  try {
    await provider.Client.find(clientId);
  } catch (error) {
    if (!(error instanceof errors.OIDCProviderError)) throw error;
    const reason = error.error_description ?? error.message;
    throw new Refusal(`The local identity provider cannot run ${logicalId}: ${reason}`);
  }
}

/** The library knows one secret a client, and asks it here; a client of ours has up to two, and they change. */
function compareSecrets(provider: Provider, secrets: IdentityInput['secrets']): void {
  function compareClientSecret(this: { readonly clientId: string }, given: string): boolean {
    return secrets.get(this.clientId)?.matches(given) ?? false;
  }
  Object.assign(provider.Client.prototype, { compareClientSecret });
}

async function openPool(input: IdentityInput, spec: PoolSpec): Promise<Pool> {
  const accounts = input.accounts.filter(({ pool }) => pool === spec.name);
  checkGroups(spec, accounts);
  const issuer = issuerUrl(input.origin, spec.name);
  const key = await openKey(input.folder, spec.name);
  const bySubject = new Map(accounts.map((account) => [account.subject, account]));
  const provider = new Provider(issuer, configurationOf({ spec, issuer, key, accounts: bySubject }));
  compareSecrets(provider, input.secrets);
  for (const client of spec.clients) await checkClient(provider, client);
  const formTargets = originsOf(spec.clients);
  provider.use(async (ctx, next) => {
    ctx.set({ ...pageHeaders(formTargets) });
    await next();
  });
  provider.on('server_error', (_ctx, error) => console.error(`identity (${spec.name}):`, error));
  const mount = new URL(issuer).pathname;
  const callback = provider.callback();
  return { provider, spec, accounts, formTargets, issuer, mount, keys: { keys: [publicKey(key)] }, callback };
}

/** Hands the request to the library, which expects the mount path cut off and the caller's `Host` to be ours. */
async function serve(pool: Pool, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const url = req.url ?? '/';
  const path = url.slice(pool.mount.length);
  const signIn = /^\/sign-in\/([\w-]{1,64})$/.exec(path.split('?')[0] ?? '');
  req.headers.host = new URL(pool.issuer).host;
  if (signIn?.[1] !== undefined) return signInRoute(pool, req, res, signIn[1]);
  Object.assign(req, { originalUrl: url });
  req.url = path.startsWith('/') ? path : `/${path}`;
  await pool.callback(req, res);
}

function fail(res: ServerResponse, error: unknown): void {
  if (res.destroyed) return;
  console.error('identity:', error);
  if (res.headersSent) res.destroy();
  else sendPage(res, 500, errorPage('server_error', ''));
}

function sendJson(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  res.end(JSON.stringify(body));
}

/**
 * The stand-in for Cognito: an OpenID provider with one issuer a user pool, `ORIGIN/identity/<pool>`.
 * Keys and secrets are kept in the data folder; sessions, grants and refresh tokens live in memory only.
 */
export async function createIdentity(input: IdentityInput): Promise<Identity> {
  const pools: Pool[] = [];
  // One after the other: a refusal must not leave another pool still writing its key.
  for (const spec of input.pools) pools.push(await openPool(input, spec));
  const document = directoryOf(input.origin, input.pools);
  let open = true;
  return {
    handle(req, res) {
      const path = (req.url ?? '').split('?')[0] ?? '';
      if (path !== identityPath && !path.startsWith(`${identityPath}/`)) return false;
      const pool = pools.find(({ mount }) => path === mount || path.startsWith(`${mount}/`));
      if (!open) sendJson(res, 503, { error: 'temporarily_unavailable' });
      else if (path === directoryPath && req.method === 'GET') sendJson(res, 200, document);
      else if (pool !== undefined) serve(pool, req, res).catch((error: unknown) => fail(res, error));
      else sendJson(res, 404, { error: 'not_found' });
      return true;
    },
    issuerOf(id) {
      const pool = pools.find(({ spec }) => spec.logicalId === id || spec.poolId === id);
      if (pool === undefined) throw new Error(`no user pool ${id}`);
      return pool.issuer;
    },
    async jwks(issuer) {
      const pool = pools.find((each) => each.issuer === issuer);
      if (pool === undefined) throw new Error(`no user pool with the issuer ${issuer}`);
      return pool.keys;
    },
    async close() {
      open = false;
    },
  };
}
