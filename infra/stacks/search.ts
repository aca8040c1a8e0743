import type { App } from 'aws-cdk-lib';
import { RegisterFunction } from '../constructs/register-function.ts';
import type { Settings } from '../settings.ts';
import { RegisterStack } from './register-stack.ts';
import type { StateStack } from './state.ts';

/** Finding parties and pledges: the index, kept up by the register's stream, and the searches that it answers. */
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
    // The index is made anew from all records and entries; nothing but an operator's word leads there.
    state.register.grantScan(this.search);
    // What stood before an earlier size, and which size an earlier instant leads to.
    state.journal.grantRead(this.search);
    state.parties.grantRead(this.search);
    this.search.wokenBy(
      state.register.stream,
      [
        { pk: 'RECORD#', sk: 'RECORD' },
        { pk: 'ENTRY#', sk: 'ENTRY', changes: ['INSERT'] },
      ],
      // Of the ten changes of a registration two are searched; a hundred keys are one read.
      { batchSize: 100 },
    );
  }
}
