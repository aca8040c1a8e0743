import type { Language } from '../kernel/localised.ts';
import { type Exchange, exchange, type Patience, patient, type Reply } from './client/exchange.ts';
import { type GatewayAnswer, isProblem, parseRefusal } from './client/refusal.ts';
import type { OperationRow } from './operation.ts';
import {
  type Answer,
  type OperationId,
  type OperationOf,
  operations,
  type Sent,
} from './operations/index.ts';
import type { ProblemDocument } from './problems.ts';

export { type GatewayAnswer, isProblem };

export type ClientOptions = {
  /** Origin of the API, with a stage's path where there is one. */
  readonly baseUrl: string;
  /** Asked before every attempt, so that a token renewed meanwhile is used; public operations need none. */
  readonly token?: () => Promise<string> | string;
  readonly fetch?: typeof globalThis.fetch;
  /** Language of problems; the register answers in Chinese where it is left out. */
  readonly language?: Language;
  /** The party acted for, where the account may act for several. */
  readonly actingParty?: string;
  readonly patience?: Partial<Patience>;
};

type Parts<Id extends OperationId> = Sent<Id>;

/** Parts that may be left out: a query or a body in which nothing is required. */
type OptionalParts<Id extends OperationId> = {
  [Name in keyof Parts<Id>]: Record<never, never> extends Parts<Id>[Name] ? Name : never;
}[keyof Parts<Id>];

/** What an operation is sent: `params`, `query` and `body` as its row says, and no other. */
export type CallRequest<Id extends OperationId> = Omit<Parts<Id>, OptionalParts<Id>> &
  Partial<Pick<Parts<Id>, OptionalParts<Id>>>;

type NeedsIfMatch<Id extends OperationId> =
  OperationOf<Id> extends { readonly etag: 'required' } ? true : false;

/** `ifMatch` is the ETag last read; operations that edit do not compile without it. */
export type CallOptions<Id extends OperationId> = {
  /** Made anew for each call where left out; give your own to repeat a call across restarts. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
} & (NeedsIfMatch<Id> extends true ? { readonly ifMatch: string } : { readonly ifMatch?: never });

type Rest<Id extends OperationId> =
  NeedsIfMatch<Id> extends true
    ? [request: CallRequest<Id>, options: CallOptions<Id>]
    : Record<never, never> extends CallRequest<Id>
      ? [request?: CallRequest<Id>, options?: CallOptions<Id>]
      : [request: CallRequest<Id>, options?: CallOptions<Id>];

export type CallResult<Id extends OperationId> =
  | {
      readonly ok: true;
      readonly status: number;
      readonly body: Answer<Id>;
      readonly etag?: string;
      /** The demonstration mark; present on everything that an environment for trials answers. */
      readonly notice?: string;
      readonly headers: Headers;
    }
  | {
      readonly ok: false;
      readonly status: number;
      readonly problem: ProblemDocument | GatewayAnswer;
      readonly headers: Headers;
    };

export type Client = {
  /**
   * Calls one operation. Refusals are values; a call that never got an answer throws the last network error, and
   * an answer that does not fit its schema throws `UnexpectedAnswer`.
   */
  readonly call: <Id extends OperationId>(id: Id, ...rest: Rest<Id>) => Promise<CallResult<Id>>;
};

/** The server answered 2xx with something that the contract does not know: a bug on one of the two sides. */
export class UnexpectedAnswer extends Error {
  readonly status: number;

  constructor(id: string, status: number, where: string) {
    super(`${id} answered ${status} with something other than its schema${where}`);
    this.name = 'UnexpectedAnswer';
    this.status = status;
  }
}

type LooseRequest = { params?: object; query?: object; body?: unknown };
type LooseOptions = { idempotencyKey?: string; ifMatch?: string; signal?: AbortSignal };

const rowsById: ReadonlyMap<string, OperationRow> = new Map(operations.map((row) => [row.id, row]));

