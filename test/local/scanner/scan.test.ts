import { describe, expect, it } from 'vitest';
import { docx } from '../../../local/papers/office.ts';
import { zip } from '../../../local/papers/zip.ts';
import { scan, scanWords } from '../../../local/scanner/scan.ts';
import { contract, eicar } from '../../functions/documents/files.ts';

const statusOf = async (bytes: Buffer) => (await scan(bytes))?.status;

describe('the test scanner', () => {
  it('finds nothing in what is good', async () => {
    expect(await statusOf(contract)).toBe('NO_THREATS_FOUND');
    expect(await statusOf(docx(['x']))).toBe('NO_THREATS_FOUND');
  });

  it('finds the EICAR file by itself, in a document, in an archive, and in an archive in an archive', async () => {
    const inside = zip([{ name: 'eicar.com', bytes: eicar }]);
    expect(inside.includes(eicar)).toBe(false);
    for (const bytes of [
      Buffer.from(eicar),
      Buffer.concat([contract, Buffer.from(eicar)]),
      inside,
      zip([{ name: 'inner.zip', bytes: inside }]),
      docx(['x'], [{ name: 'word/media/image1.png', bytes: eicar }]),
    ]) {
      expect(await scan(bytes)).toEqual({
        status: 'THREATS_FOUND',
        threats: [expect.stringContaining('EICAR')],
      });
    }
  });

  it('fails, cannot scan or never answers when a file says so, for tests of what follows', async () => {
    const saying = (word: string) => zip([{ name: 'a', bytes: word }]);
    expect(await statusOf(saying(scanWords.FAILED))).toBe('FAILED');
    expect(await statusOf(saying(scanWords.UNSUPPORTED))).toBe('UNSUPPORTED');
    expect(await scan(saying(scanWords.silent))).toBeUndefined();
  });

  it('does not fall over a broken archive', async () => {
    expect(await statusOf(zip([{ name: 'a', bytes: 'b' }]).subarray(0, -4))).toBe('NO_THREATS_FOUND');
  });
});
