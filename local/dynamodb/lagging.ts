import type { Call } from './call.ts';
import type { ProxyTable } from './catalogue.ts';
import { type CopiedTable, copyItems, everyName } from './copy-items.ts';
import { createCopies } from './copy-table.ts';
import { type EngineAnswer, forwardTo } from './forward.ts';
import { itemTable } from './item-name.ts';
import { isObject, type JsonObject, objectAt } from './json.ts';

/**
 * Keeps an older state of each table, so that reads which did not ask for strong consistency can see it, as in the
 * cloud now and then. What is written through the proxy is noted, and comes into the older state when it is told to.
 */
export interface Lagging {
  /** Notes what a call may have written, once the engine has answered it; asks the engine nothing. */
  note(call: Call): void;
  /**
   * The same read aimed at the older state; `named` gives the answer the names of the caller's tables. Undefined for
   * what always sees the newest: writes, transactions, reads that asked for strong consistency.
   */
  aim(call: Call, request: JsonObject): Aimed | undefined;
  /**
   * Brings noted items up to date, all of them or those that are picked by name, see `itemName`; the others stay
   * noted, so that items come up in any order as they do in an index.
   */
  catchUp(picked?: (item: string) => boolean): Promise<void>;
  /** Brings every item up to date, also those written or deleted behind the proxy. */
  copyAll(): Promise<void>;
  close(): void;
}

interface Aimed {
  readonly body: Buffer;
  named(answer: EngineAnswer): EngineAnswer;
}

const copyOf = (table: string) => `${table}.older`;

/** Creates a second table beside each of the engine's; they begin empty, see `copyAll`. */
export async function startLagging(engineUrl: string, tables: readonly ProxyTable[]): Promise<Lagging> {
  const copied = new Map<string, CopiedTable>(
    tables.map(({ name, keys }) => [name, { name, keys, copy: copyOf(name) }]),
  );
  await createCopies(engineUrl, new Map([...copied.values()].map(({ name, copy }) => [name, copy])));
  const engine = forwardTo(engineUrl);
  const noted = new Set<string>();
  let last: Promise<void> = Promise.resolve();

  const bringUp = async (picked: (item: string) => boolean) => {
    const names = [...noted].filter(picked);
    for (const name of names) noted.delete(name);
    const byTable = Map.groupBy(names, itemTable);
    try {
      await Promise.all(
        [...byTable].map(async ([name, items]) => {
          const table = copied.get(name);
          if (table) await copyItems(engine, table, items);
        }),
      );
    } catch (error) {
      for (const name of names) noted.add(name);
      throw error;
    }
  };
  // One after the other, lest an older reading overwrite a newer one.
  const catchUp = (picked: (item: string) => boolean = () => true) => {
    last = last.then(
      () => bringUp(picked),
      () => bringUp(picked),
    );
    return last;
  };
  return {
    note(call) {
      if (call.part === 'none' || call.part === 'transact-get') return;
      for (const item of call.items) if (item !== undefined) noted.add(item);
    },
    aim: (call, request) => aim(call, request, (table) => copied.get(table)?.copy),
    catchUp,
    async copyAll() {
      for (const table of copied.values()) for (const name of await everyName(engine, table)) noted.add(name);
      await catchUp();
    },
    close: engine.close,
  };
}

type CopyName = (table: string) => string | undefined;

function aim(call: Call, request: JsonObject, copyName: CopyName): Aimed | undefined {
  switch (call.operation) {
    case 'GetItem':
    case 'Query':
    case 'Scan': {
      const copy = copyName(call.tables[0] ?? '');
      if (copy === undefined || request['ConsistentRead'] === true) return undefined;
      return aimed({ ...request, TableName: copy }, new Map([[copy, request['TableName']]]));
    }
    case 'BatchGetItem':
      return aimBatch(call, request, copyName);
    default:
      return undefined;
  }
}

/** In a batch each table says for itself whether its reads are to be consistent. */
function aimBatch(call: Call, request: JsonObject, copyName: CopyName): Aimed | undefined {
  const names = new Map<string, string>();
  const asked = Object.entries(objectAt(request['RequestItems'])).map(([named, one], at) => {
    const copy = copyName(call.tables[at] ?? '');
    if (copy === undefined || objectAt(one)['ConsistentRead'] === true) return [named, one];
    names.set(copy, named);
    return [copy, one];
  });
  return names.size === 0 ? undefined : aimed({ ...request, RequestItems: Object.fromEntries(asked) }, names);
}

function aimed(request: JsonObject, names: ReadonlyMap<string, unknown>): Aimed {
  const nameOf = (copy: unknown) => (typeof copy === 'string' ? names.get(copy) : undefined) ?? copy;
  return {
    body: Buffer.from(JSON.stringify(request)),
    named(answer) {
      const parsed: unknown = answer.status === 200 ? JSON.parse(answer.body.toString('utf8')) : undefined;
      if (!isObject(parsed)) return answer;
      const { 'x-amz-crc32': _, ...headers } = answer.headers;
      return { ...answer, headers, body: Buffer.from(JSON.stringify(rename(parsed, nameOf))) };
    },
  };
}

/** The places of an answer that name a table. */
function rename(answer: JsonObject, nameOf: (copy: unknown) => unknown): JsonObject {
  const renamed: Record<string, unknown> = { ...answer };
  for (const field of ['Responses', 'UnprocessedKeys']) {
    const byTable = answer[field];
    if (isObject(byTable))
      renamed[field] = Object.fromEntries(
        Object.entries(byTable).map(([copy, one]) => [String(nameOf(copy)), one]),
      );
  }
  const consumed = answer['ConsumedCapacity'];
  const told = (one: unknown) => (isObject(one) ? { ...one, TableName: nameOf(one['TableName']) } : one);
  if (consumed !== undefined)
    renamed['ConsumedCapacity'] = Array.isArray(consumed) ? consumed.map(told) : told(consumed);
  return renamed;
}
