import { oneEntryAFiling, oneEntryEach, waitsAndOpens } from './entry-rules.ts';
import { jointly, lifecycle, objectionDays } from './filing-rules.ts';
import { whoMayAct } from './party-rules.ts';
import { unfitPledge } from './pledge-rules.ts';
import { notReplayed } from './replayed.ts';
import type { Rule } from './rule.ts';
import { type State, viewOf } from './state.ts';
import { encumbrances, holdsAndRecords, inOrder, nothingLapses, onePledge } from './title-rules.ts';

/** What holds of titles, records, entries and parties: as long as none of them was written, it holds as before. */
const ofTheRegister: Readonly<Record<string, Rule>> = {
  'A1.7: at most one registered pledge on a patent': onePledge,
  'A7: versions follow one another and instants strictly rise': inOrder,
  'A7: one entry, gazette item and event code for each change of a patent': oneEntryEach,
  'A7: holds, records and titles agree': holdsAndRecords,
  'A6.10: what is registered and held stays until it is lifted': nothingLapses,
  'every entry waits for the journal once and can be opened': waitsAndOpens,
  'the map of encumbered patents is that of the holds': encumbrances,
  'who may act: identifiers, accounts, parties and mandates agree': whoMayAct,
};

const ofFilings: Readonly<Record<string, Rule>> = {
  'A7: a filing goes only where its state leads': lifecycle,
  'A7: one entry for each filing that is registered': oneEntryAFiling,
  'A4, A9: only what the rules allow is pledged': unfitPledge,
  'A1.1, A9.2: registered with everybody’s consent': jointly,
  'P9: not before the days for objections are over': objectionDays,
};

const rules = {
  ...ofTheRegister,
  ...ofFilings,
  'the log alone makes the same register again': notReplayed,
};

/** The first rule that the step to this state breaks. */
export function illegal(before: State, after: State): { rule: string; what: string } | undefined {
  const asked = before.registered === after.registered ? ofFilings : rules;
  for (const [rule, broken] of Object.entries(asked)) {
    const what = broken(viewOf(after), viewOf(before));
    if (what) return { rule, what };
  }
  return undefined;
}
