import { type Paper, sealedPaper } from '../../../functions/certificates/paper.ts';
import { certificateOf } from '../../../shared/certificates/certify.ts';
import { encodeBase64 } from '../../../shared/journal/base64.ts';
import { readKeys } from '../../../shared/journal/keys.ts';
import { leafOf } from '../../../shared/register/leaf.ts';
import { logOf, type SigningKey, signingKey } from '../../shared/journal/log-of-leaves.ts';
import { context, fontsHere, type Sample, sampleEntry } from './sample.ts';

const fonts = fontsHere();
const utf8 = new TextEncoder();

export const origin = 'register.example/journal';
export const logKey = signingKey(origin, 1);
export const sealKey = signingKey(`${origin}/seal`, 2);

/** The keys of the sample's register, as a file of them is read. */
export async function keysOf(...keys: readonly SigningKey[]) {
  const read = await readKeys(keys.map((one) => one.verifierKey).join('\n'));
  if (!read) throw new Error('the keys cannot be read');
  return read;
}

/** A certificate's paper over a log of its own, in which its entry stands among others. */
export async function samplePaper(sample: Sample = {}, log = logKey, before = 300): Promise<Paper> {
  const { entry, openings } = sampleEntry(sample);
  const others = Array.from({ length: before }, (_, index) => utf8.encode(`{"other":${index}}`));
  const { size, root, proof } = await logOf([...others, leafOf(entry), utf8.encode('{"last":1}')], log);
  const certificate = certificateOf(entry, openings, {
    ...context,
    journal: { origin: log.name, index: before, size, root: encodeBase64(root) },
  });
  if (!certificate) throw new Error('not certified');
  return { certificate, entry, openings, proof: proof(before) };
}

export async function sealedSample(sample: Sample = {}, seal = sealKey, log = logKey): Promise<Uint8Array> {
  return sealedPaper(await samplePaper(sample, log), fonts, seal.sign);
}

export function sealed(paper: Paper, seal = sealKey): Promise<Uint8Array> {
  return sealedPaper(paper, fonts, seal.sign);
}
