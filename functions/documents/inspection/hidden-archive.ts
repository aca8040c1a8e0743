/** "End of central directory", and an entry of that directory. */
const endOfDirectory = Buffer.from('PK\x05\x06', 'latin1');
const directoryEntry = Buffer.from('PK\x01\x02', 'latin1');
const endBytes = 22;
/** A ZIP's directory ends in front of a comment of at most 65,535 bytes, and readers look for it no further up. */
const tailBytes = endBytes + 65_535;

/**
 * Whether a program that opens archives would find one in the file: a polyglot is a picture to one reader and an
 * archive to another. Readers differ in what they forgive, so a directory need not be quite in order to count.
 */
export function hidesArchive(bytes: Buffer): boolean {
  const from = Math.max(0, bytes.length - tailBytes);
  for (let at = bytes.indexOf(endOfDirectory, from); at >= 0; at = bytes.indexOf(endOfDirectory, at + 1)) {
    if (at + endBytes > bytes.length) return false;
    const size = bytes.readUInt32LE(at + 12);
    const start = at - size;
    // An empty archive has no directory; four bytes that only look like its end have no directory above them either.
    if (size > 0 && start >= 0 && bytes.subarray(start, start + 4).equals(directoryEntry)) return true;
  }
  return false;
}
