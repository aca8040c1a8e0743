import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { partyId } from '../../shared/kernel/id.ts';
import { type Item, type Key, readAll } from '../_platform/dynamodb.ts';
import { log } from '../_platform/logger.ts';
import { entryOf, recordOf } from '../_platform/store/records.ts';
import type { Store } from '../_platform/store/store.ts';
import {
  project,
  type Read,
  readSubjects,
  type SearchDeps,
  type Subject,
  subjectsOfRead,
  write,
} from './project.ts';

/**
 * What the register's stream rings for: records and entries are read, and the index is brought up to them. Answers the
 * changes that could not be worked off, so that these come again.
 */
export function onChanges(deps: SearchDeps): (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse> {
  return async ({ Records }) => {
    const subjects = await subjectsOf(deps.store, Records.map(keyOf));
    const failed = await projectAll(deps, subjects.flat());
    const late = Records.filter((_, at) => subjects[at]?.some((one) => failed.has(nameOf(one))));
    return {
      batchItemFailures: late.map(({ dynamodb }) => ({ itemIdentifier: dynamodb?.SequenceNumber ?? '' })),
    };
  };
}

function keyOf({ dynamodb }: DynamoDBRecord): Key {
  return { pk: dynamodb?.Keys?.['pk']?.S ?? '', sk: dynamodb?.Keys?.['sk']?.S ?? '' };
}

/** What the items under these keys are about, in the same order; one that is not searched for is about nothing. */
export async function subjectsOf(store: Store, keys: readonly Key[]): Promise<readonly Subject[][]> {
  const items = await readAll(
    store.client,
    keys.map((key) => ({ table: store.tables.register, key })),
  );
  return items.map((item) => (item ? subjectsIn(item) : []));
}

function subjectsIn(item: Item): Subject[] {
  if (item['record'] !== undefined) {
    const record = recordOf(item);
    const parties = record.parties.map((id) => ({ kind: 'party' as const, id }));
    return [{ kind: 'record', number: record.number }, ...parties];
  }
  if (item['entry'] === undefined) return [];
  const entry = entryOf(item);
  return entry.act.startsWith('party.') ? partiesNamedIn(entry.public) : [];
}

/** Every party that an entry names, wherever: whoever it is, its index is made from what stands in the table. */
function partiesNamedIn(value: unknown): Subject[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(partiesNamedIn);
  const id = partyId.safeParse(value);
  return id.success ? [{ kind: 'party', id: id.data }] : [];
}

/** How many subjects are worked on at once: enough to hide the waiting, few enough to leave the table in peace. */
const togetherMax = 8;

/** Projects each subject once and answers the names of those that failed; one failure holds up nobody else. */
export async function projectAll(
  deps: SearchDeps,
  subjects: readonly Subject[],
): Promise<ReadonlySet<string>> {
  const apart = [...new Map(subjects.map((one) => [nameOf(one), one])).values()];
  const failed = new Set<string>();
  for (let at = 0; at < apart.length; at += subjectsOfRead) {
    const left = await readSubjects(deps.store, apart.slice(at, at + subjectsOfRead));
    const worker = async () => {
      for (let next = left.pop(); next; next = left.pop()) {
        const subject = nameOf(next.subject);
        await upToDate(deps, next).catch((error: unknown) => {
          log.error('SEARCH_BEHIND', { subject, error: error instanceof Error ? error.name : 'unknown' });
          failed.add(subject);
        });
      }
    };
    await Promise.all(Array.from({ length: togetherMax }, worker));
  }
  return failed;
}

/** Writes what was read together with others; reads again by itself where somebody was quicker. */
async function upToDate(deps: SearchDeps, read: Read): Promise<void> {
  if (!(await write(deps, read))) await project(deps, read.subject);
}

const nameOf = (subject: Subject) => (subject.kind === 'party' ? subject.id : subject.number);
