import { type DynamoDBDocumentClient, GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { type TableName, tables } from '../shared/tables.ts';
import { engineUnits } from './call-units.ts';
import { bytesFloor, putUnits, transactional } from './capacity.ts';
import { itemSize } from './item-size.ts';
import { documentClient, rawClient } from './register-under-test.ts';
import { listen, type Transaction } from './wiretap.ts';

/** One write of a transaction: what it is, how large, and what it costs. */
export type WriteLine = {
  readonly item: string;
  readonly bytes: number;
  readonly engine: number;
  readonly rules: number;
};

export type WriteUnits = {
  readonly lines: readonly WriteLine[];
  readonly engine: number;
  readonly rules: number;
  /** What all bytes would cost in one single item. */
  readonly floor: number;
};

type Names = Readonly<Record<TableName, string>>;

/**
 * The units of a transaction, action by action. The engine tells of a transaction no more than its largest item a
 * table, so each action is sent as a transaction of its own, in the same order and under the same condition.
 */
export async function writeUnits(endpoint: string, names: Names, held: Transaction): Promise<WriteUnits> {
  const raw = rawClient(endpoint);
  const calls = listen(raw);
  const client = documentClient(raw);
  const lines: WriteLine[] = [];
  for (const action of held.TransactItems) {
    const { Put: put } = action;
    if (!put?.Item || !put.TableName) throw new Error(`not measured: ${Object.keys(action)}`);
    const old = await itemThere(client, put.TableName, put.Item);
    await client.send(new TransactWriteCommand({ TransactItems: [action] }));
    const sent = calls.at(-1);
    lines.push({
      item: nameOf(put.Item),
      bytes: itemSize(put.Item),
      engine: sent ? engineUnits(sent) : 0,
      rules: putUnits(tables[tableOf(names, put.TableName)], put.Item, old) * transactional,
    });
  }
  raw.destroy();
  const sum = (name: 'bytes' | 'engine' | 'rules') => lines.reduce((total, one) => total + one[name], 0);
  return { lines, engine: sum('engine'), rules: sum('rules'), floor: bytesFloor(sum('bytes')) };
}

async function itemThere(client: DynamoDBDocumentClient, table: string, item: Record<string, unknown>) {
  const { pk, sk } = item;
  const get = new GetCommand({ TableName: table, Key: { pk, sk }, ConsistentRead: true });
  return (await client.send(get)).Item;
}

function tableOf(names: Names, physical: string): TableName {
  for (const name of ['register', 'filings', 'parties'] as const) if (names[name] === physical) return name;
  throw new Error(`no table ${physical}`);
}

/** The kind of an item by its key, without the numbers: `TITLE VERSION`, `OPENINGS private`. */
function nameOf({ pk, sk }: Record<string, unknown>): string {
  const [kind = ''] = String(pk).split('#');
  const [sort = '', more = ''] = String(sk).split('#');
  if (kind === 'TITLE') return more === 'current' ? 'title' : 'title, the version before';
  if (sort === 'OPENINGS') return `openings, ${more}`;
  if (kind === 'PARTY') return sort === 'FILING' ? 'link to a party' : sort.toLowerCase();
  return kind.toLowerCase();
}
