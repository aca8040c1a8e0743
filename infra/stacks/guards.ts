import { HttpNoneAuthorizer, type IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { type Audience, scopes } from '../../shared/contracts/operation.ts';
import type { Trust } from '../settings.ts';
import type { StateStack } from './state.ts';

/** Who guards a route, and which scope a token must carry to pass. */
export type Guard = { readonly authorizer: IHttpRouteAuthorizer; readonly authorizationScopes: string[] };

/** The guard of each audience: none for the public, and for the others tokens of their own pool alone. */
export function guards(state: StateStack): Readonly<Record<Audience, Guard>> {
  const { applicants, staff } = state;
  return {
    public: { authorizer: new HttpNoneAuthorizer(), authorizationScopes: [] },
    own: {
      authorizer: authorizer('people', applicants),
      authorizationScopes: [scopes.own],
    },
    office: {
      authorizer: authorizer('staff', staff),
      authorizationScopes: [scopes.office],
    },
  };
}

function authorizer(name: string, { trust }: { readonly trust: Trust }): HttpJwtAuthorizer {
  return new HttpJwtAuthorizer(name, trust.issuer, {
    authorizerName: name,
    jwtAudience: [...trust.audiences],
  });
}
