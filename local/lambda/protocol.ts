/** What the thread of a function is told once, when it starts. */
export type Boot = {
  readonly codeFolder: string;
  /** `file.export`, as the template names it. */
  readonly handler: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMb: number;
};

/** One event for the thread, as JSON text: a handler must not share an object with its caller. */
export type Order = {
  readonly requestId: string;
  readonly event: string;
  readonly deadlineMs: number;
};

/** What the thread answers. `payload` is JSON text. */
export type Answer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly payload: string }
  | { readonly kind: 'failure'; readonly errorType: string; readonly errorMessage: string };

/** The outcome of an invocation. A failure is the function's own, whatever ended it. */
export type Outcome =
  | { readonly ok: true; readonly payload: string }
  | { readonly ok: false; readonly errorType: string; readonly errorMessage: string };

/** A synchronous invocation carries at most 6 MB either way (6 * 1024 * 1024 bytes of JSON). */
export const payloadBytesMax = 6 * 1024 * 1024;
