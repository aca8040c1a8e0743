import { checkpointPath } from '../../../shared/journal/checkpoint.ts';
import { grow } from '../../../shared/journal/grow.ts';
import { leafOf } from '../../../shared/register/leaf.ts';
import type { History } from '../history.ts';
import type { Remains } from '../remains.ts';
import { type Broken, type Finder, finder } from './broken.ts';
import { keptAsShown, shownOnlyGrew, sizesOf } from './checkpoints.ts';
import type { Journal } from './read-journal.ts';
import type { Standing } from './standing.ts';

/** One log was shown to everybody, it only ever grew, and it holds each entry once, behind what it rests on. */
export async function logIsOne(
  remains: Remains,
  standing: Standing,
  journal: Journal | undefined,
  history: History,
): Promise<Broken[]> {
  const into = finder('log');
  if (!journal) {
    into.need(
      standing.entries.size === 0 && remains.shown.length === 0,
      'there are entries, and no checkpoint',
    );
    return into.found;
  }
  const sizeOf = sizesOf(into, remains, journal);
  await sizeOf(journal.note, 'that stands');
  await shownOnlyGrew(into, remains, history, sizeOf);
  await keptAsShown(into, standing, sizeOf);
  await objectsAreOfIt(into, remains, journal);
  headIsSettled(into, standing, journal);
  entriesAreInOrder(into, standing, journal);
  return into.found;
}

/** The objects of the log are those that its leaves make. */
async function objectsAreOfIt(
  { need }: Finder,
  { shelf }: Remains,
  { leaves, note }: Journal,
): Promise<void> {
  const { objects } = grow(0, leaves, () => new Uint8Array());
  for (const [path, bytes] of objects) {
    const kept = (await shelf.get(path))?.bytes;
    need(kept !== undefined && Buffer.compare(kept, bytes) === 0, `${path} is not what the log has there`);
  }
  const again = (await shelf.get(checkpointPath))?.bytes;
  need(new TextDecoder().decode(again) === note, 'the checkpoint changed while nothing was done');
}

function headIsSettled({ need }: Finder, { items }: Standing, { size }: Journal): void {
  const head = items.journal.find(({ pk }) => pk === 'HEAD')?.['head'];
  const published: unknown = Reflect.get(Object(head), 'published');
  const known: unknown = Reflect.get(Object(published), 'size');
  need(known === size, `the head knows ${known} leaves, and ${size} are published`);
  need(Reflect.get(Object(head), 'staged') === undefined, 'a batch is decided on and not published');
}

/** Each entry once, as the register has it and where its index says; each version of a title behind the one before. */
function entriesAreInOrder({ need }: Finder, { entries, indices, titles }: Standing, journal: Journal): void {
  const seen = new Set<string>();
  const made = new Set<string>();
  for (const { index, entry, leaf } of journal.entries) {
    const { id, advanced = [], read = [] } = entry;
    need(!seen.has(id), `${id} stands in the log twice`);
    seen.add(id);
    const own = entries.get(id);
    need(
      own !== undefined && Buffer.compare(leafOf(own), leaf) === 0,
      `the leaf ${index} is not ${id} as it is kept`,
    );
    need(indices.get(id) === index, `${id} stands at ${index}, and its index says ${indices.get(id)}`);
    for (const [right, [first]] of titles) {
      if (first?.value.title.entry === id) made.add(`${right} 1`);
    }
    for (const { right, version } of advanced) {
      const rests = version === 1 || made.has(`${right} ${version - 1}`);
      need(rests, `${id} stands before version ${version - 1} of ${right}, on which it rests`);
      made.add(`${right} ${version}`);
    }
    for (const { right, version } of read) {
      need(
        made.has(`${right} ${version}`),
        `${id} stands before version ${version} of ${right}, which it read`,
      );
    }
  }
  for (const id of entries.keys()) need(seen.has(id), `${id} is not in the log`);
}
