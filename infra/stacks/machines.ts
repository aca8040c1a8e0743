import { type App, Duration } from 'aws-cdk-lib';
import { RegisterFunction } from '../constructs/register-function.ts';
import type { Settings } from '../settings.ts';
import { RegisterStack } from './register-stack.ts';
import type { StateStack } from './state.ts';

/** 系统: the machines of parties, each a client of the applicants' pool with secrets of its own. */
export class MachinesStack extends RegisterStack {
  readonly machines: RegisterFunction;

  constructor(app: App, settings: Settings, state: StateStack) {
    super(app, 'Machines', settings, 'the machines of parties');
    this.machines = new RegisterFunction(this, 'machines', {
      settings,
      topic: state.alarms,
      traces: state.keys.traces,
      entry: 'functions/machines/main.ts',
      memoryMb: 512,
      says: 'Gives parties clients for their machines, and keeps the clients’ secrets in line',
    });
    // It reads who administers a party, and writes whose a client is: no party, no account, no mandate.
    state.parties.grantRead(this.machines);
    state.parties.grantWriteUnder(this.machines, 'CLIENT#');
    state.filings.grantWriteUnder(this.machines, 'REPLY#');
    state.applicants.grantSecrets(this.machines);
    this.machines.runEvery(Duration.minutes(5));
    this.#tellOperators();
  }

  #tellOperators(): void {
    this.machines.alarmOnLog('SlotsShort', ['MACHINE_SLOTS_SHORT'], {
      says: 'No slot for a machine is free.',
      section: 'machine-slots-short',
    });
    this.machines.alarmOnLog('SecretsForeign', ['MACHINE_SECRETS_FOREIGN'], {
      says: 'A machine had a secret that the register did not make; it was deleted.',
      section: 'machine-secrets-foreign',
    });
  }
}
