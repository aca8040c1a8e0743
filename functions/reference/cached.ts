import { createHash } from 'node:crypto';

/** A text as it is answered, with the entity tag that stands for exactly these bytes. */
export type Tagged = { readonly text: string; readonly etag: string };

export function tagged(text: string): Tagged {
  const digest = createHash('sha256').update(text).digest('base64url');
  // 128 bits tell versions apart; the whole digest would only lengthen every header.
  return { text, etag: `"${digest.slice(0, 22)}"` };
}

/**
 * Makes each value when it is first asked for and keeps it as long as the instance lives: what is served here
 * changes with a deployment only, and a cold start must not pay for what nobody asks.
 */
export function cached<Key extends string, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new Map<Key, Value>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make(key);
    made.set(key, value);
    return value;
  };
}
