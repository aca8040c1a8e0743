import { crc32 } from 'node:zlib';
import type { Fault } from './fault.ts';

const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
/** Length, type and checksum around the data of a chunk. */
const frameBytes = 12;

/** A PNG is its signature and its chunks, each with a sound checksum, from IHDR to IEND; nothing follows. */
export function pngFault(bytes: Buffer): Fault {
  if (!bytes.subarray(0, signature.length).equals(signature)) return 'otherType';
  let at = signature.length;
  for (let first = true; at + frameBytes <= bytes.length; first = false) {
    const length = bytes.readUInt32BE(at);
    const next = at + frameBytes + length;
    if (next > bytes.length) return 'malformed';
    const body = bytes.subarray(at + 4, next - 4);
    const type = body.subarray(0, 4).toString('latin1');
    if (!/^[A-Za-z]{4}$/.test(type) || (type === 'IHDR') !== first) return 'malformed';
    if (crc32(body) !== bytes.readUInt32BE(next - 4)) return 'malformed';
    if (type === 'IEND') return next === bytes.length ? undefined : 'trailingBytes';
    at = next;
  }
  return 'malformed';
}
