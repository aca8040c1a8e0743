import { schemaFaultTexts } from '../../../shared/contracts/issue-texts.ts';
import type { Difference } from '../../../shared/kernel/json-diff.ts';
import type { Language } from '../../../shared/kernel/localised.ts';
import {
  correctedRecord,
  correctedTitle,
  type OfficeCorrection,
  type RecordChange,
  type RegisterChange,
  recordDifferences,
  type TitleChange,
  titleDifferences,
} from '../../../shared/register/office-correction.ts';
import type { RegisterRecord } from '../../../shared/register/record.ts';
import { Problem } from '../../_platform/problem.ts';
import { type RecordVersion, readRecordVersions } from '../../_platform/store/record-versions.ts';
import { readRecords } from '../../_platform/store/records.ts';
import type { Store } from '../../_platform/store/store.ts';
import { readTitle, type TitleVersion } from '../../_platform/store/titles.ts';

/** What a correction would change, as it stands, and who is told of it. */
export type Subject = { readonly concerned: OfficeCorrection['concerned'] } & (
  | { readonly target: 'title'; readonly change: TitleChange; readonly before: TitleVersion }
  | {
      readonly target: 'record';
      readonly change: RecordChange;
      readonly before: RecordVersion;
      readonly after: RegisterRecord;
    }
);

/**
 * Reads what is to be corrected, consistently. It must stand at the version that the proposal names: a correction of
 * what has changed since would undo what it never saw.
 */
export async function readSubject(
  store: Store,
  change: RegisterChange,
  language: Language,
): Promise<Subject> {
  if (change.target === 'record') {
    const [before] = await readRecordVersions(store, [change.number]);
    if (!before) throw new Problem('not-found');
    const { record } = before;
    if (record.version !== change.version) throw new Problem('stale-version');
    const after = correctedRecord(record, change);
    if (!after) throw noSuchPlace(language);
    return { target: 'record', change, before, after, concerned: concernedIn([record]) };
  }
  const before = await readTitle(store, change.right);
  if (!before) throw new Problem('not-found');
  if (before.title.version !== change.version) throw new Problem('stale-version');
  const numbers = before.title.holds.flatMap((held) => held.record ?? []);
  const records = await readRecords(store, [...new Set(numbers)]);
  return { target: 'title', change, before, concerned: concernedIn(records.flatMap((one) => one ?? [])) };
}

/** Parties of the records that run on the title: they relied on what is now corrected. Each is told once. */
function concernedIn(records: readonly RegisterRecord[]): OfficeCorrection['concerned'] {
  const all = records.flatMap(({ filing, number, parties }) =>
    parties.map((party) => ({ party, filing, number })),
  );
  return [...new Map(all.map((one) => [one.party, one])).values()];
}

/** What would differ; a change that changes nothing is refused. */
export function differencesOf(subject: Subject, language: Language): readonly Difference[] {
  const found =
    subject.target === 'record'
      ? recordDifferences(subject.before.record, subject.after)
      : titleDifferences(
          subject.before.title,
          correctedTitle(subject.before.title, subject.change, subject.before.title),
        );
  if (found.length === 0) throw noSuchPlace(language);
  return found;
}

function noSuchPlace(language: Language): Problem {
  const detail = schemaFaultTexts['invalid-value'][language];
  return new Problem('invalid-request', {
    errors: [{ in: 'body', pointer: '/change', code: 'invalid-value', detail }],
  });
}
