/** Everything that can go wrong on the way, by the name under which a report counts it. */
export const faultKinds = [
  // A call of the database.
  ...(['cutBefore', 'cutAfter', 'neverHeard', 'throttled', 'conflictTold', 'failed'] as const),
  ...(['held', 'landedLate', 'slow', 'laggingRead'] as const),
  // A call of a bucket or of the signing key.
  ...([
    'objectCutBefore',
    'objectCutAfter',
    'objectNeverHeard',
    'objectSlowDown',
    'objectFailed',
    'objectConflict',
  ] as const),
  ...(['keyFailed'] as const),
  // A run of a function.
  ...(['diedBefore', 'diedAfter', 'diedWaiting', 'timedOut', 'replyLost', 'doubled', 'runsAtOnce'] as const),
  // Chance and the clock of a machine.
  ...(['numberTwice', 'clockOff'] as const),
  // What wakes a function.
  ...(['bellLost', 'bellDoubled', 'bellLate', 'recordsDoubled', 'recordsReordered', 'recordsLost'] as const),
  ...(['eventLost', 'eventDoubled', 'eventLate'] as const),
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** What really happened in a run: a fault counts once it did, and not when it was planned. */
export type Fired = Map<FaultKind, number>;
