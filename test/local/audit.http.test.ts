import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditLocal } from '../../local/audit.ts';
import { monitorCommand } from '../../local/monitor.ts';
import { parseCheckpoint } from '../../shared/journal/checkpoint.ts';
import { parseNote } from '../../shared/journal/note.ts';
import { cloudUnderTest, tokenOf } from '../cloud.ts';
import { csvOf, freshLines } from '../functions/registrar/imports-desk.ts';
import { buildClient, type IndependentClient } from '../journal/independent/client.ts';

const root = resolve(import.meta.dirname, '..', '..');
const { url, folder } = cloudUnderTest();

let client: IndependentClient | undefined;
let own: string;
let key: string;

/** What the register shows of its log, once it holds what was just imported. */
async function sizeAfter(size: number): Promise<number> {
  for (let round = 0; round < 120; round += 1) {
    const answer = await fetch(`${url}/checkpoint`);
    const note = answer.ok ? parseNote(await answer.text()) : undefined;
    const now = note && parseCheckpoint(note.text)?.size;
    if (now !== undefined && now > size) return now;
    await new Promise((next) => setTimeout(next, 500));
  }
  throw new Error('nothing was published');
}

async function importTwo(): Promise<void> {
  const terms = { source: 'Sample patents', statusBasis: 'assumed', annuityBasis: 'assumed' };
  const answer = await fetch(`${url}/v1/office/imports`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': `audit-${Math.random()}`,
      authorization: `Bearer ${await tokenOf('operator', 'office')}`,
    },
    body: JSON.stringify({ csv: csvOf(freshLines(2)), ...terms }),
  });
  expect(answer.status, await answer.text()).toBe(201);
}

let size: number;
let older: string;

beforeAll(async () => {
  own = mkdtempSync(join(tmpdir(), 'audit-here-'));
  client = buildClient();
  await importTwo();
  const before = await sizeAfter(1);
  older = await (await fetch(`${url}/checkpoint`)).text();
  await importTwo();
  size = await sizeAfter(before);
  const shown = (await (await fetch(`${url}/v1/journal/keys`)).json()) as {
    keys: { key: string; signs: string }[];
  };
  key = shown.keys.find(({ signs }) => signs === 'checkpoints')?.key ?? '';
});
afterAll(() => {
  client?.close();
  rmSync(own, { recursive: true, force: true });
});

describe('the log of a running local cloud', () => {
  it('is audited by one command, which finds nothing', async () => {
    expect(await auditLocal(root, folder, [])).toBe(0);
  });

  it('is followed by a monitor, by the address of the register alone', async () => {
    writeFileSync(join(own, 'key'), key);
    const told: string[] = [];
    const take = (text: string) => void told.push(text);
    const args = [`${url}/`, '--key', join(own, 'key'), '--state', join(own, 'state')];
    expect(await monitorCommand({ args, now: Date.now, out: take, err: take }), told.join('')).toBe(0);
    expect(readFileSync(join(own, 'state'), 'utf8')).toContain(key.split('+')[0]);
  });

  it('is read by a client that nobody here wrote', async ({ skip }) => {
    if (!client) return skip('no independent client');
    const olderFile = join(own, 'older');
    writeFileSync(olderFile, older);
    const [origin = ''] = key.split('+');
    const { code, out, err } = await client.read({ address: url, origin, key, older: olderFile });
    expect(code, err).toBe(0);
    const found = JSON.parse(out) as { size: number; entries: number; consistentWith: number };
    expect(found.size).toBeGreaterThanOrEqual(size);
    expect(found).toMatchObject({ entries: found.size, consistentWith: expect.any(Number) });
  });
});
