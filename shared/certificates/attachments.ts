import { canonicalJson } from '../kernel/digest.ts';
import type { Entry, Opening } from '../register/entry.ts';
import { leafOf } from '../register/leaf.ts';
import type { Certificate } from './certificate.ts';

/** What a certificate carries in itself so that it can be checked without us; also the names of its segments. */
export const attachmentNames = ['leaf', 'openings', 'proof', 'facts'] as const;
export type AttachmentName = (typeof attachmentNames)[number];

/** The file names under which a reader finds them, and their media types. */
export const attachmentFiles = {
  leaf: { fileName: 'entry.json', mediaType: 'application/json' },
  openings: { fileName: 'openings.json', mediaType: 'application/json' },
  proof: { fileName: 'entry.tlog-proof', mediaType: 'text/plain' },
  facts: { fileName: 'certificate.json', mediaType: 'application/json' },
} as const satisfies Record<AttachmentName, { fileName: string; mediaType: string }>;

/** None of them is larger, by far; whatever is, is not read. */
export const attachmentBytesMax = 512 * 1024;

/** What a seal says that it is put on. */
export const pledgeCertificateKind = 'pledge-certificate';

export type Attachments = ReadonlyMap<AttachmentName, Uint8Array>;

const utf8 = new TextEncoder();

/** The attachments of a certificate: the journal's leaf, what of it anyone may see opened, its proof, the facts. */
export function attachmentsOf(
  entry: Entry,
  publicOpenings: readonly Opening[],
  proof: string,
  facts: Certificate,
): Attachments {
  const openings = publicOpenings
    .filter((one) => one.public)
    .map(({ name, salt, value }) => ({ name, salt, value }));
  return new Map<AttachmentName, Uint8Array>([
    ['leaf', leafOf(entry)],
    ['openings', utf8.encode(canonicalJson(openings))],
    ['proof', utf8.encode(proof)],
    ['facts', utf8.encode(canonicalJson(facts))],
  ]);
}
