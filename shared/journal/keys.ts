import * as z from 'zod';
import { ed25519Verifier } from './ed25519.ts';
import type { Verifier } from './note.ts';

/** A file of keys is a few lines long; rotations add one each. */
export const keysBytesMax = 64 * 1024;
const keysMax = 100;

/**
 * The verifier keys in a text: one a line (C2SP signed-note), those of the log and of its seals alike, older and newer
 * ones together; empty lines and lines that begin with `#` say nothing. The answer of `GET /v1/journal/keys` is read too. Undefined where a line is no Ed25519 verifier
 * key: whoever hands over a damaged key should hear of it rather than of a signature that nobody can check.
 */
export async function readKeys(text: string): Promise<readonly Verifier[] | undefined> {
  if (text.length > keysBytesMax) return undefined;
  const lines = linesIn(text)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  if (lines.length === 0 || lines.length > keysMax) return undefined;
  const verifiers = await Promise.all(lines.map(ed25519Verifier));
  return verifiers.every((one) => one !== undefined) ? verifiers : undefined;
}

const answered = z.object({ keys: z.array(z.object({ key: z.string() })) });

function linesIn(text: string): string[] {
  if (!text.trimStart().startsWith('{')) return text.split('\n');
  try {
    const read = answered.safeParse(JSON.parse(text));
    return read.success ? read.data.keys.map(({ key }) => key) : [];
  } catch {
    return [];
  }
}
