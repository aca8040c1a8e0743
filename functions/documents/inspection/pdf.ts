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

/** The key stands in the trailer's dictionary, which is never compressed. */
function isEncrypted(bytes: Buffer): boolean {
  const name = '/Encrypt';
  for (let at = bytes.indexOf(name); at >= 0; at = bytes.indexOf(name, at + 1)) {
    const value = bytes.subarray(at + name.length, at + name.length + 32).toString('latin1');
    if (/^\s*(\d+\s+\d+\s+R|<<)/.test(value)) return true;
  }
  return false;
}
