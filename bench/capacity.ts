import type { TableShape } from '../shared/tables.ts';
import { itemSize } from './item-size.ts';

type Item = Readonly<Record<string, unknown>>;

/**
 * Units by DynamoDB's documented rules (Developer Guide, "DynamoDB read and write operations" and "Transaction
 * capacity"): reads round up to 4 KB, writes to 1 KB, a consistent read counts one, an eventual one half, and
 * every action of a transaction twice.
 */
const readBlock = 4096;
const writeBlock = 1024;
export const transactional = 2;

const blocks = (bytes: number, block: number) => Math.max(1, Math.ceil(bytes / block));

/** One item read by its key; an item that is not there costs as much as the smallest. */
export function keyReadUnits(item: Item | undefined, consistent: boolean): number {
  return blocks(item ? itemSize(item) : 0, readBlock) * (consistent ? 1 : 0.5);
}

/** The items that one query walked over, rounded up together. */
export function queryUnits(items: readonly Item[], consistent: boolean): number {
  const bytes = items.reduce((sum, item) => sum + itemSize(item), 0);
  return blocks(bytes, readBlock) * (consistent ? 1 : 0.5);
}

/** What a put costs in its table and in the indexes it enters or leaves; the larger of new and old counts. */
export function putUnits(shape: TableShape, made: Item, old: Item | undefined): number {
  const bytes = Math.max(itemSize(made), old ? itemSize(old) : 0);
  return blocks(bytes, writeBlock) + indexUnits(shape, made, old);
}

/** A key that changes is one write to take the old entry out and one to put the new one in. */
function indexUnits(shape: TableShape, made: Item, old: Item | undefined): number {
  let units = 0;
  for (const index of Object.values(shape.indexes)) {
    const names = [index.partitionKey, index.sortKey, shape.partitionKey, shape.sortKey];
    const [entry, before] = [entryOf(made, names), entryOf(old, names)];
    if (JSON.stringify(entry) === JSON.stringify(before)) continue;
    for (const one of [entry, before]) if (one) units += blocks(itemSize(one), writeBlock);
  }
  return units;
}

/** An item is in an index when it has all of its keys; such an index holds nothing but keys. */
function entryOf(item: Item | undefined, names: readonly string[]): Item | undefined {
  if (!item || names.some((name) => item[name] === undefined)) return undefined;
  return Object.fromEntries([...new Set(names)].map((name) => [name, item[name]]));
}

/** Writes of so many bytes if they could all lie in one item: what no layout of the same facts can go below. */
export function bytesFloor(bytes: number): number {
  return blocks(bytes, writeBlock) * transactional;
}
