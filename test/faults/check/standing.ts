import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Item } from '../../../functions/_platform/dynamodb.ts';
import type { RecordVersion } from '../../../functions/_platform/store/record-versions.ts';
import type { Store } from '../../../functions/_platform/store/store.ts';
import type { TitleVersion } from '../../../functions/_platform/store/titles.ts';
import type { EntryId, FilingId, PartyId } from '../../../shared/kernel/id.ts';
import type { RightId } from '../../../shared/kernel/right.ts';
import type { DecidedLine } from '../../../shared/register/clock.ts';
import type { DocumentState } from '../../../shared/register/document.ts';
import type { Entry, Opening } from '../../../shared/register/entry.ts';
import type { Filing } from '../../../shared/register/filing.ts';
import type { Notice } from '../../../shared/register/notice.ts';
import type { OfficeCorrection } from '../../../shared/register/office-correction.ts';
import type { Party } from '../../../shared/register/party.ts';
import type { TableName, tables } from '../../../shared/tables.ts';
import { type Broken, finder } from './broken.ts';
import { kindOf } from './kinds.ts';

/** A value with the item in which it lies. */
export type Lying<Value> = { readonly value: Value; readonly item: Item };

/** A stored reply, with its body read. */
export type KeptReply = {
  readonly requestDigest: string;
  readonly status: number;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly etag?: string | undefined;
};

/** Everything that stands in the tables, read once and sorted by what it is. */
export type Standing = {
  readonly items: Readonly<Record<TableName, readonly Item[]>>;
  /** Versions of each title and record, in the order of their numbers. */
  readonly titles: Map<RightId, Lying<TitleVersion>[]>;
  readonly records: Map<string, Lying<RecordVersion>[]>;
  readonly entries: Map<EntryId, Entry>;
  readonly openings: Map<EntryId, Opening[]>;
  readonly pending: EntryId[];
  readonly indices: Map<EntryId, number>;
  readonly filings: Map<FilingId, Lying<Filing>>;
  readonly links: { readonly party: PartyId; readonly filing: FilingId }[];
  readonly notices: { readonly party: PartyId; readonly notice: Notice }[];
  readonly documents: Lying<DocumentState>[];
  readonly decided: DecidedLine[];
  readonly received: FilingId[];
  readonly corrections: OfficeCorrection[];
  /** By the key under which it lies. */
  readonly replies: Map<string, KeptReply>;
  readonly parties: Map<PartyId, Lying<Party>>;
  readonly checkpoints: { readonly size: number; readonly instant: string; readonly note: string }[];
  readonly sizes: { readonly size: number; readonly instant: string }[];
  readonly cursors: Map<string, number>;
  readonly faults: readonly Broken[];
};

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
