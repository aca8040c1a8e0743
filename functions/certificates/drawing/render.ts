import { type Attachments, attachmentFiles } from '../../../shared/certificates/attachments.ts';
import type { Certificate } from '../../../shared/certificates/certificate.ts';
import { certificateTexts as texts } from '../../../shared/certificates/texts.ts';
import { drawParties, drawSection, drawTitle } from './blocks.ts';
import type { Fonts } from './fonts.ts';
import { markPages } from './marks.ts';
import { drawProof } from './proof.ts';
import { attach, closeSheet, openSheet } from './sheet.ts';
import { drawTable, patentColumns } from './table.ts';

/**
 * The certificate as PDF 1.7: tagged, its text selectable, its fonts embedded with the characters in use. The same
 * certificate gives the same bytes, whenever and wherever it is rendered.
 */
export function renderCertificate(
  shown: Certificate,
  fonts: Fonts,
  attachments: Attachments,
): Promise<Uint8Array> {
  const sheet = openSheet(fonts, {
    title: `${shown.title.zh} ${shown.title.en} ${shown.registrationNumber}`,
    subject: `${shown.entry} ${shown.entryDigest}`,
    at: shown.instant,
  });
  drawTitle(sheet, shown);
  drawParties(sheet, shown);
  drawTable(
    sheet,
    patentColumns,
    shown.patents.map((patent, index) => [
      String(index + 1),
      `ZL ${patent.printedNumber}`,
      patent.name,
      patent.filingDate,
      patent.grantDate ?? texts.absent.zh,
      patent.mainClassification ?? texts.absent.zh,
      String(patent.titleVersion),
    ]),
    (keepPt) => drawSection(sheet, texts.patents, keepPt),
  );
  sheet.y += 8;
  drawProof(sheet, shown);
  markPages(sheet, shown.registrationNumber, shown.demonstration);
  for (const [name, bytes] of attachments) attach(sheet, bytes, attachmentFiles[name], shown.instant);
  return closeSheet(sheet);
}
