import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memoryLog, origin, signingKey } from '../../../bench/audit/made-sources.ts';
import { monitorCommand } from '../../../local/monitor.ts';
import { cosignatureVerifier } from '../../../shared/journal/cosignature.ts';
import { ed25519Verifier } from '../../../shared/journal/ed25519.ts';
import { parseNote, verifyNote } from '../../../shared/journal/note.ts';

type Log = ReturnType<typeof memoryLog>;

const key = signingKey();
const leaf = (text: string) => new TextEncoder().encode(text);
const leaves = (count: number, name = 'leaf') =>
  Array.from({ length: count }, (_, at) => leaf(`${name} ${at}`));

function logOf(...batches: Uint8Array[][]): Log {
  const log = memoryLog(key);
  for (const batch of batches) log.add(batch);
  return log;
}

let folder: string;
let closes: (() => void)[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'monitor-'));
  writeFileSync(join(folder, 'key'), `${key.verifierKey}\n`);
});

afterEach(() => {
  for (const close of closes) close();
  closes = [];
  rmSync(folder, { recursive: true, force: true });
});

async function served(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closes.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** A server of the log as it stands when it is asked. */
const showing = (
  shown: () => Log,
  instead: (path: string) => Uint8Array | string | undefined = () => undefined,
) =>
  served((request, response) => {
    const path = (request.url ?? '').slice(1);
    const log = shown();
    const found = instead(path) ?? (path === 'checkpoint' ? log.checkpoint : log.objects.get(path));
    response.statusCode = found === undefined ? 404 : 200;
    response.end(found);
  });

async function look(address: string, ...more: string[]) {
  const told: string[] = [];
  const take = (text: string) => void told.push(text);
  const args = [address, '--key', join(folder, 'key'), '--state', join(folder, 'state'), ...more];
  const code = await monitorCommand({ args, now: () => 1_790_000_000_000, out: take, err: take });
  return { code, told: told.join('') };
}

describe('a log that only grows', () => {
  it('is followed from look to look, over the edges of tiles', async () => {
    const log = logOf(leaves(1));
    const address = await showing(() => log);
    for (const count of [0, 1, 254, 1, 300, 70_000]) {
      log.add(leaves(count, `after ${log.size}`));
      expect(await look(address), `at ${log.size}`).toMatchObject({ code: 0 });
    }
    expect((await look(address)).told).toContain('70557 → 70557');
  });

  it('is followed where its partial tiles are gone, since full ones say the same', async () => {
    const log = logOf(leaves(300));
    const small = log.checkpoint;
    log.add(leaves(300, 'more'));
    for (const path of log.objects.keys()) if (path.startsWith('tile/0/001.p/')) log.objects.delete(path);
    expect(
      await look(
        await showing(
          () => log,
          (path) => (path === 'checkpoint' ? small : undefined),
        ),
      ),
    ).toMatchObject({
      code: 0,
    });
  });

  it('may be empty', async () => {
    const log = memoryLog(key);
    const address = await showing(() => log);
    expect((await look(address)).code).toBe(0);
    log.add(leaves(5));
    expect((await look(address)).code).toBe(0);
  });
});

describe('a log that does anything else is refused, and both notes are shown', () => {
  const followed = async () => {
    const log = logOf(leaves(400));
    expect((await look(await showing(() => log))).code).toBe(0);
    return log;
  };
  const state = () => readFileSync(join(folder, 'state'), 'utf8');

  const refused = async (log: Log, words: string) => {
    const kept = state();
    const { code, told } = await look(await showing(() => log));
    expect(code).toBe(1);
    expect(told).toContain(words);
    expect(told).toContain(log.checkpoint);
    // A refusal is not remembered: what was believed before is still what the next look holds it against.
    expect(state()).toBe(kept);
  };

  it('one that shrank, though all of it was there before', async () => {
    await followed();
    await refused(logOf(leaves(399)), 'has shrunk');
  });

  it('one that forked: of the same size, larger, with its last leaf or its first one changed', async () => {
    await followed();
    await refused(logOf([...leaves(399), leaf('other')]), 'has forked');
    await refused(logOf([...leaves(399), leaf('other')], leaves(500, 'more')), 'has forked');
    await refused(logOf([leaf('other'), ...leaves(400).slice(1)], leaves(1)), 'has forked');
  });

  it('one that shows this reader alone another log: whoever compares the two notes holds the proof', async () => {
    const log = await followed();
    const aside = logOf([...leaves(399), leaf('for you alone')], leaves(1));
    log.add(leaves(1));
    const address = await served((request, response) => {
      const shown = request.headers['user-agent'] === 'another' ? log : aside;
      const path = (request.url ?? '').slice(1);
      response.end(path === 'checkpoint' ? shown.checkpoint : shown.objects.get(path));
    });
    const { code, told } = await look(address);
    expect(code).toBe(1);
    const others = await fetch(`${address}checkpoint`, { headers: { 'user-agent': 'another' } });
    const [theirs, ours] = [parseNote(await others.text()), parseNote(aside.checkpoint)];
    const verifier = await ed25519Verifier(key.verifierKey);
    if (!theirs || !ours || !verifier) throw new Error('notes');
    expect(told).toContain(aside.checkpoint);
    // The same size, two roots, one key.
    expect(await verifyNote(theirs, [verifier])).toEqual([verifier]);
    expect(await verifyNote(ours, [verifier])).toEqual([verifier]);
    expect(theirs.text.split('\n')[1]).toBe(ours.text.split('\n')[1]);
    expect(theirs.text).not.toBe(ours.text);
  });

  it('one of another name, or that another key signed', async () => {
    await followed();
    const named = memoryLog(key, 'other.test/log');
    named.add(leaves(500));
    await refused(named, 'that of another log');
    const foreign = memoryLog(signingKey());
    foreign.add(leaves(500));
    await refused(foreign, 'not signed by the key');
  });

  it('one whose tiles are cut short, too long, missing, or another log’s', async () => {
    const log = await followed();
    const tile = log.objects.get('tile/0/001.p/144') ?? new Uint8Array();
    const fakes = [
      tile.slice(0, -1),
      new Uint8Array(0),
      Buffer.concat([tile, tile]),
      tile.with(0, (tile[0] ?? 0) ^ 1),
    ];
    for (const fake of fakes) {
      rmSync(join(folder, 'state'), { force: true });
      const address = await showing(
        () => log,
        (path) => (path === 'tile/0/001.p/144' ? new Uint8Array(fake) : undefined),
      );
      expect(await look(address)).toMatchObject({
        code: 1,
        told: expect.stringContaining('tiles of the log'),
      });
    }
  });

  it('one whose checkpoint is none', async () => {
    const log = await followed();
    for (const text of ['', 'x', '\n\n', 'x'.repeat(1000), `${log.checkpoint}x`]) {
      const address = await showing(
        () => log,
        (path) => (path === 'checkpoint' ? text : undefined),
      );
      expect(await look(address)).toMatchObject({
        code: 1,
        told: expect.stringContaining('shows no checkpoint'),
      });
    }
  });
});

describe('a hostile server costs little', () => {
  it('an endless body is broken off', async () => {
    let sent = 0;
    const address = await served((_, response) => {
      const part = Buffer.alloc(64 * 1024, 'a');
      const more = () => {
        sent += part.length;
        if (!response.destroyed) response.write(part, () => setImmediate(more));
      };
      more();
    });
    expect(await look(address)).toMatchObject({
      code: 1,
      told: expect.stringContaining('shows no checkpoint'),
    });
    expect(sent).toBeLessThan(20_000_000);
  });

  it('one that is not there, answers with an error, or sends elsewhere, is not judged', async () => {
    const broken = await served((_, response) => {
      response.statusCode = 500;
      response.end('no');
    });
    const elsewhere = await served((_, response) => {
      response.writeHead(302, { location: broken });
      response.end();
    });
    for (const address of ['http://127.0.0.1:1/', broken, elsewhere])
      expect((await look(address)).code).toBe(2);
  });
});

describe('a monitor', () => {
  it('never begins anew by itself: what it cannot read stops it', async () => {
    const log = logOf(leaves(3));
    writeFileSync(join(folder, 'state'), 'spoiled');
    expect((await look(await showing(() => log))).code).toBe(2);
  });

  it('says how it is used where it is asked for something else', async () => {
    for (const args of [[], ['x'], ['http://127.0.0.1:1/'], ['http://127.0.0.1:1/', '--key', '/nowhere']]) {
      const told: string[] = [];
      const take = (text: string) => void told.push(text);
      expect(await monitorCommand({ args, now: Date.now, out: take, err: take })).toBe(2);
      expect(told.join('')).not.toBe('');
    }
  });

  it('cosigns what it believes as a witness, with a key that it makes at first', async () => {
    const log = logOf(leaves(3));
    const address = await showing(() => log);
    const [own, out] = [join(folder, 'witness'), join(folder, 'cosigned')];
    const asked = ['--witness', own, '--name', 'witness.test/w1', '--out', out];
    const { code, told } = await look(address, ...asked);
    expect(code).toBe(0);
    const [, named = ''] = /cosigned by (\S+):/.exec(told) ?? [];
    const [witness, ours] = [await cosignatureVerifier(named), await ed25519Verifier(key.verifierKey)];
    const note = parseNote(readFileSync(out, 'utf8'));
    if (!witness || !ours || !note) throw new Error('a cosigned note');
    expect(await verifyNote(note, [ours, witness])).toEqual([ours, witness]);
    expect((await look(address, ...asked)).told).toContain(named);
  });

  it('cosigns nothing that it refuses', async () => {
    const log = memoryLog(signingKey(), origin);
    log.add(leaves(3));
    const out = join(folder, 'cosigned');
    const asked = ['--witness', join(folder, 'witness'), '--name', 'witness.test/w1', '--out', out];
    expect((await look(await showing(() => log), ...asked)).code).toBe(1);
    expect(() => readFileSync(out)).toThrow();
  });
});
