export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
};

/** One try of a request; without an answer where the caller heard nothing. Steps are the run's own count. */
export type Attempt = { readonly begun: number; readonly ended: number; readonly answer?: Answer };

/** One request of an actor (under one `Idempotency-Key` where it changes anything), with every attempt at it. */
export type Request = {
  readonly no: number;
  /** The account's subject. */
  readonly actor: string;
  /** Its id in the table of operations. */
  readonly operation: string;
  readonly key?: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Headers that belong to what was asked, as `if-match` and `acting-party`; not the key. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly attempts: readonly Attempt[];
};

export type History = readonly Request[];
