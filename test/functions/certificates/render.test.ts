import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderCertificate } from '../../../functions/certificates/drawing/render.ts';
import { place } from '../../../functions/certificates/drawing/wrap.ts';
import { certificateOf } from '../../../shared/certificates/certify.ts';
import { pageText } from '../../../shared/certificates/texts.ts';
import { readPdf } from './reading.ts';
import { context, fontsHere, numberAt, type Sample, sampleEntry } from './sample.ts';

const fonts = fontsHere();

async function drawn(sample: Sample = {}) {
  const { entry, openings } = sampleEntry(sample);
  const shown = certificateOf(entry, openings, context);
  if (!shown) throw new Error('not certified');
  const bytes = await renderCertificate(shown, fonts, new Map());
  return { shown, bytes, pdf: await readPdf(bytes) };
}

const squeezed = (text: string) => text.replace(/\s/g, '');

describe('the certificate as PDF', () => {
  it('shows every particular as text that can be selected', async () => {
    const { shown, pdf } = await drawn();
    const [patent] = shown.patents;
    const particulars = [
      ...[shown.title.zh, shown.title.en, shown.registrationNumber, shown.registrationDate],
      ...[...shown.pledgors, ...shown.pledgees].flatMap((one) => [one.name ?? '', one.identifier ?? '']),
      ...[
        patent?.printedNumber,
        patent?.name,
        patent?.filingDate,
        patent?.grantDate,
        patent?.mainClassification,
      ],
      ...[shown.entry, shown.instant, shown.entryDigest, shown.verificationAddress],
      ...[
        shown.journal.origin,
        shown.journal.root,
        `index${shown.journal.index},inajournalof${shown.journal.size}`,
      ],
    ];
    for (const one of particulars) expect(pdf.text).toContain(squeezed(one ?? 'missing'));
  });

  it('says its language, title, and the entry’s instant as its date', async () => {
    const { shown, pdf } = await drawn();
    expect(pdf.language).toBe('zh-CN');
    expect(pdf.info['Title']).toBe(`${shown.title.zh} ${shown.title.en} ${shown.registrationNumber}`);
    expect(pdf.info['CreationDate']).toBe('D:20261122060000Z');
    for (const role of ['H1', 'H2', 'Table', 'TH', 'TD', 'Figure']) expect(pdf.roles).toContain(role);
  });

  it('embeds each font with a subset, and leans on none that the reader’s machine may lack', async () => {
    const { bytes } = await drawn({ patents: ['一种𠮷字装置'] });
    const raw = Buffer.from(bytes).toString('latin1');
    const names = [...raw.matchAll(/\/FontName \/(\S+)/g)].map(([, name]) => name);
    expect(names).toHaveLength(3);
    for (const name of names) expect(name).toMatch(/^[A-Z]{6}\+NotoSerif/);
    expect(raw.match(/\/FontFile2 /g)).toHaveLength(3);
    expect(raw.includes('/Helvetica')).toBe(false);
  });

  it('shows the demonstration mark on every page, or on none', async () => {
    const marked = await drawn({ patents: Array.from({ length: 20 }, () => '一种装置') });
    expect(marked.pdf.pages.length).toBeGreaterThan(1);
    for (const page of marked.pdf.pages) expect(page).toContain('DEMONSTRATION - NOT A LEGAL RECORD');
    const real = await drawn({ demonstration: false });
    expect(real.pdf.text).not.toMatch(/DEMONSTRATION|演示数据/);
    expect(real.pdf.text).toContain('登记机关印章');
  });
});

describe('the same certificate', () => {
  const program = join(import.meta.dirname, 'render-once.ts');
  const rendered = (...others: string[]) =>
    execFileSync(process.execPath, [program, ...others], {
      encoding: 'utf8',
      env: { ...process.env, TZ: 'Asia/Tokyo' },
    });

  it('has the same bytes in another process, and after other certificates (A6.9)', () => {
    const first = execFileSync(process.execPath, [program], { encoding: 'utf8' });
    expect(first).toMatch(/^[0-9a-f]{64}\n$/);
    expect(rendered('第一', 'second 㐂', '第三')).toBe(first);
  });
});

