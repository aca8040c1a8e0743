import type { Ports } from '../_platform/clock.ts';
import type { Store } from '../_platform/store/store.ts';
import type { SendMail } from './mail/sender.ts';

/** What mails need: who sends them, and where their links lead. */
export type Mailing = {
  readonly send: SendMail;
  readonly from: string;
  readonly origin: string;
};

/** What the notices function is composed of. */
export type NoticesDeps = {
  readonly store: Store;
  readonly ports: Ports;
  readonly demonstration: boolean;
  /** Absent where the environment sends no mail; the inbox is complete without it. */
  readonly mailing: Mailing | undefined;
};

/** Whether there is time left in this run to begin another piece of work. */
export type MayBegin = () => boolean;
