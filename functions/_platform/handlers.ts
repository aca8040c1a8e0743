import type { FunctionName, StaffRole } from '../../shared/contracts/operation.ts';
import type {
  Answer,
  IdsOf,
  OperationId,
  OperationOf,
  Request,
} from '../../shared/contracts/operations/index.ts';
import type { Language } from '../../shared/kernel/localised.ts';
import type { PlainDate } from '../../shared/kernel/plain-date.ts';
import type { Acting } from '../../shared/register/authority.ts';
import type { Item } from './dynamodb.ts';
import type { ReplySlot, StoredReply } from './reply.ts';

/** What every handler is told beside its parsed request. */
export type Situation = {
  readonly requestId: string;
  readonly language: Language;
  /** Epoch milliseconds when the request was taken up, and that day in Asia/Shanghai. */
  readonly nowMs: number;
  readonly today: PlainDate;
};

/** A member of staff: the account and the roles its groups give. */
export type Staff = { readonly account: string; readonly roles: readonly StaffRole[] };

type CallerOf<Row> = Row extends { audience: 'own' }
  ? { readonly caller: Omit<Acting, 'mandates'> }
  : Row extends { audience: 'office' }
    ? { readonly staff: Staff }
    : unknown;

type SlotOf<Row> = Row extends { idempotent: true } ? { readonly slot: ReplySlot } : unknown;
type VersionOf<Row> = Row extends { etag: 'required' } ? { readonly version: number } : unknown;

/** The filing named in the path as stored, read in the same call as the caller; absent when there is none. */
type FilingOf<Row> = Row extends { path: `${string}{filingId}${string}` }
  ? { readonly filingItem: Item | undefined }
  : unknown;

export type Call<Id extends OperationId> = Situation &
  Request<Id> &
  CallerOf<OperationOf<Id>> &
  SlotOf<OperationOf<Id>> &
  VersionOf<OperationOf<Id>> &
  FilingOf<OperationOf<Id>>;

export type Fresh<Id extends OperationId> = { readonly body: Answer<Id>; readonly etag?: string };

/** An idempotent operation can only answer with a reply that was committed with its change. */
type Result<Id extends OperationId> =
  OperationOf<Id> extends { idempotent: true } ? { readonly reply: StoredReply } : Fresh<Id>;

/** One handler an operation: leave one out, or name one that the table does not have, and it does not compile. */
export type Handlers<F extends FunctionName> = {
  readonly [Id in IdsOf<F>]: (call: Call<Id>) => Promise<Result<Id>>;
};
