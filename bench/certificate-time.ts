import { type Fonts, runsOf } from '../functions/certificates/drawing/fonts.ts';
import { renderCertificate } from '../functions/certificates/drawing/render.ts';
import { closeSheet, openSheet } from '../functions/certificates/drawing/sheet.ts';
import type { Certificate } from '../shared/certificates/certificate.ts';
import { certificateOf } from '../shared/certificates/certify.ts';
import { certificateTexts, certificateTitle } from '../shared/certificates/texts.ts';
import { context, fontsHere, type Sample, sampleEntry } from '../test/functions/certificates/sample.ts';
import { interleave, type Rounds } from './rounds.ts';
import { type Comparison, compare } from './statistics.ts';

type Count = '1 patent' | '20 patents';

export type CertificateTime = {
  readonly name: string;
  readonly patents: Count;
  readonly bytes: number;
  /** Of its bare words: a sheet with the same characters in the same fonts. */
  readonly bareBytes: number;
  readonly overWords: Comparison;
  readonly overPage: Comparison;
};

const long = '一种数据融合与深度学习的储能协同调度方法'.repeat(10);

/** An ordinary certificate, one in all three fonts, and the largest that anyone will really hold in the hand. */
const samples: readonly { readonly name: string; readonly patents: Count; readonly sample: Sample }[] = [
  { name: '1 patent', patents: '1 patent', sample: {} },
  { name: '1 patent, a rare character', patents: '1 patent', sample: { patents: ['一种𠮷字装置'] } },
  {
    name: '20 patents, names of 200 characters',
    patents: '20 patents',
    sample: { patents: Array.from({ length: 20 }, () => long.slice(0, 200)) },
  },
];

/**
 * Times the drawing of certificates over two bases: a sheet with the same words in the same fonts, one after the
 * other, without lines, tables, structure, marks or code; and a page with one character of each font, which is what
 * the library takes for any page. Opening the fonts is in none of them; it happens once a cold start.
 */
export async function timeCertificates(rounds: Rounds): Promise<CertificateTime[]> {
  const fonts = fontsHere();
  const made = samples.map((one) => ({ ...one, shown: certified(one.sample) }));
  const page = ({ shown }: { shown: Certificate }) => drawWords(shown, ['一', '𠮷', 'bold'], fonts);
  const words = ({ shown }: { shown: Certificate }) => drawWords(shown, wordsOf(shown), fonts);
  const lanes = Object.fromEntries(
    made.flatMap((one) => [
      [`page ${one.name}`, async () => () => page(one)],
      [`words ${one.name}`, async () => () => words(one)],
      [`whole ${one.name}`, async () => () => renderCertificate(one.shown, fonts, new Map())],
    ]),
  );
  const times = await interleave(lanes, rounds);
  const compared = (name: string, base: string) =>
    compare(times[`whole ${name}`] ?? [], times[`${base} ${name}`] ?? []);
  return Promise.all(
    made.map(async (one) => ({
      name: one.name,
      patents: one.patents,
      bytes: (await renderCertificate(one.shown, fonts, new Map())).length,
      bareBytes: (await words(one)).length,
      overWords: compared(one.name, 'words'),
      overPage: compared(one.name, 'page'),
    })),
  );
}

/** All that is printed, in both languages: the particulars and the words around them. */
function wordsOf(shown: Certificate): string[] {
  const particulars = [...shown.pledgors, ...shown.pledgees, ...shown.patents, shown].flatMap((one) =>
    Object.values(one).filter((value) => typeof value === 'string'),
  );
  const around = [certificateTitle, ...Object.values(certificateTexts)].flatMap(({ zh, en }) => [zh, en]);
  return [...around, ...particulars];
}

/** Words as the library draws them when nobody asks for more; each tenth is set in bold, as in a certificate. */
function drawWords(shown: Certificate, words: readonly string[], fonts: Fonts): Promise<Uint8Array> {
  const sheet = openSheet(fonts, { title: 'words', subject: 'words', at: shown.instant });
  for (const [at, word] of words.entries()) {
    for (const run of runsOf(word, at % 10 === 2 ? 'bold' : 'regular', fonts)) {
      sheet.pdf
        .font(run.font)
        .fontSize(9)
        .text(run.text, 56, 54 + (at % 70) * 10, { lineBreak: false });
    }
  }
  return closeSheet(sheet);
}

function certified(sample: Sample): Certificate {
  const { entry, openings } = sampleEntry(sample);
  const shown = certificateOf(entry, openings, context);
  if (!shown) throw new Error('the sample is of no pledge');
  return shown;
}
