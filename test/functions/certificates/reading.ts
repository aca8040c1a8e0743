import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

export type ReadPdf = {
  readonly pages: readonly string[];
  /** All that a reader can select, without white space, since a line may break anywhere. */
  readonly text: string;
  readonly info: Readonly<Record<string, unknown>>;
  readonly language: string | null;
  /** The roles of its structure, for assistive readers. */
  readonly roles: readonly string[];
};

/** Reads a PDF as a viewer does: text through each font's ToUnicode map, and what the document says of itself. */
export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  const task = getDocument({ data: bytes.slice(), verbosity: 0 });
  const pdf = await task.promise;
  const pages: string[] = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const content = await (await pdf.getPage(number)).getTextContent();
    pages.push(content.items.map((item) => ('str' in item ? item.str : '')).join(''));
  }
  const { info } = await pdf.getMetadata();
  const language = (info as { Language?: string }).Language ?? null;
  const tree = JSON.stringify(await (await pdf.getPage(1)).getStructTree());
  const roles = [...tree.matchAll(/"role":"(\w+)"/g)].map(([, role = '']) => role);
  await task.destroy();
  return {
    pages,
    text: pages.join('').replace(/\s/g, ''),
    info: info as Record<string, unknown>,
    language,
    roles,
  };
}
