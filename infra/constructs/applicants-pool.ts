import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  AccountRecovery,
  FeaturePlan,
  Mfa,
  OAuthScope,
  UserPool,
  type UserPoolClient,
  type UserPoolDomain,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { scopes } from '../../shared/contracts/operation.ts';
import type { Settings } from '../settings.ts';
import { guardedClient, passwordPolicy, portalAddresses, resourceServer, signInDomain } from './sign-in.ts';

/**
 * Accounts of applicants, banks, agents and their machines. An account only says who someone is; for which
 * party they act is a matter of the register.
 */
export class ApplicantsPool extends Construct {
  readonly pool: UserPool;
  readonly portal: UserPoolClient;
  /** By the names of the settings. */
  readonly machines: ReadonlyMap<string, UserPoolClient>;
  readonly domain: UserPoolDomain;

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    this.pool = new UserPool(this, 'Pool', {
      userPoolName: `ip-register-${settings.name}-applicants`,
      featurePlan: FeaturePlan.ESSENTIALS,
      selfSignUpEnabled: true,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      keepOriginal: { email: true },
      standardAttributes: { email: { required: true, mutable: true } },
      passwordPolicy,
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      deletionProtection: settings.keepState,
      removalPolicy: settings.keepState ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    const { server, granted } = resourceServer(this.pool, scopes.own, 'To act for the own party');
    this.portal = this.#portalClient(settings, granted);
    this.machines = new Map(settings.machines.map((name) => [name, this.#machineClient(name, granted)]));
    for (const client of [this.portal, ...this.machines.values()]) {
      client.node.addDependency(server);
    }
    this.domain = signInDomain(this.pool, settings, 'applicants');
    this.#acknowledge();
  }

  #portalClient(settings: Settings, granted: OAuthScope): UserPoolClient {
    return this.pool.addClient('Portal', {
      ...guardedClient,
      userPoolClientName: 'portal',
      generateSecret: false,
      // The list cannot stay empty, or the service fills in its own; this one never sends a password.
      authFlows: { userSrp: true },
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL, granted],
        ...portalAddresses(this, settings, 'applicants'),
      },
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(7),
      // A page in a browser keeps no secret, so each refresh token works once. The pause allows a lost reply.
      refreshTokenRotationGracePeriod: Duration.seconds(30),
    });
  }

  #machineClient(name: string, granted: OAuthScope): UserPoolClient {
    return this.pool.addClient(`Machine-${name}`, {
      ...guardedClient,
      userPoolClientName: name,
      generateSecret: true,
      authFlows: { userSrp: false },
      oAuth: { flows: { clientCredentials: true }, scopes: [granted] },
      accessTokenValidity: Duration.hours(1),
    });
  }

  #acknowledge(): void {
    Validations.of(this.pool).acknowledge(
      {
        id: 'AwsSolutions-COG2',
        reason:
          'Applicants may add a second factor and are not forced to: what an account may do is decided by enrolment and mandates, and a paper office asks for no more.',
      },
      {
        id: 'AwsSolutions-COG8',
        reason:
          'Threat protection is billed per active person and the public may open accounts; consents of a second party guard what matters here. Staff have it in prod.',
      },
    );
  }
}
