import { Annotations, type App, Duration } from 'aws-cdk-lib';
import { RegisterFunction } from '../constructs/register-function.ts';
import type { Settings } from '../settings.ts';
import { RegisterStack } from './register-stack.ts';
import type { StateStack } from './state.ts';

/** 登记日志: puts the entries in order, and shows the log to anyone. */
export class JournalStack extends RegisterStack {
  readonly sequencer: RegisterFunction;
  readonly journal: RegisterFunction;

  constructor(app: App, settings: Settings, state: StateStack) {
    super(app, 'Journal', settings, 'the sequencer and the public log');
    const shared = { settings, topic: state.alarms, traces: state.keys.traces };
    this.sequencer = new RegisterFunction(this, 'sequencer', {
      ...shared,
      entry: 'functions/journal/sequencer-main.ts',
      memoryMb: 1769,
      says: 'Gives every entry its place in the log and publishes the log',
    });
    this.#letSequence(state);
    this.journal = new RegisterFunction(this, 'journal', {
      ...shared,
      entry: 'functions/journal/main.ts',
      memoryMb: 512,
      says: 'Shows the log: checkpoint, tiles, entries and keys',
    });
    state.journal.grantRead(this.journal);
    state.journalObjects.grantGet(this.journal, '');
    state.journalKey.grantShow(this.journal);
    state.sealKey.grantShow(this.journal);
    const former = (settings.formerKeys ?? []).join(',');
    this.sequencer.setVariable('FORMER_KEYS', former);
    this.journal.setVariable('FORMER_KEYS', former);
    this.#nameOrigin(settings);
  }

  #letSequence(state: StateStack): void {
    state.register.grantRead(this.sequencer);
    // Of the register it takes away what has its place in the log, and nothing else.
    state.register.grantBatches(this.sequencer, 'PENDING#');
    state.journal.grantWrite(this.sequencer);
    state.journal.grantBatches(this.sequencer);
    state.journalObjects.grantPutAndGet(this.sequencer, '');
    state.journalKey.grantSign(this.sequencer);
    this.sequencer.wokenBy(state.register.stream, [{ pk: 'PENDING#', changes: ['INSERT'] }], {
      batchSize: 100,
    });
    this.sequencer.runEvery(Duration.minutes(1));
    this.sequencer.alarmOnLog('Behind', ['SEQUENCER_BEHIND'], {
      says: 'Entries wait for their place in the log for more than a minute.',
      section: 'sequencer-behind',
    });
    this.sequencer.alarmOnLog('Adopted', ['SEQUENCER_ADOPTED'], {
      says: 'The head of the log knew less than is published, and took that up.',
      section: 'sequencer-adopted',
    });
  }

  /** A log has one name for ever: without one its sequencer does not start, and nothing is published. */
  #nameOrigin({ journalOrigin }: Settings): void {
    if (journalOrigin !== undefined) {
      this.sequencer.setVariable('JOURNAL_ORIGIN', journalOrigin);
      this.journal.setVariable('JOURNAL_ORIGIN', journalOrigin);
      return;
    }
    Annotations.of(this).addWarningV2(
      'ip-register:journalOrigin',
      'Nothing is published until -c journalOrigin=... names the log, once and for ever.',
    );
  }
}
