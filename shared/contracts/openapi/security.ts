import { type Audience, scopes } from '../operation.ts';
import type { SecurityScheme } from './document.ts';

/** Where a pool of accounts signs in: the OAuth 2 endpoints of its provider. */
export type SignIn = { readonly authorizationUrl: string; readonly tokenUrl: string };

/** The sign-in of applicants (people and machines) and that of staff. */
export type Identity = { readonly applicants: SignIn; readonly staff: SignIn };

const texts = {
  people: {
    description: 'People of applicants: authorization code with PKCE',
    'x-description-zh': '申请人的工作人员：授权码加 PKCE',
  },
  machines: {
    description: 'Systems of applicants: client credentials',
    'x-description-zh': '申请人的系统：客户端凭证',
  },
  staff: {
    description: 'Staff of the office, with accounts of their own: authorization code with PKCE',
    'x-description-zh': '登记机构工作人员，使用单独的账户：授权码加 PKCE',
  },
} as const;

const scopeTexts = {
  [scopes.own]: 'Act for the parties of this account',
  [scopes.office]: 'Act for the office',
} as const;

/**
 * The security schemes. Where the environment does not say at which address its accounts sign in, they are
 * described by what the gateway takes: a bearer token.
 */
export function securitySchemes(identity: Identity | undefined): Record<string, SecurityScheme> {
  if (!identity) {
    const bearer = { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' };
    return {
      people: { ...bearer, ...texts.people },
      machines: { ...bearer, ...texts.machines },
      staff: { ...bearer, ...texts.staff },
    };
  }
  const { applicants, staff } = identity;
  const own = { [scopes.own]: scopeTexts[scopes.own] };
  const office = { [scopes.office]: scopeTexts[scopes.office] };
  const { tokenUrl } = applicants;
  return {
    people: oauth2(texts.people, { authorizationCode: { ...applicants, scopes: own } }),
    machines: oauth2(texts.machines, { clientCredentials: { tokenUrl, scopes: own } }),
    staff: oauth2(texts.staff, { authorizationCode: { ...staff, scopes: office } }),
  };
}

/** Which of the schemes an operation takes, any one of them; none for a public one. */
export function securityOf(audience: Audience): Record<string, readonly string[]>[] {
  switch (audience) {
    case 'public':
      return [];
    case 'own':
      return [{ people: [scopes.own] }, { machines: [scopes.own] }];
    case 'office':
      return [{ staff: [scopes.office] }];
  }
}

function oauth2(text: (typeof texts)[keyof typeof texts], flows: object): SecurityScheme {
  return { type: 'oauth2', ...text, flows };
}
