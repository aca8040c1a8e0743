import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Item } from '../../../functions/_platform/dynamodb.ts';
import type { Store } from '../../../functions/_platform/store/store.ts';
import type { TableName, tables } from '../../../shared/tables.ts';
import { finder } from './broken.ts';
import { kindOf } from './kinds.ts';
import type { Standing } from './standing.ts';

/** Reads every table once. What is of no kind that the register knows, or cannot be read, is a fault. */
export async function readStanding(store: Store): Promise<Standing> {
  const names: TableName[] = ['register', 'filings', 'parties', 'search', 'journal'];
  const [register = [], filings = [], parties = [], search = [], journal = []] = await Promise.all(
    names.map((name) => scan(store, name)),
  );
  const items: Record<keyof typeof tables, Item[]> = { register, filings, parties, search, journal };
  const { found, say } = finder('kinds');
  const standing: Standing = {
    ...{ items, titles: new Map(), records: new Map(), entries: new Map(), openings: new Map() },
    ...{ pending: [], indices: new Map(), filings: new Map(), links: [], notices: [], documents: [] },
    ...{ decided: [], received: [], corrections: [], replies: new Map(), parties: new Map() },
    ...{ checkpoints: [], sizes: [], cursors: new Map(), faults: found },
  };
  for (const name of names) {
    for (const item of items[name]) {
      const where = `${name} ${item['pk']} ${item['sk']}`;
      const kind = kindOf(name, item);
      if (!kind) say(`${where} is of no known kind`);
      else {
        try {
          kind.take?.(standing, item);
        } catch (error) {
          say(`${where} cannot be read: ${error instanceof Error ? error.message : error}`);
        }
      }
    }
  }
  for (const lines of standing.titles.values())
    lines.sort((a, b) => a.value.title.version - b.value.title.version);
  for (const lines of standing.records.values())
    lines.sort((a, b) => a.value.record.version - b.value.record.version);
  return standing;
}

async function scan(store: Store, table: TableName): Promise<Item[]> {
  const items: Item[] = [];
  let from: Item | undefined;
  do {
    const answer = await store.client.send(
      new ScanCommand({
        ...{ TableName: store.tables[table], ConsistentRead: true },
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    items.push(...(answer.Items ?? []));
    from = answer.LastEvaluatedKey;
  } while (from);
  return items;
}
