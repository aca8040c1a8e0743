import type { Entry } from 'yauzl';
import { type Archive, openArchive, openEntry } from './archive.ts';
import type { Fault } from './fault.ts';

const main = 'application/vnd.openxmlformats-officedocument';
const mainParts = {
  xlsx: `${main}.spreadsheetml.sheet.main+xml`,
  docx: `${main}.wordprocessingml.document.main+xml`,
} as const;

const typesName = '[Content_Types].xml';
const typesBytesMax = 1_048_576;

/** Projects of Visual Basic, sheets of Excel 4.0 macros, controls. */
const macroName = /(^|\/)(vbaproject\.bin|vbadata\.xml|macrosheets\/|activex\/)/i;
const macroType = /macroEnabled|vbaProject|ms-excel\.(intl)?macrosheet/i;

/** What a part must not begin with: archives, OLE containers (which hold macros and packages), programs. */
const foreign = [
  'PK\x03\x04',
  'PK\x05\x06',
  'Rar!\x1a\x07',
  '7z\xbc\xaf',
  '\xd0\xcf\x11\xe0',
  'MZ',
  '\x7fELF',
].map((signature) => Buffer.from(signature, 'latin1'));
const headBytes = 8;

/** An XLSX or DOCX: a sound archive with the main part of its kind, without macros, and without files in it. */
export async function officeFault(bytes: Buffer, kind: keyof typeof mainParts): Promise<Fault> {
  const archive = await openArchive(bytes);
  if ('fault' in archive) return archive.fault;
  if (archive.entries.some((one) => macroName.test(one.fileName))) return 'macros';
  try {
    return (await typesFault(archive, kind)) ?? (await partsFault(archive));
  } catch {
    // A part that does not expand, or not to the size that the directory says.
    return 'malformed';
  }
}

async function typesFault(archive: Archive, kind: keyof typeof mainParts): Promise<Fault> {
  const entry = archive.entries.find((one) => one.fileName === typesName);
  if (!entry) return 'otherType';
  if (entry.uncompressedSize > typesBytesMax) return 'expandsTooFar';
  const chunks: Buffer[] = [];
  for await (const chunk of await openEntry(archive, entry)) chunks.push(Buffer.from(chunk));
  const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  // Entities could spell a type that is not looked for, and no writer has a use for them here.
  if (/<!|&/.test(text)) return 'malformed';
  if (macroType.test(text)) return 'macros';
  const parts = [...text.matchAll(/<(?:\w+:)?Override\b[^>]*>/g)].map(([tag]) => ({
    name: /\bPartName\s*=\s*["']\/([^"']*)["']/.exec(tag)?.[1],
    type: /\bContentType\s*=\s*["']([^"']*)["']/.exec(tag)?.[1],
  }));
  const part = parts.find((one) => one.type === mainParts[kind]);
  return archive.entries.some((one) => one.fileName === part?.name) ? undefined : 'otherType';
}

async function partsFault(archive: Archive): Promise<Fault> {
  for (const entry of archive.entries) {
    const head = await expand(archive, entry);
    if (foreign.some((signature) => head.subarray(0, signature.length).equals(signature))) return 'embedded';
  }
  return undefined;
}

/** Expands a part to its end, keeping nothing but its beginning: the stream fails where the directory lied. */
async function expand(archive: Archive, entry: Entry): Promise<Buffer> {
  let head = Buffer.alloc(0);
  for await (const chunk of await openEntry(archive, entry)) {
    if (head.length < headBytes) head = Buffer.concat([head, chunk]).subarray(0, headBytes);
  }
  return head;
}
