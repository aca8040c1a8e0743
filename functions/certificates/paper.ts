import {
  type Attachments,
  attachmentsOf,
  pledgeCertificateKind,
} from '../../shared/certificates/attachments.ts';
import type { Certificate } from '../../shared/certificates/certificate.ts';
import type { NoteSignature } from '../../shared/journal/note.ts';
import { sealFile } from '../../shared/journal/seal.ts';
import type { Entry, Opening } from '../../shared/register/entry.ts';
import type { Fonts } from './drawing/fonts.ts';
import { renderCertificate } from './drawing/render.ts';

/** What a certificate is made of, all of it settled when its entry was first published. */
export type Paper = {
  readonly certificate: Certificate;
  readonly entry: Entry;
  readonly openings: readonly Opening[];
  /** The `.tlog-proof` of the entry, at the checkpoint that the certificate names. */
  readonly proof: string;
};

export function attachmentsTo({ certificate, entry, openings, proof }: Paper): Attachments {
  return attachmentsOf(entry, openings, proof, certificate);
}

/**
 * The PDF with its attachments, sealed. Ed25519 signs the same text the same way each time, so the same paper under
 * the same key gives the same bytes.
 */
export async function sealedPaper(
  paper: Paper,
  fonts: Fonts,
  sign: (text: string) => Promise<NoteSignature>,
): Promise<Uint8Array> {
  const attachments = attachmentsTo(paper);
  const file = await renderCertificate(paper.certificate, fonts, attachments);
  const { origin } = paper.certificate.journal;
  return sealFile({ origin, kind: pledgeCertificateKind, file, attachments, sign });
}
