import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  AccountRecovery,
  FeaturePlan,
  Mfa,
  OAuthScope,
  StandardThreatProtectionMode,
  UserPool,
  type UserPoolClient,
  type UserPoolDomain,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { scopes, staffRoles } from '../../shared/contracts/operation.ts';
import type { Settings, Trust } from '../settings.ts';
import { guardedClient, passwordPolicy, portalAddresses, resourceServer, signInDomain } from './sign-in.ts';

/** Accounts of examiners and operators: opened by an operator only, always with a second factor. */
export class StaffPool extends Construct {
  readonly pool: UserPool;
  readonly office: UserPoolClient;
  readonly domain: UserPoolDomain;
  readonly trust: Trust;

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    this.pool = new UserPool(this, 'Pool', {
      userPoolName: `ip-register-${settings.name}-staff`,
      ...(settings.staffThreatProtection
        ? {
            featurePlan: FeaturePlan.PLUS,
            standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION,
          }
        : { featurePlan: FeaturePlan.ESSENTIALS }),
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      standardAttributes: { email: { required: true, mutable: false } },
      passwordPolicy,
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      // Whoever takes over a mailbox must not take over an examiner; an operator resets the password.
      accountRecovery: AccountRecovery.NONE,
      deletionProtection: settings.keepState,
      removalPolicy: settings.keepState ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    for (const role of staffRoles) {
      this.pool.addGroup(`Group-${role}`, { groupName: role });
    }
    const { server, granted } = resourceServer(this.pool, scopes.office, 'To act for the office');
    this.office = this.pool.addClient('Office', {
      ...guardedClient,
      userPoolClientName: 'office',
      generateSecret: false,
      authFlows: { userSrp: true },
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, granted],
        ...portalAddresses(this, settings, 'office'),
      },
      accessTokenValidity: Duration.minutes(30),
      idTokenValidity: Duration.minutes(30),
      refreshTokenValidity: Duration.hours(8),
      refreshTokenRotationGracePeriod: Duration.seconds(30),
    });
    this.office.node.addDependency(server);
    this.domain = signInDomain(this.pool, settings, 'staff');
    this.trust = { issuer: this.pool.userPoolProviderUrl, audiences: [this.office.userPoolClientId] };
    if (!settings.staffThreatProtection) {
      Validations.of(this.pool).acknowledge({
        id: 'AwsSolutions-COG8',
        reason: 'Threat protection is billed per active person; only prod, where decisions count, buys it.',
      });
    }
  }
}
