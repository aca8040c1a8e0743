import type { FunctionName, Relation, StaffRole } from '../../shared/contracts/operation.ts';
import type {
  Answer,
  FunctionOf,
  OperationId,
  OperationOf,
  Request,
} from '../../shared/contracts/operations/index.ts';
import type { Language } from '../../shared/kernel/localised.ts';
import type { PlainDate } from '../../shared/kernel/plain-date.ts';
import type { Acting } from '../../shared/register/authority.ts';
import type { Item } from './dynamodb.ts';
import type { ReplySlot, StoredReply } from './reply.ts';
import type { Account } from './store/parties.ts';

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

/** What only some operations have; `undefined` where the row of the table does not ask for it. */
type Given<Row> = {
  readonly caller: Row extends { audience: 'own'; relation: Exclude<Relation, 'account' | 'anyone'> }
    ? Omit<Acting, 'mandates'>
    : undefined;
  /** The account itself, for what it asks before it has chosen a party. */
  readonly account: Row extends { relation: 'account' | 'anyone' } ? Account : undefined;
  readonly staff: Row extends { audience: 'office' } ? Staff : undefined;
  readonly slot: Row extends { idempotent: true } ? ReplySlot : undefined;
  /** The version named in `If-Match`. */
  readonly version: Row extends { etag: 'required' } ? number : undefined;
  /** The media type that `Accept` chose. */
  readonly mediaType: Row extends { success: { alternatives: readonly (infer Type)[] } }
    ? 'application/json' | Type
    : undefined;
  /** The filing named in the path as stored, read in the same call as the caller; absent when there is none. */
  readonly filingItem: Item | undefined;
  /** What the member of staff declared, as stored; read in the same call where the row asks for it. */
  readonly staffItem: Item | undefined;
};

export type Call<Id extends OperationId> = Situation & Request<Id> & Given<OperationOf<Id>>;

export type Fresh<Id extends OperationId> = {
  readonly body: Answer<Id>;
  readonly etag?: string;
  /** The same question will get these bytes for ever, so that anyone may keep them who may see them. */
  readonly lasting?: true;
};

/** An answer in another media type than JSON, with the name under which a browser would keep it, where it has one. */
export type Bytes = { readonly bytes: Uint8Array; readonly fileName?: string; readonly etag?: string };

/** An idempotent operation can only answer with a reply that was committed with its change. */
type Result<Id extends OperationId> = Id extends OperationId ? ResultOf<Id, OperationOf<Id>> : never;
type ResultOf<Id extends OperationId, Row> = Row extends { idempotent: true }
  ? { readonly reply: StoredReply }
  : Row extends { success: { alternatives: readonly string[] } | { mediaType: string } }
    ? Fresh<Id> | Bytes
    : Fresh<Id>;

/** One handler an operation: leave one out, or name one that the table does not have, and it does not compile. */
export type Handlers<F extends FunctionName> = {
  readonly [Id in OperationId as FunctionOf<Id> extends F ? Id : never]: (
    call: Call<Id>,
  ) => Promise<Result<Id>>;
};
