/** The sections of `docs/runbook.md` that an alarm can send its reader to; a test holds that each exists. */
export const runbookSections = [
  'function-errors',
  'function-throttled',
  'function-slow',
  'document-left-out',
  'dead-letters',
  'filing-unreadable',
  'stream-behind',
  'projection-behind',
  'projection-aside',
  'table-throttled',
  'api-server-errors',
  'api-slow',
  'machine-slots-short',
  'machine-secrets-foreign',
  'keys',
  'mail-not-left',
  'mail-reputation',
  'sequencer-behind',
  'sequencer-adopted',
] as const;
export type RunbookSection = (typeof runbookSections)[number];

/** Where the section is, as an alarm's reader needs it. */
export function runbookLink(section: RunbookSection): string {
  return `docs/runbook.md#${section}`;
}
