/** One request whose signature holds and whose operation is known. */
export type S3Call = {
  /** `PutObject` and the like. */
  readonly operation: string;
  readonly bucket: string;
  readonly key: string | undefined;
  /** The value of its header `x-fault-mark`, by which whoever plans faults knows it. */
  readonly mark: string | undefined;
  /** A write that asks for a condition (If-None-Match, If-Match). */
  readonly conditional: boolean;
};

/**
 * Before the call is done: the connection breaks, 503 SlowDown, 500 InternalError, and for a conditional write 409
 * ConditionalRequestConflict, as if another write of the key were under way; other calls that goes past.
 */
export type S3Before = 'through' | 'cut' | 'slowDown' | 'conflict' | 'failed';
/** After it was done: nobody hears of it, or hears 500 though it was done. */
export type S3After = 'through' | 'cut' | 'failed';

/** Decides what goes wrong. Both may wait as long as they like. */
export type S3Faults = {
  /** Asked once the whole request has arrived: a call held here is done when let go, though its caller hung up. */
  before(call: S3Call): Promise<S3Before>;
  /** Asked when the call is over, well or refused (a precondition that failed, say). */
  after(call: S3Call): Promise<S3After>;
};

/** The same faults, except that no call stays held when the server closes: it is cut. */
export function faultsUntil(faults: S3Faults, closed: Promise<void>): S3Faults {
  const cut = closed.then(() => 'cut' as const);
  return {
    before: (call) => Promise.race([faults.before(call), cut]),
    after: (call) => Promise.race([faults.after(call), cut]),
  };
}
