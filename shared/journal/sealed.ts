import { bytesToHex } from '@noble/hashes/utils.js';
import { type Note, parseNote, type Verifier, verifyNote } from './note.ts';
import {
  endSegment,
  fromComment,
  parseSeal,
  type Seal,
  type Segment,
  sealBytesMax,
  sealedBytesMax,
  sealHeader,
  sealKeyName,
} from './seal.ts';
import { searchBackwards } from './search-bytes.ts';

/** A stretch of the file as it lies before the reader. */
export type Stretch = { readonly offset: number; readonly length: number };

/** What is wrong with a seal, or with the bytes under it. */
export const sealFaults = [
  'too-large',
  'seal-missing',
  'seal-unreadable',
  'seal-foreign-key',
  'seal-signature',
  'segment-changed',
  'bytes-added',
] as const;
export type SealFault = {
  readonly fault: (typeof sealFaults)[number];
  readonly where: Stretch;
  /** The segment's name, where it is one that was changed. */
  readonly segment?: string;
};

/** A file as far as it could be read: its seal, and the bytes of the segments that are attachments. */
export type Opened = {
  readonly seal: Seal;
  readonly note: Note;
  readonly where: Stretch;
};

const utf8 = new TextEncoder();
const headerLine = utf8.encode(`%${sealHeader}`);
const signatureStart = utf8.encode('\n%— ');
const [PERCENT, NEWLINE] = [0x25, 0x0a];

/**
 * The seal of a file, found from behind without reading anything else of it. Bounded by `sealedBytesMax`; never
 * throws, whatever it is given.
 */
export function openSeal(file: Uint8Array): Opened | SealFault {
  const whole = { offset: 0, length: file.length };
  if (file.length > sealedBytesMax + sealBytesMax) return { fault: 'too-large', where: whole };
  const offset = nearTheEnd(file, headerLine);
  if (offset === undefined) return withoutHeader(file);
  const end = endOfComment(file, offset);
  // What could not be read may reach as far as the file does: a broken line looks like the end of the seal.
  const unreadable: SealFault = {
    fault: 'seal-unreadable',
    where: { offset, length: file.length - offset },
  };
  const note = end - offset > sealBytesMax ? undefined : noteIn(file.subarray(offset, end));
  const seal = note && parseSeal(note.text);
  return seal ? { seal, note, where: { offset, length: end - offset } } : unreadable;
}

/** A seal stands before the last lines of a file. Whoever puts more than this behind it has a file without a seal. */
const searchedBytesMax = 256 * 1024;

function nearTheEnd(file: Uint8Array, searched: Uint8Array): number | undefined {
  const begin = Math.max(0, file.length - searchedBytesMax);
  const found = searchBackwards(file.subarray(begin), searched);
  return found === undefined ? undefined : begin + found;
}

/** Where the first line is damaged, the signature still tells where the seal lies. */
function withoutHeader(file: Uint8Array): SealFault {
  const signature = nearTheEnd(file, signatureStart);
  if (signature === undefined) return { fault: 'seal-missing', where: { offset: 0, length: file.length } };
  let begin = signature + 1;
  const least = Math.max(0, begin - sealBytesMax);
  // The damaged line may have lost the sign that makes it a comment, so one more line is counted in.
  while (begin > least && file[begin] === PERCENT) begin = startOfLine(file, begin - 1);
  return { fault: 'seal-unreadable', where: { offset: begin, length: file.length - begin } };
}

function startOfLine(file: Uint8Array, at: number): number {
  return at <= 0 ? 0 : file.lastIndexOf(NEWLINE, at - 1) + 1;
}

function endOfComment(file: Uint8Array, begin: number): number {
  let at = begin;
  while (file[at] === PERCENT && at - begin <= sealBytesMax) {
    const newline = file.indexOf(NEWLINE, at);
    if (newline < 0) return file.length;
    at = newline + 1;
  }
  return at;
}

function noteIn(comment: Uint8Array): Note | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(comment);
    return parseNote(fromComment(text));
  } catch {
    return undefined;
  }
}

/** Whether a key of the seal's own origin has signed it, and no other; several keys may be known after a rotation. */
export async function checkSignature(
  { seal, note, where }: Opened,
  verifiers: readonly Verifier[],
): Promise<SealFault | undefined> {
  const name = sealKeyName(seal.origin);
  const own = verifiers.filter((one) => one.name === name);
  const signed = await verifyNote(note, own);
  if (signed === 'bad-signature') return { fault: 'seal-signature', where };
  // One signature and no more: a second one would be bytes that nobody has signed for.
  return signed.length === 1 && note.signatures.length === 1
    ? undefined
    : { fault: 'seal-foreign-key', where };
}

/** Where a segment lies in the file with its seal: what stands behind the seal is moved by its length. */
export function stretchOf(segment: Segment, { where }: Opened): Stretch {
  const moved = segment.name === endSegment ? where.length : 0;
  return { offset: segment.offset + moved, length: segment.length };
}

/** Every stretch of the file that is not what was sealed, in the order of the file. */
export async function changedSegments(file: Uint8Array, opened: Opened): Promise<SealFault[]> {
  const { segments } = opened.seal;
  const same = await Promise.all(segments.map((one) => isSame(file, one, opened)));
  const faults = segments.flatMap((segment, index): SealFault[] =>
    same[index]
      ? []
      : [{ fault: 'segment-changed', where: stretchOf(segment, opened), segment: segment.name }],
  );
  const last = segments.at(-1);
  const end = last ? stretchOf(last, opened) : { offset: 0, length: 0 };
  const length = file.length - end.offset - end.length;
  if (length > 0) faults.push({ fault: 'bytes-added', where: { offset: end.offset + end.length, length } });
  // The seal stands exactly where the last segment began: bytes put in before it move it.
  if (faults.length === 0 && opened.where.offset !== last?.offset)
    faults.push({ fault: 'bytes-added', where: opened.where });
  return faults;
}

/** Hashed by the platform, which is at it several times as fast as a script; a file has up to 16 MB. */
async function isSame(file: Uint8Array, segment: Segment, opened: Opened): Promise<boolean> {
  const { offset, length } = stretchOf(segment, opened);
  const bytes = new Uint8Array(file.subarray(offset, offset + length));
  if (bytes.length !== length) return false;
  return bytesToHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))) === segment.sha256;
}

/** The bytes of the attachment of this name; undefined where the seal names none, or two. */
export function attachmentIn(file: Uint8Array, opened: Opened, name: string): Uint8Array | undefined {
  const [found, second] = opened.seal.segments.filter((one) => one.name === name);
  if (!found || second) return undefined;
  const { offset, length } = stretchOf(found, opened);
  return offset + length <= file.length ? file.subarray(offset, offset + length) : undefined;
}
