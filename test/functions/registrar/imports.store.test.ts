import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entryOf, openingsOf } from '../../../functions/_platform/store/records.ts';
import { titleVersionOf } from '../../../functions/_platform/store/titles.ts';
import { opensTo } from '../../../shared/kernel/digest.ts';
import { readBody } from '../../../shared/register/import/body.ts';
import {
  type bodiesInMemory,
  csvOf,
  type Desk,
  freshLines,
  header,
  openDesk,
  sample,
} from './imports-desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const text = (lines: readonly { line: number; field: string; code: string }[]) =>
  lines.map(({ line, field, code }) => `${line} ${field} ${code}`);

describe('an import of the sample patents', () => {
  it('creates all 472 titles by one entry, whose body lies under its digest', async () => {
    const { post, counts } = desk.process();
    const { status, body } = await post(sample);
    expect(status).toBe(201);
    expect(body).toMatchObject({ created: 472, unchanged: 0, rejected: 0, lines: [] });
    expect(counts.calls).toEqual({ GetItem: 2, BatchGetItem: 6, TransactWriteItems: 12 });
    expect(body.notice).toContain('DEMONSTRATION');
    const titles = (await desk.scan('TITLE#')).map(titleVersionOf);
    expect(titles).toHaveLength(472);
    for (const { title, act } of titles) {
      expect(act).toBe('patent.import');
      expect(title).toMatchObject({ version: 1, entry: body.entry, instant: body.instant, holds: [] });
    }
    const [item, ...more] = await desk.scan('ENTRY#');
    expect(more).toMatchObject([{ sk: 'OPENINGS#private' }]);
    const entry = entryOf(item ?? {});
    expect(entry).toMatchObject({
      ...{ id: body.entry, instant: body.instant, act: 'patent.import', decidedBy: 'office' },
      ...{ body: { ...body.body, mediaType: 'application/json' }, demonstration: true },
      public: {
        ...{ source: 'Sample patents', created: 472, unchanged: 0, rejected: 0 },
        ...{ statusBasis: 'assumed', annuityBasis: 'assumed' },
      },
    });
    const [opened] = openingsOf(more[0]);
    expect(opened).toMatchObject({ name: 'operator', value: 'operator-1' });
    expect(opensTo(entry.commitments[0]?.digest ?? '', opened?.salt ?? '', opened?.value)).toBe(true);
    const kept = (desk.bodies as ReturnType<typeof bodiesInMemory>).kept;
    const stored = readBody(kept.get(body.body?.digest ?? '') ?? new Uint8Array());
    expect(stored).toMatchObject({
      batch: body.batch,
      source: 'Sample patents',
      rejected: [],
      unchanged: [],
    });
    expect(stored.created.map((row) => row.right).sort()).toEqual(
      titles.map(({ title }) => title.right).sort(),
    );
  });

  it('made again, under another key, changes nothing and makes no entry', async () => {
    const { post, counts } = desk.process();
    const { status, body } = await post(sample);
    expect(status).toBe(201);
    expect(body).toMatchObject({ created: 0, unchanged: 472, rejected: 0 });
    expect(counts.calls).toEqual({ GetItem: 2, BatchGetItem: 6, TransactWriteItems: 1 });
    expect(body).not.toHaveProperty('entry');
    expect(await desk.scan('ENTRY#')).toHaveLength(2);
    expect(await desk.scan('PENDING#')).toHaveLength(1);
  });
});

