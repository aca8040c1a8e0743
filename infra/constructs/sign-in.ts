import { Annotations, Aws, Duration, Fn } from 'aws-cdk-lib';
import {
  OAuthScope,
  type PasswordPolicy,
  ResourceServerScope,
  type UserPool,
  UserPoolClientIdentityProvider,
  type UserPoolClientOptions,
  type UserPoolDomain,
  type UserPoolResourceServer,
} from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import type { Settings } from '../settings.ts';

/** Length protects most; the four kinds of character are what auditors of public systems ask for. */
export const passwordPolicy: PasswordPolicy = {
  minLength: 12,
  requireLowercase: true,
  requireUppercase: true,
  requireDigits: true,
  requireSymbols: true,
  tempPasswordValidity: Duration.days(3),
};

/** What every client has: it tells nobody which accounts exist, and a token can be taken back. */
export const guardedClient: UserPoolClientOptions = {
  preventUserExistenceErrors: true,
  enableTokenRevocation: true,
  supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
};

/** Declares the one scope of a pool, `<server>/<scope>`, and gives the form in which clients ask for it. */
export function resourceServer(
  pool: UserPool,
  scope: `${string}/${string}`,
  description: string,
): { readonly server: UserPoolResourceServer; readonly granted: OAuthScope } {
  const [identifier = '', scopeName = ''] = scope.split('/');
  const own = new ResourceServerScope({ scopeName, scopeDescription: description });
  const server = pool.addResourceServer('Scopes', { identifier, scopes: [own] });
  return { server, granted: OAuthScope.resourceServer(server, own) };
}

/** The pool's sign-in pages, `<prefix>-<kind>` in the region's own domain. */
export function signInDomain(
  pool: UserPool,
  settings: Settings,
  kind: 'applicants' | 'staff',
): UserPoolDomain {
  const prefix = settings.domainPrefix ?? Fn.join('-', ['ip-register', settings.name, Aws.ACCOUNT_ID]);
  return pool.addDomain('Domain', { cognitoDomain: { domainPrefix: Fn.join('-', [prefix, kind]) } });
}

/**
 * Where a sign-in may return to. Without an address the client gets one of the reserved domain `invalid`,
 * which leads nowhere and so gives no stranger a code, and synthesis warns.
 */
export function portalAddresses(
  scope: Construct,
  settings: Settings,
  page: 'applicants' | 'office',
): { readonly callbackUrls: string[]; readonly logoutUrls: string[] } {
  if (settings.portalUrl === undefined) {
    Annotations.of(scope).addWarningV2(
      'ip-register:portalUrl',
      'Nobody can sign in until -c portalUrl=https://... names the portal.',
    );
  }
  const base = settings.portalUrl ?? 'https://portal.invalid';
  return { callbackUrls: [`${base}/signed-in/${page}`], logoutUrls: [`${base}/`] };
}
