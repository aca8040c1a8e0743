/** The one life cycle that all procedures share (A7), in the words of the office. */
export const filingStatuses = [
  'draft',
  'examination',
  'correctionRequested',
  'awaitingDeclaration',
  'registered',
  'refused',
  'returned',
  'withdrawn',
] as const;
export type FilingStatus = (typeof filingStatuses)[number];

/**
 * Legal prior states of each act on a filing. The same list answers the caller early and, as the condition of
 * the write, decides when two act at once.
 */
export const priorStates = {
  edit: ['draft', 'correctionRequested'],
  // Also while it waits for the office: one that lapsed or was withdrawn must be given again before it can register.
  consent: ['draft', 'examination', 'correctionRequested', 'awaitingDeclaration'],
  withdrawConsent: ['draft', 'examination', 'correctionRequested', 'awaitingDeclaration'],
  submit: ['draft', 'correctionRequested'],
  declare: ['awaitingDeclaration'],
  decide: ['examination'],
  withdraw: ['draft', 'examination', 'correctionRequested', 'awaitingDeclaration'],
  object: ['examination', 'correctionRequested'],
  lapse: ['correctionRequested', 'awaitingDeclaration'],
} as const satisfies Readonly<Record<string, readonly FilingStatus[]>>;
export type FilingAct = keyof typeof priorStates;

/** Whether the act is legal in the state. */
export function mayFollow(status: FilingStatus, act: FilingAct): boolean {
  const legal: readonly FilingStatus[] = priorStates[act];
  return legal.includes(status);
}
