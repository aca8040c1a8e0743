import type { App } from 'aws-cdk-lib';
import { RegisterFunction } from '../constructs/register-function.ts';
import type { Settings } from '../settings.ts';
import { RegisterStack } from './register-stack.ts';
import type { StateStack } from './state.ts';

/** What needs no data: the description of the API, its readable page, and the answer to an unknown address. */
export class ReferenceStack extends RegisterStack {
  readonly reference: RegisterFunction;

  constructor(app: App, settings: Settings, state: StateStack) {
    super(app, 'Reference', settings, 'the description of the API');
    this.reference = new RegisterFunction(this, 'reference', {
      settings,
      topic: state.alarms,
      traces: state.keys.traces,
      entry: 'functions/reference/main.ts',
      memoryMb: 512,
      says: 'Serves the description of the API and the verification page, and answers unknown addresses',
      beside: { script: { entry: 'functions/reference/verification/browser.ts', name: 'verify.js' } },
    });
  }
}
