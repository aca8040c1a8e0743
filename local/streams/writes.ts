import type { ObservedCall } from '../dynamodb/stats.ts';

const writing = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'TransactWriteItems']);

/** Tells of writes to tables as the proxy sees them, so that nobody has to look at a stream all the time. */
export type Writes = {
  observe(call: ObservedCall): void;
  /** Calls `listener` after each write to the table. */
  listen(tableName: string, listener: () => void): void;
};

export function observeWrites(): Writes {
  const listeners = new Map<string, (() => void)[]>();
  return {
    observe: ({ action, status, tables }) => {
      if (status !== 200 || !writing.has(action)) return;
      for (const table of tables) for (const listener of listeners.get(table) ?? []) listener();
    },
    listen: (tableName, listener) => {
      listeners.set(tableName, [...(listeners.get(tableName) ?? []), listener]);
    },
  };
}
