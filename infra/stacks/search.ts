import type { App } from 'aws-cdk-lib';
import { RegisterFunction } from '../constructs/register-function.ts';
import type { Settings } from '../settings.ts';
import { keepsProjection } from './projections.ts';
import { RegisterStack } from './register-stack.ts';
import type { StateStack } from './state.ts';

/** Finding parties and pledges: the index, which follows the journal, and the searches that it answers. */
export class SearchStack extends RegisterStack {
  readonly search: RegisterFunction;

  constructor(app: App, settings: Settings, state: StateStack) {
    super(app, 'Search', settings, 'searches and their index');
    this.search = new RegisterFunction(this, 'search', {
      settings,
      topic: state.alarms,
      traces: state.keys.traces,
      entry: 'functions/search/main.ts',
      memoryMb: 1024,
      says: 'Keeps the search index and answers searches',
    });
    state.search.grantWrite(this.search);
    state.register.grantRead(this.search, ['byNumber']);
    state.parties.grantRead(this.search);
    // Of the journal it reads besides what stood before an earlier size, and which size an instant leads to.
    keepsProjection(this.search, 'search', state);
  }
}
