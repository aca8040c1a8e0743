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
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { scopes } from '../../shared/contracts/operation.ts';
import { machineTokenSeconds } from '../../shared/register/machine.ts';
import type { Settings, Trust } from '../settings.ts';
import type { RegisterFunction } from './register-function.ts';
import { guardedClient, passwordPolicy, portalAddresses, resourceServer, signInDomain } from './sign-in.ts';

/**
 * Accounts of applicants, banks, agents and their machines. An account only says who someone is; for which
 * party they act is a matter of the register.
 */
export class ApplicantsPool extends Construct {
  readonly pool: UserPool;
  readonly portal: UserPoolClient;
  /** The places for machines: clients without an owner, until a party takes one. */
  readonly slots: readonly UserPoolClient[];
  /** Whose tokens applicants may come with: the pool's own, unless the settings name another issuer. */
  readonly trust: Trust;
  readonly domain: UserPoolDomain;

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    this.pool = new UserPool(this, 'Pool', {
      userPoolName: `ip-register-${settings.name}-applicants`,
      featurePlan: FeaturePlan.ESSENTIALS,
      // Where another issuer's tokens are taken, an account here would be good for nothing.
      selfSignUpEnabled: settings.applicantsTrust === undefined,
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
    this.slots = slotNames(settings).map((name) => this.#machineClient(name, granted));
    const clients = [this.portal, ...this.slots];
    for (const client of clients) {
      client.node.addDependency(server);
    }
    this.domain = signInDomain(this.pool, settings, 'applicants');
    this.trust = settings.applicantsTrust ?? {
      issuer: this.pool.userPoolProviderUrl,
      audiences: clients.map((client) => client.userPoolClientId),
    };
    this.#acknowledge();
  }

  /** Lets a function change the secrets of the clients, and nothing else about them, and tells it which they are. */
  grantSecrets(keeper: RegisterFunction): void {
    keeper.setVariable('MACHINES_POOL', this.pool.userPoolId);
    keeper.setVariable('MACHINES_CLIENTS', this.slots.map((one) => one.userPoolClientId).join(','));
    keeper.allow(
      new PolicyStatement({
        actions: [
          'cognito-idp:AddUserPoolClientSecret',
          'cognito-idp:DeleteUserPoolClientSecret',
          'cognito-idp:ListUserPoolClientSecrets',
        ],
        resources: [this.pool.userPoolArn],
      }),
    );
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
    return this.pool.addClient(name, {
      ...guardedClient,
      userPoolClientName: name,
      generateSecret: true,
      authFlows: { userSrp: false },
      oAuth: { flows: { clientCredentials: true }, scopes: [granted] },
      // Slots rest this long between two parties, so it stands where the resting is done.
      accessTokenValidity: Duration.seconds(machineTokenSeconds),
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

/** The gateway's one door for applicants trusts one issuer, so clients of this pool are of no use beside another. */
function slotNames({ machineSlots, applicantsTrust }: Settings): string[] {
  const count = applicantsTrust === undefined ? machineSlots : 0;
  return Array.from({ length: count }, (_, index) => `machine-${String(index + 1).padStart(2, '0')}`);
}
