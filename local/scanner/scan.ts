import { buffer } from 'node:stream/consumers';
import { fromBufferPromise } from 'yauzl';

export type Verdict =
  | { readonly status: 'NO_THREATS_FOUND' | 'UNSUPPORTED' | 'FAILED' | 'ACCESS_DENIED' }
  | { readonly status: 'THREATS_FOUND'; readonly threats: readonly string[] };

/** The test file of EICAR, in two pieces so that no scanner takes this file for it. */
const eicar = Buffer.from(
  ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''),
);

/**
 * Words by which a test makes the scanner do what a real one rarely does, wherever they stand in a file: fail, find a
 * file of a kind that it cannot scan, or never answer.
 */
export const scanWords = {
  FAILED: 'LOCAL-SCANNER-FAIL',
  UNSUPPORTED: 'LOCAL-SCANNER-UNSUPPORTED',
  silent: 'LOCAL-SCANNER-SILENT',
} as const;

const depthMax = 3;
const entryBytesMax = 64 * 1024 * 1024;

/** What the test scanner makes of a file: it knows one threat, also inside archives. `undefined`: it never answers. */
export async function scan(bytes: Buffer): Promise<Verdict | undefined> {
  const found = await search(bytes, depthMax);
  if (found.has('eicar')) return { status: 'THREATS_FOUND', threats: ['EICAR-Test-File (not a virus)'] };
  if (found.has('silent')) return undefined;
  if (found.has('UNSUPPORTED')) return { status: 'UNSUPPORTED' };
  if (found.has('FAILED')) return { status: 'FAILED' };
  return { status: 'NO_THREATS_FOUND' };
}

type Sign = 'eicar' | keyof typeof scanWords;

const signs: readonly (readonly [Sign, Buffer])[] = [
  ['eicar', eicar],
  ['FAILED', Buffer.from(scanWords.FAILED)],
  ['UNSUPPORTED', Buffer.from(scanWords.UNSUPPORTED)],
  ['silent', Buffer.from(scanWords.silent)],
];

async function search(bytes: Buffer, depth: number): Promise<Set<Sign>> {
  const found = new Set(signs.flatMap(([name, sign]) => (bytes.includes(sign) ? [name] : [])));
  if (depth === 0 || bytes.subarray(0, 4).toString('latin1') !== 'PK\x03\x04') return found;
  try {
    const archive = await fromBufferPromise(bytes, { lazyEntries: true, autoClose: false });
    for await (const entry of archive.eachEntry()) {
      if (entry.isEncrypted() || entry.uncompressedSize > entryBytesMax) continue;
      const inside = await buffer(await archive.openReadStreamPromise(entry));
      for (const name of await search(inside, depth - 1)) found.add(name);
    }
  } catch {
    // Not an archive after all, or a broken one: what could be looked into was.
  }
  return found;
}
