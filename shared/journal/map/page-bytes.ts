import { HASH_BYTES, type Hash } from '../tree.ts';
import { PAGE_PLACES, type Page, type Place } from './page.ts';

const kinds = { nothing: 0, leaf: 1, page: 2 } as const;

/** A page as it is kept: place by place what stands there, a byte of kind before key and value or before a hash. */
export function encodePage(page: Page): Uint8Array {
  return Uint8Array.from(page.flatMap(bytesOf));
}

function bytesOf(place: Place): number[] {
  if (!place) return [kinds.nothing];
  if ('page' in place) return [kinds.page, ...place.page];
  return [kinds.leaf, ...place.leaf.key, ...place.leaf.value];
}

/** The page in these bytes; undefined where they are none. That its hash is the one asked for is the reader's to see. */
export function decodePage(bytes: Uint8Array): Page | undefined {
  const page: Place[] = [];
  let at = 0;
  const take = (): Hash | undefined => {
    const hash = bytes.slice(at, at + HASH_BYTES);
    at += HASH_BYTES;
    return hash.length === HASH_BYTES ? hash : undefined;
  };
  for (let place = 0; place < PAGE_PLACES; place += 1) {
    const kind = bytes[at];
    at += 1;
    if (kind === kinds.nothing) {
      page.push(undefined);
    } else if (kind === kinds.page) {
      const hash = take();
      if (!hash) return undefined;
      page.push({ page: hash });
    } else {
      const [key, value] = kind === kinds.leaf ? [take(), take()] : [];
      if (!key || !value) return undefined;
      page.push({ leaf: { key, value } });
    }
  }
  return at === bytes.length ? page : undefined;
}
