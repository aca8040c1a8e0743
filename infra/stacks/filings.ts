import type { App } from 'aws-cdk-lib';
import { RegisterFunction } from '../constructs/register-function.ts';
import type { Settings } from '../settings.ts';
import { RegisterStack } from './register-stack.ts';
import type { StateStack } from './state.ts';

/** Drafts, consents and the examiners' queue: what is asked for and not yet decided. */
export class FilingsStack extends RegisterStack {
  readonly filings: RegisterFunction;

  constructor(app: App, settings: Settings, state: StateStack) {
    super(app, 'Filings', settings, 'drafts, consents and the queue');
    this.filings = new RegisterFunction(this, 'filings', {
      settings,
      topic: state.alarms,
      traces: state.keys.traces,
      entry: 'functions/filings/main.ts',
      memoryMb: 1024,
      says: 'Keeps drafts and consents, and examines a draft on request',
    });
    state.filings.grantWrite(this.filings, ['byDeadline']);
    state.register.grantRead(this.filings);
    state.parties.grantRead(this.filings, ['byName']);
  }
}
