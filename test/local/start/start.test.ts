import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { holdFolder } from '../../../local/hold-folder.ts';
import { createProgress } from '../../../local/progress.ts';
import { portFrom } from '../../../local/start.ts';
import { synthesise } from '../../../local/synth.ts';

const made: string[] = [];
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'start-'));
  made.push(folder);
  return folder;
};
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

describe('PORT', () => {
  it.each([
    [undefined, 8080],
    ['', 8080],
    ['1', 1],
    ['65535', 65_535],
  ])('%j is %d', (text, port) => {
    expect(portFrom(text)).toBe(port);
  });

  it.each(['0', '-1', '65536', '80 ', '0x50', '8e3', 'http', '99999999999', '８０８０'])(
    '%j is refused',
    (text) => {
      expect(() => portFrom(text)).toThrow(`PORT is ${JSON.stringify(text)}: give a number from 1 to 65535`);
    },
  );
});

describe('the command', () => {
  const root = join(import.meta.dirname, '..', '..', '..');

  function run(args: readonly string[], environment: Record<string, string>) {
    return new Promise<{ code: number | null; said: string }>((done) => {
      const child = spawn(process.execPath, [join(root, 'local', 'start.ts'), ...args], {
        env: { ...process.env, ...environment },
      });
      let said = '';
      child.stdout.on('data', (chunk) => {
        said += chunk;
      });
      child.stderr.on('data', (chunk) => {
        said += chunk;
      });
      child.on('close', (code) => done({ code, said }));
    });
  }

  it('says in one line what is wrong with PORT, and ends with 1', async () => {
    expect(await run([], { PORT: 'x' })).toEqual({
      code: 1,
      said: 'PORT is "x": give a number from 1 to 65535, as PORT=8080 npm start.\n',
    });
  });

  it('says in one line what is wrong with an argument, and ends with 1', async () => {
    expect(await run(['--frehs'], {})).toEqual({
      code: 1,
      said: 'Unknown argument "--frehs". Usage: npm start [-- --fresh]      PORT=8080 unless told otherwise\n',
    });
  });
});

describe('the lock of the data folder', () => {
  it('is taken over from a process that is gone', () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'lock'), '4194305');
    const release = holdFolder(folder, false);
    expect(readFileSync(join(folder, 'lock'), 'utf8')).toBe(String(process.pid));
    release();
    expect(existsSync(join(folder, 'lock'))).toBe(false);
  });

  it.each(['', 'x', '0', '-1'])('that says %j belongs to nobody', (text) => {
    const folder = newFolder();
    writeFileSync(join(folder, 'lock'), text);
    holdFolder(folder, false)();
  });

  it('of a living cloud is respected', () => {
    const folder = newFolder();
    const release = holdFolder(folder, false);
    expect(() => holdFolder(folder, true)).toThrow(`in use by process ${process.pid}`);
    release();
  });

  it('cannot be had where a file stands', () => {
    const folder = join(newFolder(), 'file');
    writeFileSync(folder, '');
    expect(() => holdFolder(folder, false)).toThrow('cannot be written (EEXIST)');
  });

  it('with fresh empties what the cloud keeps, and nothing else', () => {
    const folder = newFolder();
    for (const name of ['dynamodb', 's3', 'identity', 'logs', 'mine']) mkdirSync(join(folder, name));
    holdFolder(folder, true)();
    expect(readdirSync(folder)).toEqual(['mine']);
  });
});

describe('progress', () => {
  function shown(isTTY: boolean): string {
    let text = '';
    const output = {
      isTTY,
      columns: 60,
      write: (part: string) => {
        text += part;
        return true;
      },
    };
    const progress = createProgress(output as unknown as NodeJS.WriteStream);
    for (let done = 0; done <= 100; done += 1) progress.show(done, 100, 'patents');
    progress.finish();
    return text;
  }

  it('redraws one line on a terminal', () => {
    const text = shown(true);
    expect(text.split('\n')).toHaveLength(2);
    expect(text).toContain('\r\u001b[2K████████████████████████ 100 %  100/100  patents');
  });

  it('writes a line each tenth elsewhere', () => {
    expect(shown(false).split('\n')).toHaveLength(12);
    expect(shown(false)).not.toContain('\r');
  });
});

describe('synthesis', () => {
  let root: string;
  /** An app that counts its runs, and leaves what the tests ask for. */
  beforeEach(() => {
    root = newFolder();
    mkdirSync(join(root, 'infra'));
    mkdirSync(join(root, 'functions'));
    writeFileSync(
      join(root, 'cdk.json'),
      JSON.stringify({ app: 'node infra/app.ts', context: { flag: true } }),
    );
    writeFileSync(
      join(root, 'infra', 'app.ts'),
      `import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
      const out: string = process.env.CDK_OUTDIR ?? '';
      mkdirSync(out);
      appendFileSync(${JSON.stringify(join(root, 'runs.log'))}, 'run\\n');
      writeFileSync(out + '/manifest.json', process.env.CDK_CONTEXT_JSON ?? '');`,
    );
  });
  const runs = () => readFileSync(join(root, 'runs.log'), 'utf8').split('\n').length - 1;

  it('runs the app with the context of cdk.json and of the environment', async () => {
    const folder = await synthesise({ root });
    expect(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))).toMatchObject({
      flag: true,
      environment: 'local',
      'aws:cdk:bundling-stacks': ['**'],
    });
    expect(readdirSync(join(root, 'cdk.out'))).toHaveLength(1);
  });

  it('is not repeated when nothing changed, and is when anything did', async () => {
    const first = await synthesise({ root });
    mkdirSync(join(root, 'test'));
    writeFileSync(join(root, 'test', 'x.test.ts'), '');
    expect(await synthesise({ root })).toBe(first);
    expect(runs()).toBe(1);
    writeFileSync(join(root, 'functions', 'main.ts'), 'export {};');
    const second = await synthesise({ root });
    expect(second).not.toBe(first);
    expect(runs()).toBe(2);
    expect(existsSync(first)).toBe(true);
  });

  it('removes assemblies that nobody used for a week', async () => {
    const first = await synthesise({ root });
    utimesSync(first, new Date(0), new Date(0));
    writeFileSync(join(root, 'functions', 'main.ts'), 'export {};');
    await synthesise({ root });
    expect(existsSync(first)).toBe(false);
  });

  it('that fails leaves nothing behind and tells the app’s last words', async () => {
    writeFileSync(join(root, 'infra', 'app.ts'), 'console.error("no such thing"); process.exit(1);');
    await expect(synthesise({ root })).rejects.toThrow('The CDK app cannot be synthesised:\nno such thing');
    expect(readdirSync(join(root, 'cdk.out'))).toEqual([]);
  });

  it('that ends without an assembly is refused', async () => {
    writeFileSync(join(root, 'infra', 'app.ts'), '');
    await expect(synthesise({ root })).rejects.toThrow('without an assembly');
  });

  it('can be called off', async () => {
    writeFileSync(join(root, 'infra', 'app.ts'), 'setTimeout(() => {}, 60_000);');
    await expect(synthesise({ root, signal: AbortSignal.timeout(100) })).rejects.toThrow('aborted');
  });
});
