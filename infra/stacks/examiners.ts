import type { App } from 'aws-cdk-lib';
import { RegisterFunction } from '../constructs/register-function.ts';
import type { Settings } from '../settings.ts';
import { RegisterStack } from './register-stack.ts';
import type { StateStack } from './state.ts';

/** The examiners' own work: the queue, claims, absence and interests. What they decide is the registrar's. */
export class ExaminersStack extends RegisterStack {
  readonly examiners: RegisterFunction;

  constructor(app: App, settings: Settings, state: StateStack) {
    super(app, 'Examiners', settings, 'the queue, claims and reviews');
    this.examiners = new RegisterFunction(this, 'examiners', {
      settings,
      topic: state.alarms,
      traces: state.keys.traces,
      entry: 'functions/examiners/main.ts',
      memoryMb: 512,
      says: 'Keeps the examiners’ queue, claims, absences and interests',
    });
    state.filings.grantWrite(this.examiners, ['byDeadline']);
  }
}
