/** How often and how long a call is tried; small, because a caller waits behind it. */
export type Patience = {
  readonly attemptsMax: number;
  readonly firstDelayMs: number;
  readonly delayMsMax: number;
  /** From 0 up to 1; spreads callers that were turned away together. */
  readonly random: () => number;
};

export const patient: Patience = {
  attemptsMax: 4,
  firstDelayMs: 100,
  delayMsMax: 2_000,
  random: Math.random,
};

/** One request, as often as it is sent. */
export type Exchange = {
  readonly url: string;
  readonly method: string;
  readonly headers: () => Promise<Record<string, string>>;
  readonly body: string | undefined;
  /** Whether a second copy is harmless: it only reads, or its Idempotency-Key makes it one. */
  readonly repeatable: boolean;
  readonly signal: AbortSignal | undefined;
};

/** An answer, read to its end. */
export type Reply = {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  readonly text: string;
};

const passing: readonly number[] = [429, 502, 503, 504];

/**
 * Sends a request, and sends it again while the answer is a passing one and a second copy can do no harm. What is
 * not repeatable is sent again on 429 only, since the gateway answers that before any function sees the request.
 *
 * @throws the last network error where no attempt got an answer; the signal's reason where it aborts.
 */
export async function exchange(
  sent: Exchange,
  fetch: typeof globalThis.fetch,
  patience: Patience,
): Promise<Reply> {
  for (let attempt = 1; ; attempt += 1) {
    const last = attempt >= patience.attemptsMax;
    const outcome = await attemptOnce(sent, fetch);
    if ('status' in outcome) {
      const again = outcome.status === 429 || (sent.repeatable && passing.includes(outcome.status));
      if (last || !again) return outcome;
    } else if (last || !sent.repeatable || sent.signal?.aborted) {
      throw outcome.failed;
    }
    const asked = 'status' in outcome ? retryAfterMs(outcome.headers) : 0;
    await wait(delayMs(attempt, asked, patience), sent.signal);
  }
}

async function attemptOnce(
  sent: Exchange,
  fetch: typeof globalThis.fetch,
): Promise<Reply | { failed: unknown }> {
  const { method, body, signal } = sent;
  // A token that cannot be had is no network error: it is thrown as it is, and nothing is sent.
  const headers = await sent.headers();
  try {
    const response = await fetch(sent.url, {
      method,
      headers,
      redirect: 'error',
      ...(body !== undefined && { body }),
      ...(signal && { signal }),
    });
    // A connection cut in the middle of an answer is a network error too, so the body is read here.
    const text = await response.text();
    return { status: response.status, statusText: response.statusText, headers: response.headers, text };
  } catch (failed) {
    return { failed };
  }
}

/** Doubling delays with full jitter, never shorter than the server asked and never longer than the most. */
function delayMs(attempt: number, askedMs: number, { firstDelayMs, delayMsMax, random }: Patience): number {
  const ceiling = Math.min(delayMsMax, firstDelayMs * 2 ** (attempt - 1));
  return Math.min(delayMsMax, Math.max(askedMs, random() * ceiling));
}

/** `Retry-After` in milliseconds; only its form in seconds, since the other needs a clock both sides share. */
function retryAfterMs(headers: Headers): number {
  const value = headers.get('retry-after') ?? '';
  return /^\d{1,6}$/.test(value) ? Number(value) * 1_000 : 0;
}

function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}
