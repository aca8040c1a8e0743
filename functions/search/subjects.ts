import { partyId } from '../../shared/kernel/id.ts';
import type { Entry } from '../../shared/register/entry.ts';
import { recordOf } from '../_platform/store/records.ts';
import type { Read, Subject } from './project.ts';

/** What an entry is about, as far as it is searched for: the record it made or changed, and every party that it names. */
export function subjectsIn({ record, public: said }: Pick<Entry, 'record' | 'public'>): Subject[] {
  const about = record ? [{ kind: 'record' as const, number: record.number }] : [];
  return [...about, ...partiesNamedIn(said)];
}

/** Whoever it is and wherever it is named: its index is made from what stands in the table. */
function partiesNamedIn(value: unknown): Subject[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(partiesNamedIn);
  const id = partyId.safeParse(value);
  return id.success ? [{ kind: 'party', id: id.data }] : [];
}

/** The parties of a record: its entry names organisations by what is public of them, and persons not at all. */
export function partiesOf({ subject, source }: Read): Subject[] {
  if (subject.kind !== 'record' || !source) return [];
  return recordOf(source).parties.map((id) => ({ kind: 'party', id }));
}

export const nameOf = (subject: Subject) => (subject.kind === 'party' ? subject.id : subject.number);

export function uniquely(subjects: readonly Subject[]): Subject[] {
  return [...new Map(subjects.map((one) => [nameOf(one), one])).values()];
}
