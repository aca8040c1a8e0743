import { beforeAll, describe, expect, it } from 'vitest';
import { parseCheckpoint } from '../../shared/journal/checkpoint.ts';
import { ed25519Verifier } from '../../shared/journal/ed25519.ts';
import { parseNote, verifyNote } from '../../shared/journal/note.ts';
import { decodeBundle, type Tile, tilePath, tilesBetween } from '../../shared/journal/tile.ts';
import { HASH_BYTES, leafHash } from '../../shared/journal/tree.ts';
import { formatPatentNumber } from '../../shared/kernel/patent-number.ts';
import { cloudUnderTest } from '../cloud.ts';
import { nextPatent } from '../functions/world.ts';
import { clientOf, send } from './scene.ts';

const bytesAt = async (path: string) => {
  const answer = await fetch(`${cloudUnderTest().url}/${path}`);
  return { answer, bytes: new Uint8Array(await answer.arrayBuffer()) };
};

async function checkpoint() {
  const { text, headers, status } = await send('GET', '/checkpoint');
  const note = parseNote(text);
  return { status, headers, note, found: note && parseCheckpoint(note.text) };
}

/** An import makes an entry, and its pending item rings. */
beforeAll(async () => {
  const line = `${formatPatentNumber(nextPatent())},invention,一种日志,zh,演示出质科技有限公司,2018-03-01,2020-05-01`;
  const csv = `patentNumber,kind,title,titleLang,patentees,filingDate,grantDate\n${line}\n`;
  const body = { source: 'test', csv, statusBasis: 'assumed', annuityBasis: 'assumed' } as const;
  const made = await clientOf('operator', 'office').call('office.imports.make', { body });
  if (!made.ok) throw new Error(JSON.stringify(made.problem));
  for (let round = 0; round < 150; round += 1) {
    const { found } = await checkpoint();
    if (found && found.size > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}, 60_000);

describe('the log, as anyone reads it', () => {
  it('shows a checkpoint that the published key signed', async () => {
    const { headers, note, found } = await checkpoint();
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const { body } = await send('GET', '/v1/journal/keys');
    const keys = body['keys'] as { key: string; signs: string }[];
    const own = keys.find(({ signs }) => signs === 'checkpoints')?.key ?? '';
    const verifier = await ed25519Verifier(own);
    if (!note || !verifier) throw new Error('no checkpoint');
    expect(await verifyNote(note, [verifier])).toEqual([verifier]);
    expect(found?.origin).toBe(body['origin']);
  });

  it('shows every tile of that size, each for ever, and bundles whose entries hash to the tiles', async () => {
    const { found } = await checkpoint();
    const size = found?.size ?? 0;
    const tiles = tilesBetween(0, size);
    for (const tile of tiles) {
      const { answer, bytes } = await bytesAt(tilePath(tile));
      expect(answer.status, tilePath(tile)).toBe(200);
      expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      if (tile.level !== 'entries') {
        expect(bytes.length).toBe(tile.width * HASH_BYTES);
        continue;
      }
      const hashes: Tile = { ...tile, level: 0 };
      const leaves = decodeBundle(bytes) ?? [];
      expect(leaves).toHaveLength(tile.width);
      const expected = Buffer.concat(leaves.map(leafHash));
      expect(Buffer.from((await bytesAt(tilePath(hashes))).bytes)).toEqual(expected);
    }
  });

  it('has no tile of a width at which nothing was published', async () => {
    // A batch ends with a leaf of its own, so no log was ever one leaf long.
    expect((await bytesAt('tile/0/000.p/1')).answer.status).toBe(404);
    expect((await bytesAt('tile/entries/000.p/1')).answer.status).toBe(404);
  });

  it.each([
    ...['tile/0/999', 'tile/0/x999/999', 'tile/63/000', 'tile/entries/999.p/1'],
    ...['tile/0/x999/x999/x999/x999/999', 'tile/5/000.p/255'],
  ])('has no %s yet', async (path) => {
    expect((await bytesAt(path)).answer.status).toBe(404);
  });

  it.each([
    ...['tile/0/0', 'tile/0/00a', 'tile/64/000', 'tile/0/000.p/0', 'tile/0/000.p/256', 'tile/-1/000'],
    ...['tile/0/x000/001', 'tile/%2e%2e/head', `tile/0/${'x001/'.repeat(50)}001`],
    ...['tile/staged/000', 'tile/0/000.p/1/2'],
  ])('knows no tile by the name %s', async (path) => {
    const { status } = await send('GET', `/${path}`);
    expect([404, 422]).toContain(status);
  });
});
