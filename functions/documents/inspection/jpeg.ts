import type { Fault } from './fault.ts';

const marker = { start: 0xd8, end: 0xd9, scan: 0xda };
/** Markers that stand alone: restarts, and one for arithmetic coding. */
const isBare = (code: number) => (code >= 0xd0 && code <= 0xd7) || code === 0x01;

/**
 * A JPEG runs from its start to its end marker. Telephones write a smaller picture or a gain map behind the first
 * one (CIPA DC-007), so further whole pictures may follow; anything else may not.
 */
export function jpegFault(bytes: Buffer): Fault {
  let at = 0;
  do {
    const end = pictureEnd(bytes, at);
    if (end === undefined) return at === 0 ? 'malformed' : 'trailingBytes';
    at = end;
  } while (at < bytes.length);
  return undefined;
}

/** Where the picture that begins there ends; nothing where no whole picture does. */
function pictureEnd(bytes: Buffer, start: number): number | undefined {
  if (bytes[start] !== 0xff || bytes[start + 1] !== marker.start) return undefined;
  let at = start + 2;
  while (at + 2 <= bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    const code = bytes[at + 1] ?? 0;
    if (code === marker.end) return at + 2;
    if (code === 0xff) at += 1;
    else if (isBare(code)) at += 2;
    else {
      if (code === 0 || code === marker.start || at + 4 > bytes.length) return undefined;
      at += 2 + bytes.readUInt16BE(at + 2);
      if (code === marker.scan) at = scanEnd(bytes, at);
    }
  }
  return undefined;
}

/** Coded picture data goes on until a marker that is neither a stuffed byte nor a restart. */
function scanEnd(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const code = bytes[at + 1];
    if (code === undefined) break;
    if (code !== 0 && code !== 0xff && !isBare(code)) return at;
  }
  return bytes.length;
}
