import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import { denyDestructionBut, statementsOfSigning } from './key-policy.ts';
import type { RegisterFunction } from './register-function.ts';

/** The keys that sign what strangers check (`docs/adr/0018-sequencer.md`): checkpoints of the log, and seals of certificates. */
const kinds = {
  journal: 'signs the checkpoints of the journal',
  seal: 'seals certificates',
} as const;
export type SigningKeyName = keyof typeof kinds;

/**
 * One Ed25519 key that never leaves the key service. It does not turn over by itself: whoever checks a signature has
 * its public half, so a new one is announced first (`docs/runbook.md`).
 */
export class SigningKey extends Construct {
  readonly key: Key;
  readonly #variable: string;

  constructor(scope: Construct, name: SigningKeyName, settings: Settings) {
    super(scope, `${name}SigningKey`);
    this.#variable = `${name.toUpperCase()}_KEY`;
    this.key = new Key(this, 'Key', {
      description: `IP Register, ${settings.name}: ${kinds[name]}`,
      alias: `ip-register-${settings.name}-${name}`,
      keySpec: KeySpec.ECC_NIST_EDWARDS25519,
      keyUsage: KeyUsage.SIGN_VERIFY,
      pendingWindow: Duration.days(30),
      removalPolicy: settings.keepState ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      policy: new PolicyDocument({
        statements: [
          ...statementsOfSigning(),
          ...(settings.breakGlassRole === undefined ? [] : [denyDestructionBut(settings.breakGlassRole)]),
        ],
      }),
    });
  }

  /** Lets a function sign, and tells it the key. */
  grantSign(signer: RegisterFunction): void {
    this.#grant(signer, ['kms:Sign', 'kms:GetPublicKey']);
  }

  /** Lets a function tell anyone the public half. */
  grantShow(reader: RegisterFunction): void {
    this.#grant(reader, ['kms:GetPublicKey']);
  }

  #grant(grantee: RegisterFunction, actions: string[]): void {
    grantee.setVariable(this.#variable, this.key.keyArn);
    grantee.allow(new PolicyStatement({ actions, resources: [this.key.keyArn] }));
  }
}
