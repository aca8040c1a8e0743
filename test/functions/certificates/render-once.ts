import { renderCertificate } from '../../../functions/certificates/drawing/render.ts';
import { certificateOf } from '../../../shared/certificates/certify.ts';
import { sha256Hex } from '../../../shared/kernel/digest.ts';
import { context, fontsHere, sampleEntry } from './sample.ts';

// Run as a process of its own: prints the digest of a certificate, after others were drawn with the same fonts.
const fonts = fontsHere();
const made = async (names: string[]) => {
  const { entry, openings } = sampleEntry({ patents: names });
  const shown = certificateOf(entry, openings, context);
  if (!shown) throw new Error('not certified');
  return sha256Hex(await renderCertificate(shown, fonts, new Map()));
};
for (const other of process.argv.slice(2)) await made([other]);
console.log(await made(['一种𠮷字装置']));
