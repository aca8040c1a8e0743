import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { attachmentsTo } from '../../../functions/certificates/paper.ts';
import { openSeal } from '../../../shared/journal/sealed.ts';
import { readPdf } from './reading.ts';
import { samplePaper, sealed, sealedSample } from './sealed-sample.ts';

const content = z.instanceof(Uint8Array);

/** The attachments as a reader lists them, by the names of their files. */
async function attachmentsIn(file: Uint8Array): Promise<Map<string, Uint8Array>> {
  const task = getDocument({ data: file.slice(), verbosity: 0 });
  try {
    const pdf = await task.promise;
    const listed = [...((await pdf.getAttachments()) ?? new Map())];
    const read = listed.map(async ([id]) => [id, content.parse(await pdf.getAttachmentContent(id))] as const);
    return new Map(await Promise.all(read));
  } finally {
    await task.destroy();
  }
}

describe('a sealed certificate', () => {
  it('is still a PDF that readers open, with its attachments as they were put in', async () => {
    const paper = await samplePaper({ pledgors: [{ person: '王㐂' }], patents: Array(20).fill('一种装置') });
    const file = await sealed(paper);
    const found = await attachmentsIn(file);
    const expected = attachmentsTo(paper);
    expect([...found.keys()].toSorted()).toEqual([
      ...['certificate.json', 'entry.json', 'entry.tlog-proof', 'openings.json'],
    ]);
    const names = {
      leaf: 'entry.json',
      openings: 'openings.json',
      proof: 'entry.tlog-proof',
      facts: 'certificate.json',
    };
    for (const [part, bytes] of expected)
      expect(Buffer.from(found.get(names[part]) ?? '').equals(bytes), part).toBe(true);
    const pdf = await readPdf(file);
    expect(pdf.text).toContain(paper.certificate.journal.root);
    expect(pdf.pages.length).toBeGreaterThan(1);
  });

  it('has the same bytes whenever it is made under the same key', async () => {
    const [first, second] = [await sealedSample(), await sealedSample()];
    expect(Buffer.from(first).equals(second)).toBe(true);
  });

  it('is sealed also with the most parties and the longest names, in a text the key service signs', async () => {
    const most = Array.from({ length: 20 }, (_, index) => ({ name: `${index}${'甲'.repeat(190)}` }));
    const file = await sealedSample({
      pledgors: most,
      pledgees: most,
      patents: Array.from({ length: 20 }, (_, index) => `${index}${'乙'.repeat(300)}`),
    });
    expect(openSeal(file)).not.toHaveProperty('fault');
    // The gateway takes 6 MB with the base64 that a third more bytes come with.
    expect(file.length).toBeLessThan(3_000_000);
  });
});
