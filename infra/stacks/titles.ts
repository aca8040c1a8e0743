import type { App } from 'aws-cdk-lib';
import { RegisterFunction } from '../constructs/register-function.ts';
import type { Settings } from '../settings.ts';
import { RegisterStack } from './register-stack.ts';
import type { StateStack } from './state.ts';

/** Reading the register: titles, records, histories and lists. */
export class TitlesStack extends RegisterStack {
  readonly titles: RegisterFunction;

  constructor(app: App, settings: Settings, state: StateStack) {
    super(app, 'Titles', settings, 'reading titles, records and entries');
    this.titles = new RegisterFunction(this, 'titles', {
      settings,
      topic: state.alarms,
      traces: state.keys.traces,
      entry: 'functions/titles/main.ts',
      memoryMb: 512,
      says: 'Reads titles, records and entries',
    });
    state.register.grantRead(this.titles);
    // What stood before an earlier size, and which size an earlier instant leads to.
    state.journal.grantRead(this.titles);
    // A pledge's terms are shown to its own parties and their agents alone.
    state.parties.grantRead(this.titles);
  }
}