/** A client of every operation of the table, typed from the table. */
export function createClient(options: ClientOptions): Client {
  const patience = { ...patient, ...options.patience };
  const fetch = options.fetch ?? globalThis.fetch.bind(globalThis);
  return {
    call: async (id, ...rest) => {
      const row = rowsById.get(id);
      if (!row) throw new TypeError(`no such operation: ${id}`);
      const request: LooseRequest = rest[0] ?? {};
      const more: LooseOptions = rest[1] ?? {};
      const sent = exchangeOf(row, request, more, options);
      const reply = await exchange(sent, fetch, patience);
      // The row was looked up by the id, so its schema gives exactly this id's answer.
      return resultOf(row, reply) as CallResult<typeof id>;
    },
  };
}

function exchangeOf(
  row: OperationRow,
  request: LooseRequest,
  more: LooseOptions,
  options: ClientOptions,
): Exchange {
  const fixed: Record<string, string> = { accept: row.success.mediaType ?? 'application/json' };
  if (options.language) fixed['accept-language'] = options.language;
  if (row.body) fixed['content-type'] = 'application/json';
  if (row.idempotent) fixed['idempotency-key'] = more.idempotencyKey ?? globalThis.crypto.randomUUID();
  if (more.ifMatch !== undefined) fixed['if-match'] = more.ifMatch;
  if (row.audience === 'own' && options.actingParty) fixed['acting-party'] = options.actingParty;
  const token = row.audience === 'public' ? undefined : options.token;
  return {
    url: urlOf(options.baseUrl, row.path, request),
    method: row.method,
    headers: async () => (token ? { ...fixed, authorization: `Bearer ${await token()}` } : fixed),
    body: row.body ? JSON.stringify(request.body ?? {}) : undefined,
    // A repeated edit would meet its own new version, so only what the gateway turned away is sent again.
    repeatable: row.method === 'GET' || row.idempotent === true,
    signal: more.signal,
  };
}

/** The address; every parameter is escaped, so that a number with a slash cannot lead to another operation. */
function urlOf(baseUrl: string, path: string, { params, query }: LooseRequest): string {
  const values: Record<string, unknown> = { ...params };
  const filled = path.replace(/\{(\w+)(\+?)\}/g, (_whole, name: string, rest: string) => {
    const value = Object.hasOwn(values, name) ? String(values[name]) : '';
    // A segment that is empty or of dots alone would be folded away, and the call would reach its parent.
    const segments = rest === '' ? [value] : value.split('/');
    if (segments.some((one) => /^\.*$/.test(one))) {
      throw new TypeError(`path parameter ${name} is empty or only dots`);
    }
    return segments.map(encodeURIComponent).join('/');
  });
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) search.set(name, String(value));
  }
  const asked = search.toString();
  return `${baseUrl.replace(/\/+$/, '')}${filled}${asked === '' ? '' : `?${asked}`}`;
}

function resultOf(row: OperationRow, reply: Reply): CallResult<OperationId> {
  const { status, headers, text } = reply;
  if (status < 200 || status > 299) return { ok: false, status, headers, problem: parseRefusal(reply) };
  const { value, notice } = row.success.mediaType
    ? { value: text, notice: undefined }
    : read(row, status, text);
  const parsed = row.success.schema.safeParse(value);
  if (!parsed.success) {
    const path = parsed.error.issues[0]?.path.map(String).join('/') ?? '';
    throw new UnexpectedAnswer(row.id, status, ` at /${path}`);
  }
  const etag = headers.get('etag');
  return {
    ok: true,
    status,
    headers,
    // As in `createClient`: the schema that parsed it is the row's own.
    body: parsed.data as Answer<OperationId>,
    ...(etag !== null && { etag }),
    ...(notice !== undefined && { notice }),
  };
}

/** The body without the demonstration mark, which stands beside the answer and is no part of any schema. */
function read(
  row: OperationRow,
  status: number,
  text: string,
): { value: unknown; notice: string | undefined } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UnexpectedAnswer(row.id, status, ', not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { value, notice: undefined };
  const { notice, ...rest }: { notice?: unknown } = value;
  return typeof notice === 'string' ? { value: rest, notice } : { value, notice: undefined };
}
