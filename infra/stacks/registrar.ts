import { type App, Duration } from 'aws-cdk-lib';
import { RegisterFunction } from '../constructs/register-function.ts';
import type { Settings } from '../settings.ts';
import { RegisterStack } from './register-stack.ts';
import type { StateStack } from './state.ts';

/** The registrar's room: the only two functions that write titles, records and entries. */
export class RegistrarStack extends RegisterStack {
  readonly registrar: RegisterFunction;
  readonly imports: RegisterFunction;

  constructor(app: App, settings: Settings, state: StateStack) {
    super(app, 'Registrar', settings, 'submissions, decisions and office acts');
    this.registrar = this.#registrar(state);
    this.imports = this.#imports(state);
  }

  #registrar(state: StateStack): RegisterFunction {
    const registrar = new RegisterFunction(this, 'registrar', {
      settings: this.settings,
      topic: state.alarms,
      traces: state.keys.traces,
      entry: 'functions/registrar/main.ts',
      memoryMb: 1024,
      says: 'Examines filings and commits their effect and entry together',
    });
    state.register.grantWrite(registrar);
    state.filings.grantWrite(registrar, ['byDeadline', 'byConsentEnd']);
    state.parties.grantWrite(registrar, ['byName']);
    registrar.setVariable('AUTOMATIC_REGISTRATION', this.settings.automaticRegistration.join(','));
    registrar.setVariable('SAMPLED_PER_TEN_THOUSAND', String(this.settings.sampledPerTenThousand ?? ''));
    registrar.runEvery(Duration.minutes(15));
    registrar.alarmOnLog('FilingsLeftOut', ['FILING_UNREADABLE', 'LAPSE_FAILED'], {
      says: 'A filing could not be read, or could not be ended when its limit had passed.',
      section: 'filing-unreadable',
    });
    return registrar;
  }

  #imports(state: StateStack): RegisterFunction {
    const imports = new RegisterFunction(this, 'imports', {
      settings: this.settings,
      topic: state.alarms,
      traces: state.keys.traces,
      entry: 'functions/registrar/imports-main.ts',
      memoryMb: 1024,
      says: 'Imports patents in batches, one entry a batch',
    });
    state.register.grantWrite(imports);
    state.filings.grantWriteUnder(imports, 'REPLY#');
    state.bodies.grantPutAndGet(imports, 'bodies/');
    imports.runEvery(Duration.minutes(15));
    return imports;
  }
}
