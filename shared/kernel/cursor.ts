import { decodeBase64url, encodeBase64url } from './base64url.ts';
import { canonicalJson, sha256Hex } from './digest.ts';

/** The place after which a page begins: the key attributes of the last item shown. */
export type CursorKey = Readonly<Record<string, string>>;

const LENGTH_MAX = 4096;

const utf8 = new TextEncoder();
const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

function fingerprint(context: string): string {
  // Eight bytes tell lists apart; nobody gains by forging them, see below.
  return sha256Hex(context).slice(0, 16);
}

/**
 * An opaque page cursor. `context` names the list with everything that selects from it (operation, filters,
 * caller's party), so that a cursor of one list is not accepted by another.
 *
 * A cursor is neither secret nor signed: anyone can read and make one. It may hold nothing that the caller has
 * not just been shown, and a handler must put the key under its own partition and check access again.
 */
export function encodeCursor(key: CursorKey, context: string): string {
  return encodeBase64url(utf8.encode(canonicalJson({ key, list: fingerprint(context) })));
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function keyOf(text: string): Record<string, string> | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null || !('key' in parsed)) return undefined;
  const { key } = parsed;
  if (typeof key !== 'object' || key === null || Array.isArray(key)) return undefined;
  const entries = Object.entries(key).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  // Object.fromEntries defines members rather than assigning them, so a `__proto__` key stays harmless.
  return Object.fromEntries(entries);
}

/** The key of a cursor made for this context; undefined when it is malformed or belongs to another list. */
export function decodeCursor(text: string, context: string): Record<string, string> | undefined {
  if (text.length > LENGTH_MAX) return undefined;
  const bytes = decodeBase64url(text);
  const json = bytes && textOf(bytes);
  const key = json === undefined ? undefined : keyOf(json);
  // Making the cursor again refuses at one stroke other lists, other spellings, extra members and non-strings.
  if (key === undefined || !Object.values(key).every((value) => value.isWellFormed())) return undefined;
  if (!Object.keys(key).every((name) => name.isWellFormed())) return undefined;
  return encodeCursor(key, context) === text ? key : undefined;
}
