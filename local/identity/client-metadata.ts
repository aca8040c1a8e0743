import type { ClientMetadata, KoaContextWithOIDC } from 'oidc-provider';
import type { ClientSpec } from './pool-spec.ts';

/** What the provider is told of an app client. Confidential clients authenticate by HTTP Basic, as against Cognito. */
export function metadataOf(client: ClientSpec): ClientMetadata {
  const code = client.grants.includes('authorization_code');
  return {
    client_id: client.clientId,
    client_name: client.name,
    ...(client.secret === undefined ? {} : { client_secret: client.secret }),
    token_endpoint_auth_method: client.secret === undefined ? 'none' : 'client_secret_basic',
    grant_types: [...client.grants],
    response_types: code ? ['code'] : [],
    redirect_uris: [...client.redirectUris],
    post_logout_redirect_uris: [...client.logoutUris],
  };
}

/** The scopes a request names; none when it names none. */
export function requestedScopes(ctx: KoaContextWithOIDC): readonly string[] {
  const scope = ctx.oidc.params?.['scope'];
  return typeof scope === 'string' ? scope.split(' ').filter((each) => each !== '') : [];
}
