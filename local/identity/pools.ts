import type * as z from 'zod';
import { type PoolName, poolNames } from '../demo-accounts.ts';
import { Refusal } from '../refusal.ts';
import type { ResolvedResource } from '../template/resolve.ts';
import {
  clientProperties,
  groupProperties,
  inMinutes,
  poolProperties,
  propertiesOf,
  serverProperties,
} from './cognito-properties.ts';
import { type ClientSpec, type GrantName, issuerUrl, type PoolSpec } from './pool-spec.ts';

/** A resource as the template resolver hands it over: `name` is its physical id, what `Ref` gives. */
export type CognitoResource = Pick<ResolvedResource, 'logicalId' | 'type' | 'name' | 'properties'>;

/** The types that `poolsOf` reads, for `resolver.ofType(...cognitoTypes)`. */
export const cognitoTypes = [
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient',
  'AWS::Cognito::UserPoolResourceServer',
  'AWS::Cognito::UserPoolGroup',
] as const;
type CognitoType = (typeof cognitoTypes)[number];

/** A pool is one of the register's when its name, or else its logical id, contains exactly one of their names. */
function poolNameOf({ logicalId, properties }: CognitoResource): PoolName {
  const { UserPoolName } = propertiesOf(poolProperties, logicalId, properties);
  for (const text of [UserPoolName, logicalId]) {
    const [found, other] = poolNames.filter((name) => text.toLowerCase().includes(name));
    if (found !== undefined && other === undefined) return found;
  }
  throw new Refusal(
    `The user pool ${logicalId} is neither applicants nor staff: put one of the words in its UserPoolName.`,
  );
}

const grantsOf: Readonly<Record<'code' | 'client_credentials', readonly GrantName[]>> = {
  code: ['authorization_code', 'refresh_token'],
  client_credentials: ['client_credentials'],
};

function clientSpec(resource: CognitoResource, secretOf: (clientId: string) => string): ClientSpec {
  const { logicalId, name: clientId } = resource;
  const client = propertiesOf(clientProperties, logicalId, resource.properties);
  const { AccessToken, RefreshToken } = client.TokenValidityUnits;
  const rotation = client.RefreshTokenRotation;
  return {
    logicalId,
    clientId,
    name: client.ClientName ?? logicalId,
    ...(client.GenerateSecret ? { secret: secretOf(clientId) } : {}),
    grants: client.AllowedOAuthFlows.flatMap((flow) => grantsOf[flow]),
    redirectUris: client.CallbackURLs,
    logoutUris: client.LogoutURLs,
    scopes: client.AllowedOAuthScopes,
    accessTokenMinutes: inMinutes(client.AccessTokenValidity, AccessToken),
    refreshTokenMinutes: inMinutes(client.RefreshTokenValidity, RefreshToken),
    ...(rotation?.Feature === 'ENABLED'
      ? { refreshRotation: { graceSeconds: rotation.RetryGracePeriodSeconds } }
      : {}),
  };
}

const typed = (resources: readonly CognitoResource[], type: CognitoType): readonly CognitoResource[] =>
  resources.filter((resource) => resource.type === type);

/** The ids of the app clients that have a secret, so that the caller can open the secrets before it maps the pools. */
export function confidentialClients(resources: readonly CognitoResource[]): readonly string[] {
  return typed(resources, 'AWS::Cognito::UserPoolClient')
    .filter(
      ({ logicalId, properties }) => propertiesOf(clientProperties, logicalId, properties).GenerateSecret,
    )
    .map(({ name }) => name);
}

/**
 * The user pools of an assembly, with the clients, resource servers and groups that refer to them.
 * @param resources resolved; other types are passed over
 * @param secretOf the kept secret of a confidential client, by its id
 * @throws Refusal, naming the resource, for what the local identity provider cannot run
 */
export function poolsOf(
  resources: readonly CognitoResource[],
  secretOf: (clientId: string) => string,
): PoolSpec[] {
  const members = <T extends { UserPoolId: string }>(
    type: CognitoType,
    schema: z.ZodType<T>,
    poolId: string,
  ) =>
    typed(resources, type)
      .map((resource) => ({
        resource,
        parsed: propertiesOf(schema, resource.logicalId, resource.properties),
      }))
      .filter(({ parsed }) => parsed.UserPoolId === poolId);

  const pools = typed(resources, 'AWS::Cognito::UserPool').map(
    (pool): PoolSpec => ({
      logicalId: pool.logicalId,
      poolId: pool.name,
      name: poolNameOf(pool),
      clients: members('AWS::Cognito::UserPoolClient', clientProperties, pool.name).map(({ resource }) =>
        clientSpec(resource, secretOf),
      ),
      resourceServers: members('AWS::Cognito::UserPoolResourceServer', serverProperties, pool.name).map(
        ({ parsed }) => ({
          identifier: parsed.Identifier,
          scopes: parsed.Scopes.map(({ ScopeName }) => ScopeName),
        }),
      ),
      groups: members('AWS::Cognito::UserPoolGroup', groupProperties, pool.name).map(
        ({ parsed }) => parsed.GroupName,
      ),
    }),
  );
  const twice = pools.find(({ name }, index) => pools.findIndex((other) => other.name === name) !== index);
  if (twice !== undefined) throw new Refusal(`Two user pools of the template are named ${twice.name}.`);
  return pools;
}

/** The issuer of the pool with this physical id, which is what `Fn::GetAtt ProviderURL` resolves to. */
export function issuerOfPool(origin: string, pools: readonly PoolSpec[], poolId: string): string {
  const pool = pools.find((each) => each.poolId === poolId);
  if (pool === undefined) throw new Refusal(`The template has no user pool ${poolId}.`);
  return issuerUrl(origin, pool.name);
}
