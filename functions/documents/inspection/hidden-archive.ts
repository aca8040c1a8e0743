/** "End of central directory", and an entry of that directory. */
const endOfDirectory = Buffer.from('PK\x05\x06', 'latin1');
const directoryEntry = Buffer.from('PK\x01\x02', 'latin1');
const endBytes = 22;
/** A ZIP's directory ends in front of a comment of at most 65,535 bytes, and readers look for it no further up. */
const tailBytes = endBytes + 65_535;

/**
 * Whether a program that opens archives would find one in the file: a polyglot is a picture to one reader and an
 * archive to another. Readers differ in what they forgive: some go by the directory's size and some by its place, and
 * ZIP64 writes neither here. So an end with any entry of a directory above it counts.
 */
export function hidesArchive(bytes: Buffer): boolean {
  const from = Math.max(0, bytes.length - tailBytes);
  // An empty archive has no directory; four bytes that only look like its end have no entry above them either.
  const at = bytes.lastIndexOf(endOfDirectory, bytes.length - endBytes);
  return at >= from && bytes.lastIndexOf(directoryEntry, at) >= 0;
}
