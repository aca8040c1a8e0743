import { Annotations, type App } from 'aws-cdk-lib';
import { MailSender } from '../constructs/mail-sender.ts';
import { RegisterFunction } from '../constructs/register-function.ts';
import type { Settings } from '../settings.ts';
import { keepsProjection } from './projections.ts';
import { RegisterStack } from './register-stack.ts';
import type { StateStack } from './state.ts';

/** 通知: the inbox of each party, and the mails that say what is in it. */
export class NoticesStack extends RegisterStack {
  readonly notices: RegisterFunction;

  constructor(app: App, settings: Settings, state: StateStack) {
    super(app, 'Notices', settings, 'inbox and mails');
    this.notices = new RegisterFunction(this, 'notices', {
      settings,
      topic: state.alarms,
      traces: state.keys.traces,
      entry: 'functions/notices/main.ts',
      memoryMb: 512,
      says: 'Keeps the inbox of each party and mails what is in it',
    });
    state.filings.grantWrite(this.notices, ['byDeadline']);
    // Whether an account still acts for the party, and an agent for its principal.
    state.parties.grantRead(this.notices);
    this.notices.wokenBy(state.filings.stream, [
      { pk: 'PARTY#', sk: 'NOTICE#', changes: ['INSERT'] },
      { pk: 'DELIVERY#', sk: 'WAKE#', changes: ['INSERT'] },
    ]);
    // Whoever filed is told of its entry; the clock of that serves what else waits.
    keepsProjection(this.notices, 'notices', state);
    this.notices.alarmOnLog('MailNotLeft', ['MAIL_REFUSED', 'MAIL_UNCERTAIN'], {
      says: 'A mail was refused, or nobody knows whether it left.',
      section: 'mail-not-left',
    });
    this.#mail(settings, state);
  }

  /** A mail whose links lead nowhere must not be sent, so both the sender and the address of the register are needed. */
  #mail({ mailFrom, publicOrigin }: Settings, state: StateStack): void {
    const sends = mailFrom !== undefined && publicOrigin !== undefined;
    this.notices.setVariable('MAIL_FROM', sends ? mailFrom : '');
    if (sends) {
      this.notices.setVariable('PUBLIC_ORIGIN', publicOrigin);
      new MailSender(this, mailFrom, state.alarms).grantSend(this.notices);
      return;
    }
    Annotations.of(this).addWarningV2(
      'ip-register:mailFrom',
      'No mail is sent until -c mailFrom=notices@... names its sender and -c publicOrigin=https://... the register.',
    );
  }
}
