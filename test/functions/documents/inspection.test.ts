import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { deflateRawSync } from 'node:zlib';
import PDFDocument from 'pdfkit';
import { describe, expect, it } from 'vitest';
import { inspect } from '../../../functions/documents/inspection/inspect.ts';
import { docx, xlsx } from '../../../local/papers/office.ts';
import { zip } from '../../../local/papers/zip.ts';
import { type Ending, mediaTypes } from '../../../shared/register/document.ts';
import { archive, contract, gif, jpeg, png, pngText } from './files.ts';

/** What is wrong with the bytes when they are declared as they are, as a file of that ending. */
const faultOf = (bytes: Buffer, ending: Ending) =>
  inspect(bytes, {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    type: mediaTypes[ending],
    bytes: bytes.length,
  });

const sheet = xlsx([
  ['专利号', '名称'],
  ['2017106018623', '一种装置'],
]);
const letter = docx(['质押合同', 'Pledge contract']);
const php = Buffer.from('<?php system($_GET["c"]); ?>');

describe('what a document claims to be, it is (A2.1)', () => {
  it.each<[string, Buffer, Ending]>([
    ['a PDF', contract, 'pdf'],
    ['a PDF with a line end behind its last mark', Buffer.concat([contract, Buffer.from('\r\n')]), 'pdf'],
    ['a JPEG', jpeg, 'jpg'],
    ['a JPEG with its preview behind it, as telephones write', Buffer.concat([jpeg, jpeg]), 'jpg'],
    ['a PNG', png(), 'png'],
    ['a PNG with a comment', png(pngText('scanned')), 'png'],
    ['a workbook', sheet, 'xlsx'],
    ['a text document', letter, 'docx'],
    [
      'a workbook with a picture in it',
      xlsx([['x']], [{ name: 'xl/media/image1.png', bytes: png() }]),
      'xlsx',
    ],
    [
      'a workbook of a million equal cells',
      xlsx(Array.from({ length: 2000 }, () => Array.from({ length: 100 }, () => '0'))),
      'xlsx',
    ],
  ])('%s passes', async (_what, bytes, ending) => {
    expect(await faultOf(bytes, ending)).toBeUndefined();
  });

  it('is of the size and digest declared, whoever says so', async () => {
    const sha256 = createHash('sha256').update(contract).digest('hex');
    const type = mediaTypes.pdf;
    const swapped = Buffer.from(contract);
    swapped.writeUInt8(swapped.readUInt8(200) ^ 1, 200);
    expect(await inspect(contract, { sha256, type, bytes: contract.length + 1 })).toBe('otherSize');
    expect(await inspect(swapped, { sha256, type, bytes: contract.length })).toBe('otherDigest');
  });

  it.each<[string, Buffer, Ending]>([
    ['a GIF renamed', gif, 'png'],
    ['a GIF renamed', gif, 'jpg'],
    ['a picture as a contract', png(), 'pdf'],
    ['a contract as a picture', contract, 'jpg'],
    ['a script', php, 'pdf'],
    ['a PDF after a preface that readers forgive', Buffer.concat([Buffer.from('GIF89a\n'), contract]), 'pdf'],
    ['a page that begins like a PDF further down', Buffer.concat([Buffer.from('<html>'), contract]), 'pdf'],
    ['a text document as a workbook', letter, 'xlsx'],
    ['a workbook as a text document', sheet, 'docx'],
    ['an archive as a workbook', archive, 'xlsx'],
    ['a contract as a workbook', contract, 'xlsx'],
    ['a self-extracting archive', Buffer.concat([Buffer.from('MZ'), sheet]), 'xlsx'],
  ])('%s (%#) is refused as another type', async (_what, bytes, ending) => {
    expect(await faultOf(bytes, ending)).toBe('otherType');
  });
});

