import { describe, expect, it } from 'vitest';
import { keysBytesMax, readKeys } from '../../../shared/journal/keys.ts';
import { parseSeal, sealFile, sealText, sealTextBytesMax } from '../../../shared/journal/seal.ts';
import { attachmentIn, openSeal } from '../../../shared/journal/sealed.ts';
import { signingKey } from './log-of-leaves.ts';

const utf8 = new TextEncoder();
const key = signingKey('register.example/journal/seal', 3);

/** As much of a PDF as a seal looks at. */
function file(bytes: number, attachment: string): Uint8Array {
  const body = `%PDF-1.7\n1 0 obj\nstream\n${attachment}\nendstream\n${'x'.repeat(bytes)}\n`;
  return utf8.encode(`${body}trailer\n<< >>\nstartxref\n12\n%%EOF\n`);
}

function seal(bytes: Uint8Array, attachments: Record<string, string> = {}) {
  const named = new Map(Object.entries(attachments).map(([name, text]) => [name, utf8.encode(text)]));
  const origin = 'register.example/journal';
  return sealFile({ origin, kind: 'test', file: bytes, attachments: named, sign: key.sign });
}

const digest = 'a'.repeat(64);
const line = (name: string, offset: number, length: number) =>
  `${name} ${offset} ${length} sha256:${digest}\n`;
const head = 'ip-register-seal@1\nregister.example/journal\ntest\n';

describe('a seal', () => {
  it('leaves the file as it was but for its own lines, and its end at the end', async () => {
    const before = file(100_000, 'hello');
    const after = Buffer.from(await seal(before, { leaf: 'hello' }));
    const text = after.toString();
    expect(text.replace(/%ip-register-seal@1\n(%.*\n)*/, '')).toBe(Buffer.from(before).toString());
    expect(text.endsWith('\nstartxref\n12\n%%EOF\n')).toBe(true);
  });

  it('names each attachment’s bytes', async () => {
    const sealed = await seal(file(1000, '{"a":1}'), { leaf: '{"a":1}' });
    const opened = openSeal(sealed);
    if ('fault' in opened) throw new Error('it is sealed');
    expect(Buffer.from(attachmentIn(sealed, opened, 'leaf') ?? '').toString()).toBe('{"a":1}');
    expect(attachmentIn(sealed, opened, 'proof')).toBeUndefined();
  });

  it.each([1, 100_000, 2_000_000, 15_000_000])(
    'of a file of %i bytes is short enough for the key service to sign',
    async (bytes) => {
      const sealed = await seal(file(bytes, 'hello'), { leaf: 'hello' });
      const opened = openSeal(sealed);
      if ('fault' in opened) throw new Error('it is sealed');
      expect(opened.note.text.length).toBeLessThanOrEqual(sealTextBytesMax);
      expect(sealText(opened.seal)).toBe(opened.note.text);
    },
  );

  it('is put on nothing that it could not vouch for', async () => {
    await expect(seal(utf8.encode('no PDF'))).rejects.toThrow(RangeError);
    await expect(seal(file(10, 'hello'), { leaf: 'absent' })).rejects.toThrow(RangeError);
    await expect(seal(file(17_000_000, 'hello'))).rejects.toThrow(RangeError);
  });

  it('is refused when its segments leave a gap, overlap, do not end, or are written otherwise', () => {
    expect(parseSeal(`${head}${line('document', 0, 10)}${line('end', 10, 5)}`)?.segments).toHaveLength(2);
    const wrong = [
      `${head}${line('document', 0, 10)}${line('end', 11, 5)}`,
      `${head}${line('document', 0, 10)}${line('end', 9, 5)}`,
      `${head}${line('end', 1, 5)}`,
      `${head}${line('document', 0, 10)}`,
      `${head}${line('end', 0, 0)}`,
      `${head}${line('end', 0, 99_999_999)}`,
      `${head}${line('end', 0, 5).replace('a ', 'A ').replace('sha256', 'sha1')}`,
      `${head}${line('document', 0, 1).repeat(200)}`,
      head,
      `${head.replace('@1', '@2')}${line('end', 0, 5)}`,
      `${head.replace('test', 'a b')}${line('end', 0, 5)}`,
      `${head}${line('end', 0, 5)}x`,
      '',
    ];
    for (const text of wrong) expect(parseSeal(text), text).toBeUndefined();
  });
});

describe('a file of keys', () => {
  it('may have several keys, remarks and empty lines, or be the register’s own answer', async () => {
    const other = signingKey('register.example/journal');
    const keys = [key, other].map((one) => one.verifierKey);
    const names = ['register.example/journal/seal', 'register.example/journal'];
    const texts = [
      `# two keys\r\n\r\n${keys.join('\r\n')}\r\n`,
      JSON.stringify({ origin: 'x', keys: keys.map((one) => ({ key: one, signs: 'checkpoints' })) }),
    ];
    for (const text of texts) expect((await readKeys(text))?.map(({ name }) => name)).toEqual(names);
  });

  it('is refused whole when one of them is damaged, and when it has none or too many', async () => {
    const wrong = [
      '',
      '# nothing',
      'hello',
      `${key.verifierKey}\n${key.verifierKey.slice(0, -2)}`,
      `${key.verifierKey}\n`.repeat(101),
      ' '.repeat(keysBytesMax + 1),
      '{',
      '{"keys":[]}',
      '{"keys":[{"key":1}]}',
    ];
    for (const text of wrong) expect(await readKeys(text), text.slice(0, 40)).toBeUndefined();
  });
});
