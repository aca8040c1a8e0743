import type { Readable } from 'node:stream';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import type { Fault } from './fault.ts';

/** An archive has at most so many parts, which expand to at most so many bytes, and to so many times its size. */
const entriesMax = 2000;
const expandedBytesMax = 209_715_200;
const ratioMax = 100;
/** What expands to less than this harms nobody, whatever its ratio: a page of zeros is worth no alarm. */
const harmlessBytes = 10_485_760;
const endBytes = 22;
const directoryEntryBytes = 46;
/** A writer that learns sizes only as it goes puts them behind the part: at most a signature, a checksum, two sizes. */
const descriptorFlag = 0x0008;
const descriptorBytesMax = 24;
const localHeader = Buffer.from('PK\x03\x04', 'latin1');

export type Archive = { readonly file: ZipFile; readonly entries: readonly Entry[] };

/**
 * Opens an archive as far as its directory, which must describe the whole file and nothing but it: no prefix, no
 * comment, no second directory, no part twice, none over another, nothing between two. Nothing is expanded yet.
 */
export async function openArchive(bytes: Buffer): Promise<Archive | { readonly fault: Fault }> {
  if (!bytes.subarray(0, 4).equals(localHeader)) return { fault: 'otherType' };
  try {
    const options = { lazyEntries: true, strictFileNames: true, autoClose: false } as const;
    const file = await fromBufferPromise(bytes, options);
    if (file.entryCount > entriesMax) return { fault: 'expandsTooFar' };
    const entries: Entry[] = [];
    for await (const entry of file.eachEntry()) entries.push(entry);
    const fault = (await placeFault(file, entries, bytes.length)) ?? sizeFault(entries, bytes.length);
    return fault ? { fault } : { file, entries };
  } catch {
    // The parser's own words quote names out of the file.
    return { fault: 'malformed' };
  }
}

async function placeFault(file: ZipFile, entries: readonly Entry[], size: number): Promise<Fault> {
  if (entries.some((one) => one.isEncrypted())) return 'encrypted';
  // After the last entry the parser stands where the directory ends; its types call that place a boolean.
  const directoryEnd = Number(file.readEntryCursor);
  if (file.comment !== '' || directoryEnd !== size - endBytes) return 'trailingBytes';
  const names = entries.map((one) => one.fileName.toLowerCase());
  if (new Set(names).size !== names.length) return 'malformed';
  const inOrder = entries.toSorted((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader);
  let end: Place = { after: 0, room: 0 };
  for (const one of inOrder) {
    if (!isNext(end, one.relativeOffsetOfLocalHeader)) return 'malformed';
    const local = await file.readLocalFileHeaderPromise(one);
    // Readers that follow the local name would see another file than those that follow the directory.
    if (!local.fileName.equals(one.fileNameRaw)) return 'malformed';
    const room = (one.generalPurposeBitFlag & descriptorFlag) === 0 ? 0 : descriptorBytesMax;
    end = { after: local.fileDataStart + one.compressedSize, room };
  }
  const directoryBytes = entries.reduce((sum, one) => sum + directoryBytesOf(one), 0);
  return isNext(end, directoryEnd - directoryBytes) ? undefined : 'malformed';
}

/** Where a part ends, and how many bytes may still describe it. */
type Place = { readonly after: number; readonly room: number };

/** Whether nothing is hidden between what has ended and what begins there. */
function isNext({ after, room }: Place, start: number): boolean {
  return start >= after && start <= after + room;
}

function directoryBytesOf({ fileNameLength, extraFieldLength, fileCommentLength }: Entry): number {
  return directoryEntryBytes + fileNameLength + extraFieldLength + fileCommentLength;
}

function sizeFault(entries: readonly Entry[], size: number): Fault {
  const expanded = entries.reduce((sum, one) => sum + one.uncompressedSize, 0);
  const tooFar = expanded > expandedBytesMax || (expanded > harmlessBytes && expanded > size * ratioMax);
  return tooFar ? 'expandsTooFar' : undefined;
}

/**
 * A part's bytes as a stream. It fails where the part expands to more or less than the directory says, so that the
 * bounds above hold also of an archive that lies.
 */
export function openEntry({ file }: Archive, entry: Entry): Promise<Readable> {
  return file.openReadStreamPromise(entry);
}
