import type { App } from 'aws-cdk-lib';
import { RegisterFunction } from '../constructs/register-function.ts';
import type { Settings } from '../settings.ts';
import { RegisterStack } from './register-stack.ts';
import type { StateStack } from './state.ts';

/** Who may act: parties, signers and mandates. */
export class PartiesStack extends RegisterStack {
  readonly parties: RegisterFunction;

  constructor(app: App, settings: Settings, state: StateStack) {
    super(app, 'Parties', settings, 'parties, signers and mandates');
    this.parties = new RegisterFunction(this, 'parties', {
      settings,
      topic: state.alarms,
      traces: state.keys.traces,
      entry: 'functions/parties/main.ts',
      memoryMb: 512,
      says: 'Shows parties, signers and mandates',
    });
    state.parties.grantRead(this.parties, ['byName']);
  }
}
