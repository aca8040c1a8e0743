import type { Catalogue, ProxyTable } from './catalogue.ts';
import { type Failure, failures } from './failure.ts';
import { objectAt, textAt } from './json.ts';

/** One thing that the caller's role must allow. */
export interface Demand {
  readonly action: string;
  readonly resource: string;
  readonly leadingKeys?: readonly string[];
}

/** A request as the proxy understands it. */
export interface Call {
  readonly operation: string;
  /** How the call takes part in conflicts. */
  readonly part: 'none' | 'write' | 'batch-write' | 'transact-write' | 'transact-get';
  readonly tables: readonly string[];
  readonly demands: readonly Demand[];
  /** Items in the request's order, where the call takes part in conflicts. */
  readonly items: readonly (string | undefined)[];
  readonly token?: string;
}

export type ReadCall = { readonly call: Call } | { readonly failure: Failure };

/** The table that a request, or a part of one, names. */
export function tableOf(request: unknown, catalogue: Catalogue): ProxyTable | undefined {
  const name = textAt(objectAt(request)['TableName']);
  return name === undefined || name === '' ? undefined : catalogue.table(name);
}

/** The refusal of a request that names no table. */
export function unnamed(): ReadCall {
  return {
    failure: failures.validation(
      "1 validation error detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null",
    ),
  };
}
