import * as z from 'zod';
import { filingId, partyId } from '../kernel/id.ts';
import { instant } from '../kernel/instant.ts';
import { line } from '../kernel/plain-text.ts';

/** 文件种类: what a document is, in the words of the procedures that ask for it (A2.1). */
export const documentKinds = [
  'pledgeContract',
  'mainContract',
  'identity',
  'powerOfAttorney',
  'valuationReport',
  'coOwnerConsent',
  'registryExtract',
  'translation',
  'sameDayStatement',
  'patentList',
  'changeProof',
  'other',
] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** Media types that the register takes, each under the ending of its file's name. */
export const mediaTypes = {
  pdf: 'application/pdf',
  jpg: 'image/jpeg',
  png: 'image/png',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const;

export const documentType = z.enum(mediaTypes);
export type DocumentType = z.output<typeof documentType>;
export type Ending = keyof typeof mediaTypes;

export const endings = ['pdf', 'jpg', 'png', 'xlsx', 'docx'] as const satisfies readonly Ending[];

/** The ending of the names of files of this type. */
export function endingOf(type: DocumentType): Ending {
  const ending = endings.find((one) => mediaTypes[one] === type);
  if (!ending) throw new RangeError(`no ending for ${type}`);
  return ending;
}

/** The largest document: 50 MB. */
export const documentBytesMax = 52_428_800;

/** A filing names at most this many documents. */
export const documentsMax = 30;

export const documentDigest = z.string().regex(/^[0-9a-f]{64}$/);

/** 申请文件 as declared with the filing; bytes are named by their digest alone. */
export const documentReference = z.strictObject({
  kind: z.enum(documentKinds),
  name: line(200),
  type: documentType,
  sha256: documentDigest,
  bytes: z.int().min(1).max(documentBytesMax),
  /** Whose paper it is, where that matters: an identity paper, a power of attorney. */
  parties: z.array(partyId).min(1).max(40).optional(),
});
export type DocumentReference = z.output<typeof documentReference>;

/** The documents of a filing. The same bytes are listed once, so that what becomes of them is said once. */
export const documentList = z
  .array(documentReference)
  .max(documentsMax)
  .check(({ value, issues }) => {
    for (const [index, one] of value.entries()) {
      if (value.findIndex((other) => other.sha256 === one.sha256) < index) {
        issues.push({
          code: 'custom',
          path: [index, 'sha256'],
          message: 'form.repeatedDocument',
          input: value,
          continue: true,
        });
      }
    }
  });

/**
 * What has become of a document's bytes: not here yet; being checked; waiting for the scan's result; good; found
 * infected; not what it claims to be; or left to an examiner, because the scan failed or never answered.
 */
export const documentStatuses = [
  'awaited',
  'checking',
  'scanning',
  'clean',
  'infected',
  'unfit',
  'review',
] as const;
export type DocumentStatus = (typeof documentStatuses)[number];

/** Why a document is unfit, infected or in review. */
export const documentReasons = [
  ...['otherSize', 'otherDigest', 'otherType', 'malformed', 'trailingBytes', 'hiddenArchive'],
  ...['encrypted', 'macros', 'embedded', 'expandsTooFar', 'infected'],
  ...['scanFailed', 'scanUnsupported', 'scanRefused', 'scanLate', 'judged'],
] as const;
export type DocumentReason = (typeof documentReasons)[number];

/** What the scan said. */
export const scanResults = ['clean', 'infected', 'failed', 'unsupported', 'refused'] as const;
export type ScanResult = (typeof scanResults)[number];

/** The state of one document of one filing, as stored. */
export const documentState = z.strictObject({
  filing: filingId,
  sha256: documentDigest,
  type: documentType,
  bytes: z.int(),
  status: z.enum(documentStatuses),
  version: z.int().min(1),
  /** When it came into this status. */
  since: instant,
  reason: z.enum(documentReasons).optional(),
  /** An examiner's own words, where an examiner judged. */
  words: line(500).optional(),
  /** The version of the object whose bytes were checked. */
  object: z.string().max(1024).optional(),
  /** A scan's result that came before the check had ended, and the version of the object that it is about. */
  scan: z.strictObject({ result: z.enum(scanResults), object: z.string().max(1024) }).optional(),
});
export type DocumentState = z.output<typeof documentState>;