describe('polyglots and what is hidden behind the end', () => {
  it.each<[string, Buffer, Ending, string]>([
    ['PDF + ZIP', Buffer.concat([contract, archive]), 'pdf', 'hiddenArchive'],
    [
      'PDF + ZIP + end mark',
      Buffer.concat([contract, archive, Buffer.from('\nstartxref\n0\n%%EOF')]),
      'pdf',
      'hiddenArchive',
    ],
    ['PNG + ZIP', Buffer.concat([png(), archive]), 'png', 'hiddenArchive'],
    ['JPEG + ZIP', Buffer.concat([jpeg, archive]), 'jpg', 'hiddenArchive'],
    ['PNG with a ZIP in a comment', png(pngText(archive.toString('latin1'))), 'png', 'hiddenArchive'],
    ['PNG + PHP', Buffer.concat([png(), php]), 'png', 'trailingBytes'],
    ['JPEG + PHP', Buffer.concat([jpeg, php]), 'jpg', 'trailingBytes'],
    ['PDF + HTML', Buffer.concat([contract, Buffer.from('<script>')]), 'pdf', 'trailingBytes'],
    ['PDF + a page of white space', Buffer.concat([contract, Buffer.alloc(64, ' ')]), 'pdf', 'trailingBytes'],
    ['PDF + 2 KB', Buffer.concat([contract, Buffer.alloc(2048, 'x')]), 'pdf', 'trailingBytes'],
    ['workbook + PHP', Buffer.concat([sheet, php]), 'xlsx', 'malformed'],
    ['workbook + ZIP', Buffer.concat([sheet, archive]), 'xlsx', 'malformed'],
    ['ZIP + workbook', Buffer.concat([archive, sheet]), 'xlsx', 'malformed'],
  ])('%s', async (_what, bytes, ending, fault) => {
    expect(await faultOf(bytes, ending)).toBe(fault);
  });

  it.each<[string, (archive: Buffer, end: number) => void]>([
    ['says it is larger', (bytes, end) => bytes.writeUInt32LE(bytes.readUInt32LE(end + 12) + 1, end + 12)],
    ['leaves size and place to ZIP64', (bytes, end) => bytes.fill(0xff, end + 12, end + 20)],
  ])('PDF + ZIP whose directory %s', async (_what, spoil) => {
    const bytes = Buffer.from(archive);
    spoil(bytes, bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1')));
    const mark = Buffer.from('\nstartxref\n0\n%%EOF');
    expect(await faultOf(Buffer.concat([contract, bytes, mark]), 'pdf')).toBe('hiddenArchive');
  });

  it.each([
    ['in front of the directory', 'PK\x01\x02', 0],
    ['between two parts', 'PK\x03\x04', 4],
  ])('something that no directory lists, %s', async (_what, signature, from) => {
    const at = sheet.indexOf(Buffer.from(signature, 'latin1'), from);
    const hidden = Buffer.concat([sheet.subarray(0, at), archive, sheet.subarray(at)]);
    const isEntry = (place: number) => hidden.toString('latin1', place, place + 4) === 'PK\x01\x02';
    const directory = hidden.indexOf(sheet.subarray(sheet.indexOf(Buffer.from('PK\x01\x02', 'latin1'))));
    for (let place = directory; isEntry(place); ) {
      const local = hidden.readUInt32LE(place + 42);
      if (local >= at) hidden.writeUInt32LE(local + archive.length, place + 42);
      place += 46 + hidden.readUInt16LE(place + 28);
    }
    hidden.writeUInt32LE(directory, hidden.length - 6);
    expect(await faultOf(hidden, 'xlsx')).toBe('malformed');
  });

  it('a file cut short is malformed', async () => {
    expect(await faultOf(contract.subarray(0, -200), 'pdf')).toBe('malformed');
    expect(await faultOf(jpeg.subarray(0, -2), 'jpg')).toBe('malformed');
    expect(await faultOf(png().subarray(0, -6), 'png')).toBe('malformed');
    expect(await faultOf(sheet.subarray(0, -10), 'xlsx')).toBe('malformed');
  });

  it('a chunk whose checksum is wrong is malformed', async () => {
    const bytes = png();
    bytes.writeUInt8(bytes.readUInt8(20) ^ 1, 20);
    expect(await faultOf(bytes, 'png')).toBe('malformed');
  });
});

describe('what nobody could read, or nobody should open', () => {
  it('an encrypted PDF', async () => {
    const document = new PDFDocument({ userPassword: 'secret', pdfVersion: '1.7' });
    document.text('hidden');
    document.end();
    expect(await faultOf(await buffer(document), 'pdf')).toBe('encrypted');
  });

  it.each(['/Encrypt 5 0 R', '/Encr#79pt<</V 1>>', '/#45ncrypt %x\n 5 0 R'])(
    'an encrypted PDF, however it spells it: %s',
    async (key) => {
      const trailer = Buffer.from(`\ntrailer << ${key} >>\nstartxref\n0\n%%EOF`);
      expect(await faultOf(Buffer.concat([contract, trailer]), 'pdf')).toBe('encrypted');
    },
  );

  it('an encrypted part of a workbook', async () => {
    const bytes = Buffer.from(sheet);
    // The flag of the first entry in the directory.
    const at = bytes.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
    bytes.writeUInt16LE(bytes.readUInt16LE(at + 8) | 1, at + 8);
    expect(await faultOf(bytes, 'xlsx')).toBe('encrypted');
  });

  it.each([
    ['xl/vbaProject.bin', 'anything'],
    ['xl/macrosheets/sheet1.xml', '<x/>'],
    ['xl/activeX/activeX1.xml', '<x/>'],
  ])('macros: %s', async (name, bytes) => {
    expect(await faultOf(xlsx([['x']], [{ name, bytes }]), 'xlsx')).toBe('macros');
  });

  it('macros by their type, whatever the part is called', async () => {
    const types =
      '<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>';
    const bytes = zip([
      { name: '[Content_Types].xml', bytes: types },
      { name: 'xl/workbook.xml', bytes: '<workbook/>' },
    ]);
    expect(await faultOf(bytes, 'xlsx')).toBe('macros');
  });

  it('a type spelt with entities', async () => {
    const types = '<!DOCTYPE Types [<!ENTITY m "macroEnabled">]><Types/>';
    expect(await faultOf(zip([{ name: '[Content_Types].xml', bytes: types }]), 'xlsx')).toBe('malformed');
  });

  it.each([
    ['an archive', archive],
    ['an OLE container', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
    ['a program', Buffer.from('MZ\x90\0\x03', 'latin1')],
  ])('%s inside a document', async (_what, bytes) => {
    expect(await faultOf(docx(['x'], [{ name: 'word/embeddings/1.bin', bytes }]), 'docx')).toBe('embedded');
  });
});

describe('archives that would harm whoever opens them', () => {
  it('a bomb: 600 MB of zeros in a file of some hundred KB', async () => {
    const zeros = Buffer.alloc(120_000_000);
    const bomb = xlsx(
      [['x']],
      [1, 2].map((n) => ({ name: `xl/worksheets/sheet${n + 1}.xml`, bytes: zeros })),
    );
    expect(bomb.length).toBeLessThan(1_000_000);
    const started = performance.now();
    expect(await faultOf(bomb, 'xlsx')).toBe('expandsTooFar');
    // Nothing was expanded to find out.
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('a bomb that says it is small: it is expanded no further than it says', async () => {
    const zeros = Buffer.alloc(50_000_000);
    const lying = xlsx([['x']], [{ name: 'xl/worksheets/sheet2.xml', bytes: zeros }]);
    const entry = lying.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'));
    lying.writeUInt32LE(1000, entry + 24);
    expect(await faultOf(lying, 'xlsx')).toBe('malformed');
  });

  it('thousands of parts', async () => {
    const parts = Array.from({ length: 2100 }, (_, n) => ({ name: `xl/${n}.xml`, bytes: '' }));
    expect(await faultOf(xlsx([['x']], parts), 'xlsx')).toBe('expandsTooFar');
  });

  it('parts that lie over each other', async () => {
    const bytes = xlsx([['x']], [{ name: 'xl/a.xml', bytes: '<x/>' }]);
    const last = bytes.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'));
    bytes.writeUInt32LE(0, last + 42);
    expect(await faultOf(bytes, 'xlsx')).toBe('malformed');
  });

  it('a part twice, or out of the archive', async () => {
    const twice = [1, 2].map(() => ({ name: 'xl/a.xml', bytes: '<x/>' }));
    expect(await faultOf(xlsx([['x']], twice), 'xlsx')).toBe('malformed');
    for (const name of ['../../evil.xml', '/etc/passwd', 'xl\\a.xml'])
      expect(await faultOf(xlsx([['x']], [{ name, bytes: 'x' }]), 'xlsx')).toBe('malformed');
  });

  it('a name in the part that differs from the directory’s', async () => {
    const bytes = xlsx([['x']], [{ name: 'xl/abc.xml', bytes: deflateRawSync('x') }]);
    bytes.write('xl/abd.xml', bytes.indexOf('xl/abc.xml'), 'latin1');
    expect(await faultOf(bytes, 'xlsx')).toBe('malformed');
  });
});
