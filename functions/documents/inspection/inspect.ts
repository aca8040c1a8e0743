import { createHash } from 'node:crypto';
import { fileTypeFromBuffer } from 'file-type';
import { type DocumentReference, type DocumentType, mediaTypes } from '../../../shared/register/document.ts';
import type { Fault } from './fault.ts';
import { hidesArchive } from './hidden-archive.ts';
import { jpegFault } from './jpeg.ts';
import { officeFault } from './office.ts';
import { pdfFault } from './pdf.ts';
import { pngFault } from './png.ts';

type Check = (bytes: Buffer) => Fault | Promise<Fault>;

const checks: Readonly<Record<DocumentType, Check>> = {
  [mediaTypes.pdf]: pdfFault,
  [mediaTypes.jpg]: jpegFault,
  [mediaTypes.png]: pngFault,
  [mediaTypes.xlsx]: (bytes) => officeFault(bytes, 'xlsx'),
  [mediaTypes.docx]: (bytes) => officeFault(bytes, 'docx'),
};

const archived: readonly DocumentType[] = [mediaTypes.xlsx, mediaTypes.docx];

/** Enough of the beginning for every signature that is looked for. */
const headBytes = 4100;

/**
 * 核对文件: whether the bytes are those declared and what they claim to be, and nothing else besides (A2.1). What the
 * uploader or the store says of them is not believed: size and digest are counted here.
 */
export async function inspect(
  bytes: Buffer,
  declared: Pick<DocumentReference, 'sha256' | 'type' | 'bytes'>,
): Promise<Fault> {
  if (bytes.length !== declared.bytes) return 'otherSize';
  if (createHash('sha256').update(bytes).digest('hex') !== declared.sha256) return 'otherDigest';
  if (!archived.includes(declared.type)) {
    const found = await fileTypeFromBuffer(bytes.subarray(0, headBytes));
    if (found?.mime !== declared.type) return 'otherType';
    if (hidesArchive(bytes)) return 'hiddenArchive';
  }
  return checks[declared.type](bytes);
}
