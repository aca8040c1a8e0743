import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryLog, origin, signingKey } from '../../../bench/audit/made-sources.ts';
import {
  cosignatureVerifier,
  newWitnessKey,
  openWitness,
  withCosignatures,
} from '../../../shared/journal/cosignature.ts';
import { ed25519Verifier } from '../../../shared/journal/ed25519.ts';
import { inclusionProof } from '../../../shared/journal/proof.ts';
import { subtreesIn, tilePath } from '../../../shared/journal/tile.ts';
import { formatTlogProof } from '../../../shared/journal/tlog-proof.ts';
import { buildClient, type IndependentClient } from './client.ts';

type Log = ReturnType<typeof memoryLog>;

const client: IndependentClient | undefined = buildClient();
const key = signingKey();
const leaves = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => new TextEncoder().encode(`leaf ${from + at}`));

let folder: string;
let server: Server;
let shown: Log = memoryLog(key);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'independent-log-'));
  server = createServer((request, response) => {
    const path = (request.url ?? '').slice(1);
    const found = path === 'checkpoint' ? shown.checkpoint : shown.objects.get(path);
    response.statusCode = found === undefined ? 404 : 200;
    response.end(found);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  client?.close();
  rmSync(folder, { recursive: true, force: true });
});

const file = (name: string, content: string | Uint8Array) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

async function read(flags: Record<string, string> = {}) {
  if (!client) throw new Error('no client');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const found = await client.read({ address, origin, key: key.verifierKey, ...flags });
  return {
    ...found,
    json: found.code === 0 ? (JSON.parse(found.out) as Record<string, unknown>) : undefined,
  };
}

describe.skipIf(client === undefined)('a client that nobody here wrote (Go, torchwood)', () => {
  it('reads every leaf, at the edges of tiles and across them, and finds each size a continuation', async () => {
    const log = memoryLog(key);
    let older = '';
    for (const size of [1, 2, 255, 256, 257, 600, 66_000]) {
      log.add(leaves(log.size, size));
      shown = log;
      const { json, err } = await read(older ? { older: file('older', older) } : {});
      expect(json, err).toMatchObject({ origin, size, entries: size });
      expect(json?.['included']).toBeGreaterThan(0);
      older = log.checkpoint;
    }
  });

  it('accepts our proof of a leaf, and a witness’s cosignature under our checkpoint', async () => {
    const log = memoryLog(key);
    log.add(leaves(0, 700));
    shown = log;
    const subtrees = subtreesIn(700, (tile) => log.objects.get(tilePath(tile)) ?? new Uint8Array());
    const path = inclusionProof(300, 700, subtrees);
    const witness = await openWitness(await newWitnessKey('witness.test/w1'));
    const verifier = witness && (await cosignatureVerifier(witness.verifierKey));
    if (!witness || !verifier) throw new Error('a witness');
    const text = log.checkpoint.slice(0, log.checkpoint.lastIndexOf('\n\n') + 1);
    const made = await witness.cosign(text, Math.floor(Date.now() / 1000));
    const flags = {
      proof: file('proof', formatTlogProof({ index: 300, path, checkpoint: log.checkpoint })),
      leaf: file('leaf', leaves(300, 301)[0] ?? ''),
      cosigned: file('cosigned', (await withCosignatures(log.checkpoint, [made], [verifier])) ?? ''),
      witness: witness.verifierKey,
    };
    expect((await read(flags)).json).toMatchObject({ proved: true, cosigned: true });
    expect((await read({ ...flags, leaf: file('other', leaves(301, 302)[0] ?? '') })).err).toContain('proof');
    expect((await read({ ...flags, cosigned: file('bare', log.checkpoint) })).err).toContain('cosignature');
  });

  it('refuses what we would refuse: another key, a changed leaf, a fork', async () => {
    const log = memoryLog(key);
    log.add(leaves(0, 300));
    shown = log;
    expect(await ed25519Verifier(key.verifierKey)).toBeDefined();
    expect((await read({ key: signingKey().verifierKey })).err).toContain('checkpoint');
    expect((await read({ origin: 'other.test/log' })).err).toContain('checkpoint');
    const bundle = log.objects.get('tile/entries/000') ?? new Uint8Array();
    log.objects.set('tile/entries/000', bundle.with(5, 0x41));
    expect((await read()).err).toContain('entries');
    log.objects.set('tile/entries/000', bundle);
    const forked = memoryLog(key);
    forked.add(leaves(1000, 1200));
    expect((await read({ older: file('forked', forked.checkpoint) })).err).toContain('consistency');
    expect((await read()).code).toBe(0);
  });
});
