import { Annotations, type App } from 'aws-cdk-lib';
import { RegisterFunction } from '../constructs/register-function.ts';
import type { Settings } from '../settings.ts';
import { keepsProjection } from './projections.ts';
import { RegisterStack } from './register-stack.ts';
import type { StateStack } from './state.ts';

const fonts = 'node_modules/@expo-google-fonts';
const beside = {
  fonts: [
    `${fonts}/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf`,
    `${fonts}/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf`,
    `${fonts}/noto-serif-jp/400Regular/NotoSerifJP_400Regular.ttf`,
  ],
};
// One whole processor: to draw is all that these functions do.
const memoryMb = 1769;

/** 登记通知书: draws certificates and keeps each as it was first issued. */
export class CertificatesStack extends RegisterStack {
  readonly certificates: RegisterFunction;

  constructor(app: App, settings: Settings, state: StateStack) {
    super(app, 'Certificates', settings, 'certificates of what is registered');
    this.certificates = new RegisterFunction(this, 'certificates', {
      settings,
      topic: state.alarms,
      traces: state.keys.traces,
      entry: 'functions/certificates/main.ts',
      memoryMb,
      says: 'Draws certificates and keeps them as first issued',
      beside,
    });
    this.#letIssue(this.certificates, state);
    // Whether the caller is an agent of a party stands in its mandates.
    state.parties.grantRead(this.certificates);
    // Where an entry stands in the journal, and the tiles and pages of the map from which its proofs are made.
    state.journal.grantRead(this.certificates);
    state.journalObjects.grantGet(this.certificates, 'tile/');
    state.journalObjects.grantGet(this.certificates, 'map/');
    this.#nameOrigin(settings, state);
  }

  #letIssue(issuer: RegisterFunction, state: StateStack): void {
    state.register.grantRead(issuer);
    state.sealKey.grantSign(issuer);
    state.certificates.grantPutAndGet(issuer, 'certificates/');
  }

  /** Issues certificates as soon as their entries are published. */
  #issuer(state: StateStack): RegisterFunction {
    const issuer = new RegisterFunction(this, 'issuer', {
      settings: this.settings,
      topic: state.alarms,
      traces: state.keys.traces,
      entry: 'functions/certificates/issuer-main.ts',
      memoryMb,
      says: 'Issues the certificate of each pledge once its entry is published',
      beside,
    });
    this.#letIssue(issuer, state);
    keepsProjection(issuer, 'certificates', state);
    return issuer;
  }

  /** Without an address the function does not start: a certificate that leads nowhere must not be issued. */
  #nameOrigin({ publicOrigin, journalOrigin }: Settings, state: StateStack): void {
    if (journalOrigin !== undefined) this.certificates.setVariable('JOURNAL_ORIGIN', journalOrigin);
    if (publicOrigin !== undefined) {
      this.certificates.setVariable('PUBLIC_ORIGIN', publicOrigin);
      if (journalOrigin === undefined) return;
      const issuer = this.#issuer(state);
      issuer.setVariable('JOURNAL_ORIGIN', journalOrigin);
      issuer.setVariable('PUBLIC_ORIGIN', publicOrigin);
      return;
    }
    Annotations.of(this).addWarningV2(
      'ip-register:publicOrigin',
      'No certificate can be issued until -c publicOrigin=https://... names the address of the register.',
    );
  }
}
