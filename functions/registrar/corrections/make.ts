import type * as z from 'zod';
import { SALT_BYTES } from '../../../shared/kernel/digest.ts';
import { type EntryId, newId } from '../../../shared/kernel/id.ts';
import { addMillis, type Instant, instantOf, laterOf } from '../../../shared/kernel/instant.ts';
import { parseRight } from '../../../shared/kernel/right.ts';
import { advancedTo } from '../../../shared/register/encumbrance.ts';
import type { Entry } from '../../../shared/register/entry.ts';
import { leafOf } from '../../../shared/register/leaf.ts';
import {
  correctedTitle,
  correctionAct,
  type OfficeCorrection,
  publicDifferences,
  recordDifferences,
  type sealedGrounds,
} from '../../../shared/register/office-correction.ts';
import { seal } from '../../../shared/register/seal.ts';
import type { Title } from '../../../shared/register/title.ts';
import { changeRecord } from '../../_platform/store/record-versions.ts';
import { writeEntry } from '../../_platform/store/records.ts';
import { advanceTitle } from '../../_platform/store/titles.ts';
import type { Action } from '../../_platform/transaction.ts';
import type { RegistrarDeps } from '../deps.ts';
import type { Subject } from './subject.ts';

/** WIPO ST.27 key event Y10, correction, of a granted right (J4); the rule book names no event below it. */
const eventCode = 'A-4-4-Y10-Y10-CRT';

type Made = { readonly entry: EntryId; readonly actions: readonly Action[] };
type Part = Pick<Entry, 'advanced' | 'record' | 'public'> & {
  readonly instant: Instant;
  readonly sealed: Parameters<typeof seal>[0];
  readonly actions: readonly Action[];
};

/** The writes of a correction: the title or record, its entry with old and new, and the pending item. */
export function makeCorrection(
  deps: RegistrarDeps,
  proposed: OfficeCorrection,
  subject: Subject,
  end: { readonly account: string },
): Made {
  const { ports, store } = deps;
  const id = newId('ent', ports.now(), ports.random(10));
  const { instant, actions, sealed: own, ...facts } = partOf(deps, proposed, subject, id);
  const examiners = { value: [proposed.account, end.account], public: false };
  const { id: correction, change, differences } = proposed;
  const said: z.input<typeof sealedGrounds> = { correction, change, differences };
  const grounds = { value: said, public: false };
  const sealed = seal({ ...own, examiners, grounds }, () => ports.random(SALT_BYTES));
  const entry: Entry = {
    ...{ schema: 'entry-1', id, instant, act: correctionAct, decidedBy: 'office' },
    ...(isGranted(subject) && { eventCode }),
    ...facts,
    commitments: [...sealed.commitments],
    demonstration: deps.demonstration,
  };
  // Throws on an entry that the journal could not hold: better here, by a bug's own name, than at sequencing.
  leafOf(entry);
  return { entry: id, actions: [...actions, ...writeEntry(store, entry, sealed.openings)] };
}

/** A record was registered on granted rights alone (A4.g3). */
function isGranted(subject: Subject): boolean {
  return subject.target === 'record' || subject.before.title.facts.status.value === 'granted';
}

function partOf(deps: RegistrarDeps, { reason }: OfficeCorrection, subject: Subject, entry: EntryId): Part {
  const now = instantOf(deps.ports.now());
  if (subject.target === 'record') {
    const { before, after } = subject;
    const { kind, number, version, status } = after;
    const instant = laterOf(now, addMillis(before.madeBy.instant, 1));
    return {
      instant,
      record: { kind, number, version, status },
      public: { registrationNumber: number, changes: recordDifferences(before.record, after), reason },
      sealed: {},
      actions: changeRecord(deps.store, before, { record: after, madeBy: { entry, instant } }),
    };
  }
  const { before, change } = subject;
  const instant = laterOf(now, addMillis(before.title.instant, 1));
  const after = correctedTitle(before.title, change, { instant, entry });
  const { right, version } = after;
  return {
    instant,
    advanced: [advancedTo(after)],
    public: {
      ...{ patentNumber: parseRight(right)?.number ?? right, titleVersion: version },
      ...{ changes: publicDifferences(before.title, after), reason },
    },
    sealed: change.owners ? ownersSealed(before.title, after) : {},
    actions: advanceTitle(deps.store, before, { title: after, act: correctionAct }),
  };
}

/** Owners of before and after, open to anyone until they are forgotten: one of them may be a natural person. */
function ownersSealed(before: Title, after: Title): Part['sealed'] {
  return {
    'owners.before': { value: before.owners, public: true },
    'owners.after': { value: after.owners, public: true },
  };
}
