import type { Fault } from './fault.ts';

const end = '%%EOF';
/** Writers leave a line end or two after the last mark. */
const whiteSpaceMax = 16;
/** The place of the cross-references stands right above the end. */
const tailBytes = 1024;

/**
 * A PDF begins at its first byte and ends at its last mark. A password would hide it from the scan and from
 * whoever must read it.
 */
export function pdfFault(bytes: Buffer): Fault {
  if (bytes.subarray(0, 5).toString('latin1') !== '%PDF-') return 'otherType';
  const tail = bytes.subarray(-tailBytes).toString('latin1');
  const mark = tail.lastIndexOf(end);
  if (mark < 0) return bytes.lastIndexOf(end) < 0 ? 'malformed' : 'trailingBytes';
  const after = tail.slice(mark + end.length);
  if (after.length > whiteSpaceMax || !/^[\0\t\n\f\r ]*$/.test(after)) return 'trailingBytes';
  if (!tail.slice(0, mark).includes('startxref')) return 'malformed';
  return isEncrypted(bytes) ? 'encrypted' : undefined;
}

/** `/Encrypt`, of which any letter may be written as `#` and its code (ISO 32000-1, 7.3.5), and the key's dictionary. */
const name = [...'Encrypt'].map((letter) => `(?:${letter}|#${letter.charCodeAt(0).toString(16)})`).join('');
const encryption = new RegExp(`/${name}(?:\\s|%[^\\r\\n]*[\\r\\n])*(?:\\d+\\s+\\d+\\s+R|<<)`);

/** The key stands in the trailer's dictionary, which is never compressed. */
function isEncrypted(bytes: Buffer): boolean {
  return encryption.test(bytes.toString('latin1'));
}
