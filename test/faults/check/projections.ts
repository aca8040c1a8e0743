import type { Item } from '../../../functions/_platform/dynamodb.ts';
import { itemsOfParty, itemsOfRecord, partyState, recordState } from '../../../functions/search/keys.ts';
import { type Broken, type Finder, finder } from './broken.ts';
import type { Journal } from './read-journal.ts';
import type { Standing } from './standing.ts';

/** What follows the journal has come to its end, sets nothing aside, and has made what it should, and no more. */
export function projectionsFollow(standing: Standing, journal: Journal | undefined): Broken[] {
  const into = finder('projections');
  const { need } = into;
  for (const [name, next] of standing.cursors) {
    need(next === (journal?.size ?? 0), `${name} has followed to ${next} of ${journal?.size ?? 0}`);
  }
  for (const { pk, sk } of standing.items.journal) {
    need(!String(sk).startsWith('ASIDE#'), `${pk} has set ${sk} aside`);
  }
  if (standing.cursors.has('search')) searchAgrees(into, standing);
  return into.found;
}

const nameOf = ({ pk, sk }: Item) => `${pk} ${sk}`;

function searchAgrees({ need }: Finder, { items, parties, records }: Standing): void {
  const there = new Map(items.search.map((item) => [nameOf(item), item]));
  const expected = new Set<string>();
  const expect = (state: Item, own: readonly Item[]) => {
    expected.add(nameOf(state));
    for (const item of own) {
      expected.add(nameOf(item));
      need(there.has(nameOf(item)), `the index lacks ${nameOf(item)}`);
    }
  };
  // A party that no entry made is indexed only where a pledge names it.
  for (const [id, { value }] of parties) {
    const state = { ...partyState(id) };
    if (value.entry !== undefined || there.has(nameOf(state))) expect(state, itemsOfParty(value));
  }
  for (const [number, lines] of records) {
    const record = lines.at(-1)?.value.record;
    if (record) expect({ ...recordState(number) }, itemsOfRecord(record));
  }
  for (const name of expected) need(there.has(name), `the index lacks ${name}`);
  for (const name of there.keys()) need(expected.has(name), `the index has ${name}, which leads to nothing`);
}
