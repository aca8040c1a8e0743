/** DynamoDB remembers a ClientRequestToken for ten minutes after its transaction succeeded. */
const rememberedMs = 10 * 60_000;
const rememberedMax = 100_000;

/** The transactions' request tokens: which are in flight, and which have succeeded. */
export interface Tokens {
  /** `in-flight`: refuse; `done`: the engine will repeat its answer and write nothing; `new`: go on, then `end`. */
  start(token: string): 'in-flight' | 'done' | 'new';
  end(token: string, succeeded: boolean): void;
}

/** `now` gives milliseconds. */
export function trackTokens(now: () => number = Date.now): Tokens {
  const inFlight = new Set<string>();
  const done = new Map<string, number>();
  const forgetOld = () => {
    for (const [token, at] of done) {
      if (done.size <= rememberedMax && at > now() - rememberedMs) break;
      done.delete(token);
    }
  };
  return {
    start(token) {
      if (inFlight.has(token)) return 'in-flight';
      forgetOld();
      inFlight.add(token);
      return done.has(token) ? 'done' : 'new';
    },
    end(token, succeeded) {
      inFlight.delete(token);
      if (succeeded && !done.has(token)) done.set(token, now());
    },
  };
}
