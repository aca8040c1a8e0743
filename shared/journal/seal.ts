import { sha256Hex } from '../kernel/digest.ts';
import { formatNote, type NoteSignature } from './note.ts';
import { searchBackwards } from './search-bytes.ts';

/**
 * One stretch of the sealed file. Offsets count in the file as it was before its seal was put in; the stretches follow
 * one another without a gap from the first byte to the last.
 */
export type Segment = {
  readonly name: string;
  readonly offset: number;
  readonly length: number;
  /** SHA-256 in lower-case hexadecimal. */
  readonly sha256: string;
};

/** What a seal says: whose it is, what it is put on, and every byte of it. */
export type Seal = { readonly origin: string; readonly kind: string; readonly segments: readonly Segment[] };

export const sealHeader = 'ip-register-seal@1';
/** Segments of what is no attachment: the document itself, and its last lines, which stand behind the seal. */
export const documentSegment = 'document';
export const endSegment = 'end';

/** Larger files are neither sealed nor looked at. */
export const sealedBytesMax = 16 * 1024 * 1024;
/** The key service signs no longer text in one piece. */
export const sealTextBytesMax = 4096;
export const segmentsMax = 64;
/** The text as comment lines, and the signature. */
export const sealBytesMax = 8 * 1024;

/** A document is sealed in about so many pieces: a change is found within some thousand bytes, and the text stays short. */
const piecesMax = 24;
const pieceBytesMin = 4096;

/** The name of the key that seals, beside the log's own. */
export function sealKeyName(origin: string): string {
  return `${origin}/seal`;
}

/**
 * Whether a key by this name seals. Such a key vouches for no checkpoint, not even of a log that is called as it is:
 * else whoever has stolen the seal's key could have a log of his own.
 */
export function isSealKeyName(name: string): boolean {
  return name.endsWith('/seal');
}

/** The text that is signed: header, origin, kind, and a line a segment. */
export function sealText({ origin, kind, segments }: Seal): string {
  const lines = segments.map(
    ({ name, offset, length, sha256 }) => `${name} ${offset} ${length} sha256:${sha256}`,
  );
  return `${[sealHeader, origin, kind, ...lines].join('\n')}\n`;
}

const segmentLine = /^([a-z][a-z-]{0,31}) (0|[1-9]\d{0,8}) ([1-9]\d{0,8}) sha256:([0-9a-f]{64})$/;

/** The seal in a note's text; undefined where it is none, or leaves a gap. Believe it only after its signature. */
export function parseSeal(text: string): Seal | undefined {
  const [header, origin = '', kind = '', ...lines] = text.split('\n');
  if (header !== sealHeader || lines.pop() !== '' || lines.length > segmentsMax) return undefined;
  if (origin === '' || !/^[a-z0-9][a-z0-9.-]{0,63}$/.test(kind)) return undefined;
  const segments: Segment[] = [];
  let at = 0;
  for (const line of lines) {
    const [, name = '', offset, length, sha256 = ''] = segmentLine.exec(line) ?? [];
    if (offset === undefined || Number(offset) !== at) return undefined;
    at += Number(length);
    segments.push({ name, offset: Number(offset), length: Number(length), sha256 });
  }
  return segments.at(-1)?.name === endSegment && at <= sealedBytesMax
    ? { origin, kind, segments }
    : undefined;
}

export type ToSeal = {
  readonly origin: string;
  readonly kind: string;
  /** The PDF as it was drawn. */
  readonly file: Uint8Array;
  /** Attachments by the name of their segment; each stands in the file once, uncompressed. */
  readonly attachments: ReadonlyMap<string, Uint8Array>;
  readonly sign: (text: string) => Promise<NoteSignature>;
};

const utf8 = new TextEncoder();

/**
 * The file with its seal. The seal is comment lines (ISO 32000-1, 7.2.4) in front of the last `startxref`: no reader
 * minds them there, the offsets of the file's objects stay right, and its last bytes remain the `%%EOF` that readers
 * look for at the very end.
 *
 * @throws RangeError when the file is too large, is no PDF, or lacks an attachment, or has too many: each would be a bug.
 */
export async function sealFile({ origin, kind, file, attachments, sign }: ToSeal): Promise<Uint8Array> {
  const end = searchBackwards(file, utf8.encode('startxref\n'));
  if (end === undefined || file.length > sealedBytesMax) throw new RangeError('not a file to be sealed');
  const text = sealText({ origin, kind, segments: segmentsOf(file, end, attachments) });
  if (text.length > sealTextBytesMax) throw new RangeError(`a seal of ${text.length} characters`);
  const note = formatNote({ text, signatures: [await sign(text)] });
  const lines = utf8.encode(asComment(note));
  const sealed = new Uint8Array(file.length + lines.length);
  sealed.set(file.subarray(0, end));
  sealed.set(lines, end);
  sealed.set(file.subarray(end), end + lines.length);
  return sealed;
}

/** The lines of a note as comment lines, and back. Only a line feed ends a line here, whatever else looks like one. */
export function asComment(note: string): string {
  return note
    .slice(0, -1)
    .split('\n')
    .map((line) => `%${line}\n`)
    .join('');
}

export function fromComment(comment: string): string {
  return comment
    .split('\n')
    .map((line) => (line.startsWith('%') ? line.slice(1) : line))
    .join('\n');
}

function segmentsOf(file: Uint8Array, end: number, attachments: ReadonlyMap<string, Uint8Array>): Segment[] {
  const placed = [...attachments]
    .map(([name, bytes]) => ({ name, offset: placeOf(file, name, bytes), length: bytes.length }))
    .toSorted((one, other) => one.offset - other.offset);
  const pieceBytes = pieceBytesMin * Math.max(1, Math.ceil(file.length / piecesMax / pieceBytesMin));
  const segments: Segment[] = [];
  const add = (name: string, offset: number, length: number) =>
    segments.push({ name, offset, length, sha256: sha256Hex(file.subarray(offset, offset + length)) });
  let at = 0;
  for (const { name, offset, length } of [
    ...placed,
    { name: endSegment, offset: end, length: file.length - end },
  ]) {
    for (; at < offset; at = Math.min(at + pieceBytes, offset))
      add(documentSegment, at, Math.min(pieceBytes, offset - at));
    add(name, offset, length);
    at = offset + length;
  }
  return segments;
}

function placeOf(file: Uint8Array, name: string, bytes: Uint8Array): number {
  const stream = utf8.encode('stream\n');
  const searched = Uint8Array.of(...stream, ...bytes.subarray(0, 256));
  for (let before = file.length; ; ) {
    const at = searchBackwards(file, searched, before);
    if (at === undefined) throw new RangeError(`${name} is not attached`);
    const begin = at + stream.length;
    if (bytes.every((byte, index) => file[begin + index] === byte)) return begin;
    before = at + searched.length - 1;
  }
}
