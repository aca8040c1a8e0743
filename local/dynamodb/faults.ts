import type { IncomingHttpHeaders } from 'node:http';
import type { Call } from './call.ts';
import { type JsonObject, objectAt } from './json.ts';

/** One request as it arrived. */
export interface FaultedCall {
  readonly operation: string;
  readonly tables: readonly string[];
  /** The items that a write or a transaction names, in the request's order; other reads name none here. */
  readonly items: readonly (string | undefined)[];
  /** The value of its header `x-fault-mark`, by which whoever plans faults knows it. */
  readonly mark: string | undefined;
  /** A read all of which asked for strong consistency. A read of an index never does; a TransactGetItems always. */
  readonly consistent: boolean;
}

/**
 * What becomes of a call before the engine hears of it. A word that the cloud could not say of the call (a conflict
 * of a plain read, or of a transaction that has succeeded under its token already) lets it through.
 */
export type Before =
  | 'through'
  /** The connection breaks. */
  | 'cut'
  /** Over the table's capacity: a transaction is cancelled by ThrottlingError, others get a ThrottlingException. */
  | 'throttled'
  /** A ThrottlingException, of a transaction too. */
  | 'turnedAway'
  /** The milder form for batches: all of one comes back as unprocessed. */
  | 'unprocessed'
  /** The later half of a batch comes back, the rest is done; of one item alone, that one comes back. */
  | 'partlyUnprocessed'
  /** As if another transaction were at the first item. What a batch writes comes back as unprocessed. */
  | 'conflict'
  /** 500 InternalServerError. */
  | 'failed'
  /** What did not ask for strong consistency sees an older state, where the proxy keeps one. */
  | 'lagging';

/** What becomes of a call that the engine has answered: nobody hears of it, or hears 500 though it was done. */
export type After = 'through' | 'cut' | 'failed';

/** Decides what goes wrong. Both may wait as long as they like. */
export interface Faults {
  /**
   * Asked while the call counts as in flight already, so that one held here really conflicts with its competitors.
   * Not asked of a call that met somebody else's work itself, or that was refused: it never gets to the engine.
   */
  before(call: FaultedCall): Promise<Before>;
  /** Asked once the engine has answered, well or not, and the call is over. */
  after(call: FaultedCall): Promise<After>;
}

/** The mark among a request's headers. */
export function markOf(headers: IncomingHttpHeaders): string | undefined {
  const mark = headers['x-fault-mark'];
  return Array.isArray(mark) ? mark[0] : mark;
}

export function faultedCall(call: Call, request: JsonObject, mark: string | undefined): FaultedCall {
  const { operation, tables, items } = call;
  return { operation, tables, items, mark, consistent: isConsistent(call, request) };
}

function isConsistent({ operation }: Call, request: JsonObject): boolean {
  switch (operation) {
    case 'TransactGetItems':
      return true;
    case 'BatchGetItem':
      return Object.values(objectAt(request['RequestItems'])).every(
        (asked) => objectAt(asked)['ConsistentRead'] === true,
      );
    case 'GetItem':
    case 'Query':
    case 'Scan':
      return request['ConsistentRead'] === true && request['IndexName'] === undefined;
    default:
      return false;
  }
}
