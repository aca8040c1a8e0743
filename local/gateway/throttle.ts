/** A token bucket, as the stage's throttling is: `rate` requests a second, at most `burst` at once. */
export function createThrottle(
  rate: number,
  burst: number,
  now: () => number = () => performance.now(),
): () => boolean {
  let tokens = burst;
  let at = now();
  return () => {
    const elapsed = now() - at;
    at += elapsed;
    tokens = Math.min(burst, tokens + (elapsed / 1000) * rate);
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
