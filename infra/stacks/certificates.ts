import { Annotations, type App } from 'aws-cdk-lib';
import { RegisterFunction } from '../constructs/register-function.ts';
import type { Settings } from '../settings.ts';
import { RegisterStack } from './register-stack.ts';
import type { StateStack } from './state.ts';

const fonts = 'node_modules/@expo-google-fonts';

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
      // One whole processor: to draw is all that this function does.
      memoryMb: 1769,
      says: 'Draws certificates and keeps them as first issued',
      beside: {
        fonts: [
          `${fonts}/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf`,
          `${fonts}/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf`,
          `${fonts}/noto-serif-jp/400Regular/NotoSerifJP_400Regular.ttf`,
        ],
      },
    });
    state.register.grantRead(this.certificates);
    // Whether the caller is an agent of a party stands in its mandates.
    state.parties.grantRead(this.certificates);
    // Where an entry stands in the journal, and the tiles and pages of the map from which its proofs are made.
    state.journal.grantRead(this.certificates);
    state.journalObjects.grantGet(this.certificates, 'tile/');
    state.journalObjects.grantGet(this.certificates, 'map/');
    state.sealKey.grantSign(this.certificates);
    state.certificates.grantPutAndGet(this.certificates, 'certificates/');
    this.#nameOrigin(settings);
  }

  /** Without an address the function does not start: a certificate that leads nowhere must not be issued. */
  #nameOrigin({ publicOrigin, journalOrigin }: Settings): void {
    if (journalOrigin !== undefined) this.certificates.setVariable('JOURNAL_ORIGIN', journalOrigin);
    if (publicOrigin !== undefined) {
      this.certificates.setVariable('PUBLIC_ORIGIN', publicOrigin);
      return;
    }
    Annotations.of(this).addWarningV2(
      'ip-register:publicOrigin',
      'No certificate can be issued until -c publicOrigin=https://... names the address of the register.',
    );
  }
}