describe('names', () => {
  it('show rare characters, and those without a glyph by their code point with a note', async () => {
    const { pdf } = await drawn({ pledgors: [{ name: '𠮷㐂公司' }, { person: '王𪚥' }] });
    expect(pdf.text).toContain('𠮷㐂公司');
    expect(pdf.text).toContain('王[U+2A6A5]');
    expect(pdf.text).toContain('Charactersthatthefontslack');
    expect((await drawn({ pledgors: [{ name: '𠮷㐂公司' }] })).pdf.text).not.toContain('fontslack');
  });

  it('never draw the empty box, whatever is in them', async () => {
    const { bytes } = await drawn({
      pledgors: [{ name: '삼성 😀 שלום \ue000 葛\u{E0100}城 \ufe00甲 a\u0323b ﷽' }],
    });
    // Glyph 0 of a font is the box; the subset keeps it, and no text may ask for it.
    const shows = [
      ...Buffer.from(bytes)
        .toString('latin1')
        .matchAll(/^\[(<.*)\] TJ$/gm),
    ];
    const glyphs = shows.flatMap(([, shown = '']) =>
      [...shown.matchAll(/<([0-9a-f]+)>/g)].flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? []),
    );
    expect(glyphs.length).toBeGreaterThan(500);
    expect(glyphs.filter((glyph) => glyph === '0000')).toEqual([]);
  });

  it('keep their order and their script, and what cannot be seen is shown', async () => {
    const name = 'שלום <script>alert(1)</script> (x) Tj \\) مصرف\u200b';
    const { pdf } = await drawn({ pledgees: [{ name }] });
    const coded = [...name].map((char) =>
      /[\u0590-\u06ff\u200b]/.test(char)
        ? `[U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}]`
        : char,
    );
    expect(pdf.text).toContain(squeezed(coded.join('')));
  });

  it('in Latin letters keep together around an apostrophe, which Chinese fonts draw as wide as an ideograph', () => {
    const width = (text: string) => place(text, { sizePt: 10, weight: 'regular' }, fonts).widthPt;
    expect(width('O’Neill') - width('ONeill')).toBeLessThan(4);
    expect(width('“王”') - width('王')).toBe(20);
  });

  it('of a natural person are gone with the opening', async () => {
    const { pdf } = await drawn({ pledgors: [{ person: '王小明', forgotten: true }] });
    expect(pdf.text).not.toContain('王小明');
    expect(pdf.text).toContain('自然人（姓名已不公开）');
  });
});

describe('many and long', () => {
  it('twenty patents with names of 200 characters flow over numbered pages, nothing lost', async () => {
    const names = Array.from({ length: 20 }, (_, index) =>
      `${index}号${'一种数据融合与深度学习的储能协同调度方法'.repeat(10)}`.slice(0, 200),
    );
    const { bytes, pdf } = await drawn({ patents: names });
    for (const [index, name] of names.entries()) {
      expect(pdf.text).toContain(name);
      expect(pdf.text).toContain(numberAt(index).replace(/.$/, '.$&'));
    }
    pdf.pages.forEach((page, index) => {
      const { zh, en } = pageText(index + 1, pdf.pages.length);
      expect(squeezed(page)).toContain(squeezed(`${zh}/${en}`));
    });
    // The gateway takes 6 MB with the base64 that a third more bytes come with.
    expect(bytes.length).toBeLessThan(2_000_000);
  });

  it('leave no heading alone at the foot of a page, apart from what it is the heading of', async () => {
    const long = '一种数据融合与深度学习的储能协同调度方法'.repeat(15);
    for (const parties of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]) {
      const pledgors = Array.from({ length: parties }, () => ({ name: '演示新能源科技（苏州）有限公司' }));
      const { pdf } = await drawn({ pledgors, patents: [long.slice(0, 300)] });
      const headed = pdf.pages.filter((page) => page.includes('出质专利'));
      expect(headed).toHaveLength(1);
      expect(headed[0]).toContain('201811000001.0');
      const proof = pdf.pages.find((page) => page.includes('登记条目与核验'));
      expect(proof).toContain('扫码核验');
    }
  });

  it.each(['ש'.repeat(499), 'x'.repeat(998), '𪚥'.repeat(249)])(
    'the longest name loses nothing',
    async (name) => {
      const { pdf } = await drawn({ patents: [name] });
      const first = [...name][0] ?? '';
      const shown =
        first === 'x' ? 'x' : `[U+${first.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}]`;
      expect(pdf.text.split(shown).length - 1).toBeGreaterThanOrEqual([...name].length);
    },
  );
});
