import { type Part, zip } from './zip.ts';

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const openXml = 'http://schemas.openxmlformats.org';
const main = 'application/vnd.openxmlformats-officedocument';
const types = `${openXml}/package/2006/content-types`;
const relations = `${openXml}/package/2006/relationships`;
const ofOffice = `${openXml}/officeDocument/2006/relationships`;

/** A workbook of one sheet, with the rows as texts. */
export function xlsx(rows: readonly (readonly string[])[], more: readonly Part[] = []): Buffer {
  const cells = rows.map((row, at) => `<row r="${at + 1}">${row.map(cell).join('')}</row>`).join('');
  const sheet = `${openXml}/spreadsheetml/2006/main`;
  return zip([
    typesPart([
      ['/xl/workbook.xml', `${main}.spreadsheetml.sheet.main+xml`],
      ['/xl/worksheets/sheet1.xml', `${main}.spreadsheetml.worksheet+xml`],
    ]),
    relationsPart('_rels/.rels', 'officeDocument', 'xl/workbook.xml'),
    relationsPart('xl/_rels/workbook.xml.rels', 'worksheet', 'worksheets/sheet1.xml'),
    {
      name: 'xl/workbook.xml',
      bytes: `${xml}<workbook xmlns="${sheet}" xmlns:r="${ofOffice}"><sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    {
      name: 'xl/worksheets/sheet1.xml',
      bytes: `${xml}<worksheet xmlns="${sheet}"><sheetData>${cells}</sheetData></worksheet>`,
    },
    ...more,
  ]);
}

/** A text document, a paragraph a line. */
export function docx(lines: readonly string[], more: readonly Part[] = []): Buffer {
  const word = `${openXml}/wordprocessingml/2006/main`;
  const body = lines.map((line) => `<w:p><w:r><w:t>${escaped(line)}</w:t></w:r></w:p>`).join('');
  return zip([
    typesPart([['/word/document.xml', `${main}.wordprocessingml.document.main+xml`]]),
    relationsPart('_rels/.rels', 'officeDocument', 'word/document.xml'),
    {
      name: 'word/document.xml',
      bytes: `${xml}<w:document xmlns:w="${word}"><w:body>${body}</w:body></w:document>`,
    },
    ...more,
  ]);
}

function typesPart(parts: readonly (readonly [string, string])[]): Part {
  const overrides = parts.map(([part, type]) => `<Override PartName="${part}" ContentType="${type}"/>`);
  const byEnding = [
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
    '<Default Extension="xml" ContentType="application/xml"/>',
  ];
  const bytes = `${xml}<Types xmlns="${types}">${byEnding.join('')}${overrides.join('')}</Types>`;
  return { name: '[Content_Types].xml', bytes };
}

function relationsPart(name: string, kind: string, target: string): Part {
  const one = `<Relationship Id="rId1" Type="${ofOffice}/${kind}" Target="${target}"/>`;
  return { name, bytes: `${xml}<Relationships xmlns="${relations}">${one}</Relationships>` };
}

function cell(text: string): string {
  return `<c t="inlineStr"><is><t>${escaped(text)}</t></is></c>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
