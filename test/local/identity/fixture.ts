import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoAccounts } from '../../../local/demo-accounts.ts';
import type { ClientSpec, PoolSpec } from '../../../local/identity/pool-spec.ts';
import { type CognitoResource, confidentialClients, poolsOf } from '../../../local/identity/pools.ts';
import { createIdentity, type Identity } from '../../../local/identity/provider.ts';
import { type ClientSecrets, openSecrets } from '../../../local/identity/secrets.ts';

const pool = (logicalId: string, name: string): CognitoResource => ({
  logicalId,
  type: 'AWS::Cognito::UserPool',
  name: `local-1_${logicalId}`,
  properties: { UserPoolName: name },
});

const client = (logicalId: string, properties: CognitoResource['properties']): CognitoResource => ({
  logicalId,
  type: 'AWS::Cognito::UserPoolClient',
  name: `id_of_${logicalId.toLowerCase()}`,
  properties,
});

const group = (name: string): CognitoResource => ({
  logicalId: `Group${name}`,
  type: 'AWS::Cognito::UserPoolGroup',
  name,
  properties: { UserPoolId: 'local-1_StaffPool', GroupName: name },
});

const server = (identifier: string, scope: string, poolId: string): CognitoResource => ({
  logicalId: `Server${identifier}`,
  type: 'AWS::Cognito::UserPoolResourceServer',
  name: identifier,
  properties: { UserPoolId: poolId, Identifier: identifier, Scopes: [{ ScopeName: scope }] },
});

const code = { AllowedOAuthFlows: ['code'], AllowedOAuthFlowsUserPoolClient: true };

/** What the register's template says of its pools, resolved. */
export const cognitoResources: readonly CognitoResource[] = [
  pool('ApplicantsPool', 'ip-register-local-applicants'),
  pool('StaffPool', 'ip-register-local-staff'),
  server('register', 'own', 'local-1_ApplicantsPool'),
  server('office', 'act', 'local-1_StaffPool'),
  group('examiner'),
  group('chiefExaminer'),
  group('operator'),
  client('Portal', {
    ...code,
    UserPoolId: 'local-1_ApplicantsPool',
    ClientName: 'portal',
    GenerateSecret: false,
    AllowedOAuthScopes: ['openid', 'email', 'register/own'],
    CallbackURLs: ['http://localhost:5173/signed-in/applicants'],
    LogoutURLs: ['http://localhost:5173/'],
    AccessTokenValidity: 60,
    RefreshTokenValidity: 10_080,
    TokenValidityUnits: { AccessToken: 'minutes', RefreshToken: 'minutes' },
    RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 30 },
  }),
  client('Machine', {
    UserPoolId: 'local-1_ApplicantsPool',
    ClientName: 'machine',
    GenerateSecret: true,
    AllowedOAuthFlows: ['client_credentials'],
    AllowedOAuthScopes: ['register/own'],
  }),
  client('Office', {
    ...code,
    UserPoolId: 'local-1_StaffPool',
    ClientName: 'office',
    AllowedOAuthScopes: ['openid', 'office/act'],
    CallbackURLs: ['http://localhost:5173/signed-in/office'],
    AccessTokenValidity: 30,
    TokenValidityUnits: { AccessToken: 'minutes' },
  }),
];

export type RunningIdentity = {
  readonly origin: string;
  readonly port: number;
  readonly folder: string;
  readonly identity: Identity;
  readonly pools: readonly PoolSpec[];
  readonly secrets: ReadonlyMap<string, ClientSecrets>;
  client(name: string): ClientSpec;
  stop(): Promise<void>;
};

export const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'identity-'));
export const removeFolder = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });

/** The identity provider behind a server of its own, on a port of the system's choice (or a given one). */
export async function startIdentity(folder: string, port = 0): Promise<RunningIdentity> {
  let identity: Identity | undefined;
  const http = createServer((req, res) => {
    if (identity?.handle(req, res) === true) return;
    res.writeHead(418).end();
  });
  await new Promise<void>((done) => http.listen(port, '127.0.0.1', done));
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const origin = `http://127.0.0.1:${address.port}`;
  const secrets = new Map<string, ClientSecrets>();
  for (const id of confidentialClients(cognitoResources)) secrets.set(id, await openSecrets(folder, id));
  const pools = poolsOf(cognitoResources, (id) => secrets.get(id)?.list()[0]?.value ?? '');
  const opened = await createIdentity({ origin, folder, pools, secrets, accounts: demoAccounts });
  identity = opened;
  return {
    origin,
    port: address.port,
    folder,
    identity: opened,
    pools,
    secrets,
    client(name) {
      const found = pools.flatMap(({ clients }) => clients).find((each) => each.name === name);
      if (found === undefined) throw new Error(`no client ${name}`);
      return found;
    },
    async stop() {
      await opened.close();
      http.closeAllConnections();
      await new Promise((done) => http.close(done));
    },
  };
}

/** Parameters of an authorisation request of the portal with PKCE, and the verifier that goes with it. */
export function portalRequest({ client }: RunningIdentity): {
  readonly verifier: string;
  readonly params: Record<string, string>;
} {
  const verifier = randomBytes(32).toString('base64url');
  const { clientId, redirectUris } = client('portal');
  return {
    verifier,
    params: {
      response_type: 'code',
      client_id: clientId,
      redirect_uri: redirectUris[0] ?? '',
      scope: 'register/own',
      state: 'state-of-test',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    },
  };
}
