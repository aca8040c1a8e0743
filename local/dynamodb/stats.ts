import type { Consumed } from './consumption.ts';

/** One call as it was answered. */
export interface ObservedCall {
  readonly accessKeyId: string;
  /** The operation, `TransactWriteItems` say; empty when the request named none that is known. */
  readonly action: string;
  readonly tables: readonly string[];
  /** 0 where an added fault broke the connection. */
  readonly status: number;
  /** Short name of the error that the proxy itself answered; the engine's own errors are not read. */
  readonly refusal?: string;
  /** Where the caller asked for it with ReturnConsumedCapacity. */
  readonly consumed?: readonly Consumed[];
  readonly elapsedMs: number;
}

export interface ProxyStats {
  /** Calls by operation. */
  readonly calls: Readonly<Record<string, number>>;
  /** The proxy's own refusals by error name. */
  readonly refusals: Readonly<Record<string, number>>;
  /** Capacity units by operation, then by table, of the calls that asked to be told. */
  readonly consumed: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export interface StatsCounter {
  count(call: ObservedCall): void;
  snapshot(): ProxyStats;
}

export function countCalls(): StatsCounter {
  const calls: Record<string, number> = {};
  const refusals: Record<string, number> = {};
  const consumed: Record<string, Record<string, number>> = {};
  return {
    count(call) {
      calls[call.action] = (calls[call.action] ?? 0) + 1;
      if (call.refusal !== undefined) refusals[call.refusal] = (refusals[call.refusal] ?? 0) + 1;
      for (const { table, units } of call.consumed ?? []) {
        consumed[call.action] ??= {};
        const byTable = consumed[call.action] ?? {};
        byTable[table] = (byTable[table] ?? 0) + units;
      }
    },
    snapshot: () => structuredClone({ calls, refusals, consumed }),
  };
}
