/** Every message the functions log, by its code; alarms and tests name the code, never the wording. */
export const messages = {
  REQUEST_ANSWERED: 'request answered',
  REQUEST_FAILED: 'request failed on a bug',
  COMMIT_CONTENDED: 'transaction cancelled by contention, retried',
  DEADLINES_LAPSED: 'deadlines lapsed',
  FILING_UNREADABLE: 'a stored filing does not fit its schema and was left out',
  LAPSE_FAILED: 'a filing whose limit has passed could not be ended',
  CERTIFICATE_ISSUED: 'certificate issued for the first time',
  CERTIFICATE_REISSUED: 'certificate issued again',
  MACHINE_SLOTS_COUNTED: 'slots for machines counted',
  MACHINE_SLOTS_SHORT: 'no slot for a machine is free',
  MACHINE_SECRETS_MENDED: 'secrets of a machine brought into line with the table',
  MACHINE_SECRETS_FOREIGN: 'secrets that the register did not make were deleted',
  MACHINE_CLEANING_LEFT: 'cleaning of an ended machine left to the schedule',
  DOCUMENT_IGNORED: 'an event about no document of ours was ignored',
  DOCUMENT_SETTLED: 'a document came into another status',
  DOCUMENT_REMOVED: 'a document that no filing lists any more was removed',
  DOCUMENT_LEFT_OUT: 'a document in line could not be looked after',
  IMPORT_RESUMED: 'unfinished import completed',
  MAIL_SENT: 'mail taken by the mail service',
  MAIL_LATER: 'mail not taken, to be tried again',
  MAIL_REFUSED: 'mail refused by the mail service',
  MAIL_UNCERTAIN: 'mail may have left: set aside for operators',
  MAIL_CAME_BACK: 'mail bounced or complained of',
  NOTICE_LEFT: 'notice or mail failed, left to a later run',
  NOTICES_SWEPT: 'notices and mails in line taken up',
  PROJECTION_ASIDE: 'an entry is still set aside by a projection, tried again in vain',
  PROJECTION_REBUILT: 'a projection was made anew from the beginning of the journal',
  PROJECTION_SET_ASIDE: 'an entry was set aside by a projection, to be tried again',
  PROJECTION_STOPPED: 'a projection can bring no effect about and waits',
  PROJECTION_TENDED: 'a projection was looked after by the clock',
  SEQUENCER_ADOPTED: 'the log was taken up as it is published, since the head knew less of it',
  SEQUENCER_BEHIND: 'entries wait for their place in the log for too long',
  SEQUENCED: 'entries got their places in the log',
  SEARCH_BEHIND: 'the search index could not follow a change',
} as const;
export type MessageCode = keyof typeof messages;

type Level = 'INFO' | 'WARN' | 'ERROR';

function write(level: Level, code: MessageCode, details: Readonly<Record<string, unknown>>): void {
  const line = { level, code, message: messages[code], ...details };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** One JSON line an event. Forms, names and tokens never go into `details`: ids and counts do. */
export const log = {
  info: (code: MessageCode, details: Readonly<Record<string, unknown>> = {}) => write('INFO', code, details),
  warn: (code: MessageCode, details: Readonly<Record<string, unknown>> = {}) => write('WARN', code, details),
  error: (code: MessageCode, details: Readonly<Record<string, unknown>> = {}) =>
    write('ERROR', code, details),
};
