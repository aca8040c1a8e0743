import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { check, keysFileName } from '../../local/verifier/check.ts';
import { paperBytesMax } from '../../shared/certificates/verify.ts';
import { logKey, samplePaper, sealed, sealKey } from '../functions/certificates/sealed-sample.ts';

const root = join(import.meta.dirname, '../..');
const keys = `# keys of the register\n${logKey.verifierKey}\n${sealKey.verifierKey}\n`;
let folder: string;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'verifier-'));
  const paper = await samplePaper({ pledgors: [{ name: '甲\u0007\u202e公司' }] });
  const file = await sealed(paper);
  writeFileSync(at('certificate.pdf'), file);
  writeFileSync(at(keysFileName), keys);
  file[3000] = (file[3000] ?? 0) ^ 1;
  writeFileSync(at('changed.pdf'), file);
  writeFileSync(at('entry.json'), JSON.stringify({ entry: paper.entry, openings: [] }));
  writeFileSync(at('entry.tlog-proof'), paper.proof);
  writeFileSync(at('damaged.vkey'), keys.replace('+AY', '+AZ'));
  writeFileSync(at('huge.pdf'), Buffer.alloc(paperBytesMax + 1));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('npm run verify', () => {
  it('ends with 0 and says in both languages what was proved', async () => {
    const { text, code } = await check([at('certificate.pdf')]);
    expect(code).toBe(0);
    for (const one of ['核验通过 PROVED', '登记号 Registration No.: Y2026980001234'])
      expect(text).toContain(one);
  });

  it('says it in one language where one is asked for', async () => {
    const { text } = await check([at('certificate.pdf'), '--lang', 'en', '--key', at(keysFileName)]);
    expect(text).toContain('PROVED');
    expect(text).not.toContain('核验通过');
  });

  it('sends nothing to the terminal that would steer it', async () => {
    const { text } = await check([at('certificate.pdf')]);
    expect(text).toContain('甲[U+0007][U+202E]公司');
  });

  it('names the keys it believed, and warns of such as lay beside the paper, where a forger puts his own', async () => {
    const beside = await check([at('certificate.pdf'), '--lang', 'en']);
    for (const one of [logKey, sealKey])
      expect(beside.text).toContain(one.verifierKey.slice(0, one.verifierKey.lastIndexOf('+')));
    expect(beside.text).toContain(at(keysFileName));
    expect(beside.text).toContain('if they came with it, they prove nothing');
    const own = await check([at('certificate.pdf'), '--lang', 'en', '--key', at(keysFileName)]);
    expect(own.text).toContain(at(keysFileName));
    expect(own.text).not.toContain('prove nothing');
  });

  it('ends with 1 and names the bytes where something does not hold', async () => {
    const { text, code } = await check([at('changed.pdf'), '--lang', 'en']);
    expect(code).toBe(1);
    expect(text).toContain('The bytes of the document are not those that were issued. (bytes 0 to ');
    expect(text).not.toContain('Y2026980001234');
  });

  it('checks an entry with its proof', async () => {
    expect((await check([at('entry.json'), at('entry.tlog-proof')])).code).toBe(0);
  });

  it.each([
    [[]],
    [['--key']],
    [['certificate.pdf', '--lang', 'fr']],
    [['nowhere.pdf']],
    [['.']],
    [['huge.pdf']],
    [['entry.json']],
    [['certificate.pdf', '--key', 'damaged.vkey']],
    [['certificate.pdf', '--key', 'certificate.pdf']],
  ])('ends with 2 where nothing can be checked: %j', async (args) => {
    const { text, code } = await check(args.map((one) => (/\.|vkey/.test(one) ? at(one) : one)));
    expect(code).toBe(2);
    expect(text).not.toBe('');
  });
});

describe('the verifier as one file', () => {
  it('runs in an empty folder on nothing but the paper and the keys, and needs nothing of the environment', () => {
    const empty = mkdtempSync(join(tmpdir(), 'verifier-alone-'));
    try {
      const program = join(empty, 'ip-register-verify.mjs');
      execFileSync('npm', ['run', '--silent', 'verifier', '--', `--outfile=${program}`], { cwd: root });
      for (const name of ['certificate.pdf', keysFileName]) copyFileSync(at(name), join(empty, name));
      expect(readdirSync(empty).toSorted()).toEqual([
        'certificate.pdf',
        'ip-register-verify.mjs',
        keysFileName,
      ]);
      const ran = spawnSync(process.execPath, [program, 'certificate.pdf'], {
        cwd: empty,
        env: {},
        encoding: 'utf8',
      });
      expect([ran.status, ran.stderr]).toEqual([0, '']);
      expect(ran.stdout).toContain('Y2026980001234');
    } finally {
      rmSync(empty, { recursive: true, force: true });
    }
  });
});
