/** Where the bytes searched begin for the last time within the first `before` bytes; undefined where nowhere. */
export function searchBackwards(
  bytes: Uint8Array,
  searched: Uint8Array,
  before = bytes.length,
): number | undefined {
  const first = searched[0];
  if (first === undefined) return undefined;
  for (let from = Math.min(before, bytes.length) - searched.length; from >= 0; ) {
    const at = bytes.lastIndexOf(first, from);
    if (at < 0) return undefined;
    if (searched.every((byte, index) => bytes[at + index] === byte)) return at;
    from = at - 1;
  }
  return undefined;
}