describe('lines of an import', () => {
  it('are created, known or told with line, field and reason, each for itself', async () => {
    const [one = '', two = '', three = '', four = ''] = freshLines(4);
    const { post } = desk.process();
    await post(csvOf([one, two]));
    const { body } = await post(
      csvOf([
        one,
        two.replace('测试大学', '另一大学').replace('2018-03-01', '2018-03-02'),
        three.replace('2018-03-01', '2018-02-30'),
        '',
        four,
        four,
      ]),
    );
    expect(body).toMatchObject({ created: 1, unchanged: 1, rejected: 3 });
    expect(text(body.lines)).toEqual([
      '3 patentees line.differs',
      '3 filingDate line.differs',
      '4 filingDate date.impossible',
      '7 patentNumber line.repeated',
    ]);
    expect(body.lines[2]?.reason.en).toContain('no such date');
    expect(body.lines[2]?.reason.zh).toContain('不存在');
  });

  it('never change a title that is there', async () => {
    const [one = ''] = freshLines(1);
    const { post } = desk.process();
    await post(csvOf([one]));
    const pk = `TITLE#patent:${one.slice(0, 13)}`;
    const before = await desk.scan(pk);
    await post(csvOf([one.replace('测试大学', '另一大学')]));
    expect(await desk.scan(pk)).toEqual(before);
  });

  it('with a stray quotation mark are told, and swallow none of the lines after them', async () => {
    const lines = freshLines(12).map((line, index) => (index === 5 ? line.replace('一种', '"一种') : line));
    const closed = freshLines(3).map((line, index) =>
      index === 2 ? line.replace('测试大学', '测试大学"') : line,
    );
    const { body } = await desk.process().post(csvOf([...lines, ...closed]));
    expect(body).toMatchObject({ created: 13, rejected: 2 });
    expect(text(body.lines)).toEqual(['7 line line.quote', '16 line line.quote']);
  });

  it('may be quoted as RFC 4180 says, with CR LF, a byte order mark and the columns in any order', async () => {
    const [one = ''] = freshLines(1);
    const cells = one.split(',');
    const order = [5, 4, 3, 2, 1, 0];
    const names = order.map((at) => header.split(',')[at]).join(',');
    const values = order.map((at) => (at === 2 ? '"甲, ""乙"" 装置"' : `"${cells[at]}"`)).join(',');
    const { body } = await desk.process().post(`\uFEFF${names}\r\n${values}\r\n\r\n`);
    expect(body).toMatchObject({ created: 1, rejected: 0 });
    const [item = {}] = await desk.scan(`TITLE#patent:${one.slice(0, 13)}`);
    expect(titleVersionOf(item).title.particulars.name).toBe('甲, "乙" 装置');
  });

  it('that are all bad, in every column, still give a report that can be stored', async () => {
    const names =
      'patentNumber,kind,title,titleLang,patentees,filingDate,grantDate,publicationNumber,ipcMain,' +
      'compensationDays,patenteeIdentifiers,legalStatus,annuity,invalidationStarted,sameDayInvention,checkDigit,source';
    const lines = Array.from({ length: 1000 }, () => 'x,x,\u0001,x,甲;甲,x,x,x,x,x,x;x;x,x,x,x,x,x,\u0001');
    const { status, body, text: whole } = await desk.process().post([names, ...lines].join('\n'));
    expect(status).toBe(201);
    expect(body).toMatchObject({ created: 0, rejected: 1000 });
    expect(new Set(body.lines.map((one) => one.line)).size).toBe(1000);
    expect(Buffer.byteLength(whole)).toBeLessThan(390_000);
  });

  it('are told with all their faults where the report has room', async () => {
    const { body } = await desk.process().post(`${header}\nx,invention,t,fr,,2018-03-01`);
    expect(text(body.lines)).toEqual([
      '2 patentNumber patentNumber.format',
      '2 titleLang cell.notAnOption',
      '2 patentees cell.required',
    ]);
  });
});

describe('a file that cannot be taken as a whole', () => {
  const [one = ''] = freshLines(1);
  it.each([
    ['header only', header, 'csv.empty', '/csv'],
    ['blank lines only', `${header}\n\n  \r\n`, 'csv.empty', '/csv'],
    ['not CSV at all', '%PDF-1.7 "\n1 0 obj', 'csv.unreadableHeader', '/csv'],
    ['another table', 'a,b\n1,2', 'csv.unknownColumn', '/csv'],
    ['old Macintosh line ends', csvOf([one]).replaceAll('\n', '\r'), 'csv.unknownColumn', '/csv'],
    ['a column missing', csvOf([one]).replace(',filingDate', ''), 'csv.missingColumn', '/csv'],
    ['a column twice', csvOf([one]).replace('titleLang', 'title'), 'csv.repeatedColumn', '/csv'],
    ['1,001 lines', csvOf(Array.from({ length: 1001 }, () => one)), 'csv.tooManyLines', '/csv'],
  ])('is refused with a pointer, and nothing is stored: %s', async (_, csv, code, pointer) => {
    const { post, counts } = desk.process();
    const { status, body } = await post(csv);
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'import-refused', errors: [{ in: 'body', pointer, code }] });
    expect(counts.calls).not.toHaveProperty('TransactWriteItems');
  });

  it('is refused when annuities are declared to have a source that no column gives', async () => {
    const { post } = desk.process();
    const { status, body } = await post(csvOf([one]), { body: { annuityBasis: 'source' } });
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'import-refused', errors: [{ pointer: '/annuityBasis' }] });
  });

  it('never shows what was sent in the problem', async () => {
    const { text: whole } = await desk.process().post('<script>alert(1)</script>\nx');
    expect(whole).not.toContain('script');
  });
});

it('an import is the operator’s alone', async () => {
  const { post } = desk.process();
  const { status } = await post(csvOf(freshLines(1)), { groups: '[examiner]' });
  expect(status).toBe(403);
});

it('a batch of 1,000 lines fits one call', async () => {
  const { post, counts } = desk.process();
  const { status, body } = await post(csvOf(freshLines(1000)));
  expect(status).toBe(201);
  expect(body).toMatchObject({ created: 1000, rejected: 0 });
  // The stored reply and ten reads of a hundred titles, two looks at the state; the entry, twenty times fifty
  // titles, and the end of the batch.
  expect(counts.calls).toEqual({ GetItem: 2, BatchGetItem: 11, TransactWriteItems: 22 });
});
