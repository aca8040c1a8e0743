import { expect, it } from 'vitest';
import { openLog, pagePath } from '../../../../functions/_platform/journal/log.ts';
import { changeMap, mapRootHash, nameOf } from '../../../../shared/journal/map/map.ts';
import { checkMapProof } from '../../../../shared/journal/map/map-proof.ts';
import { encodePage } from '../../../../shared/journal/map/page-bytes.ts';
import { sha256 } from '../../../../shared/kernel/digest.ts';

const keyOf = (name: number) => sha256(new TextEncoder().encode(`key ${name}`));

async function shelved(count: number) {
  const changes = Array.from({ length: count }, (_, name) => ({ key: keyOf(name), value: keyOf(-name - 1) }));
  const { root, made } = await changeMap(undefined, changes, () => Promise.reject(new Error('no page')));
  const objects = new Map([...made].map(([name, page]) => [pagePath(name), encodePage(page)]));
  const asked: string[] = [];
  const log = openLog({
    get: async (key) => {
      asked.push(key);
      const bytes = objects.get(key);
      return bytes && { bytes, etag: '' };
    },
    put: async () => true,
    replace: async () => false,
  });
  return { root, objects, asked, log };
}

it('a page of the map is read once for several keys, also at the same time', async () => {
  const { root, asked, log } = await shelved(200);
  const keys = Array.from({ length: 20 }, (_, name) => keyOf(name));
  const proofs = await Promise.all(keys.map((key) => log.mapProof(root, key)));
  for (const [name, proof] of proofs.entries()) {
    expect(checkMapProof(mapRootHash(root), keyOf(name), proof)).toEqual(keyOf(-name - 1));
  }
  expect(new Set(asked).size).toBe(asked.length);
});

it('a page that is not there, or another than its name says, is a fault, and asked for again the next time', async () => {
  const { root, objects, asked, log } = await shelved(40);
  const path = pagePath(nameOf(mapRootHash(root)));
  const honest = objects.get(path) ?? new Uint8Array();
  const other = [...objects].find(([name]) => name !== path)?.[1] ?? new Uint8Array();
  for (const wrong of [undefined, other, honest.slice(1), new Uint8Array()]) {
    if (wrong) objects.set(path, wrong);
    else objects.delete(path);
    await expect(log.mapProof(root, keyOf(1))).rejects.toThrow('is not what it is named');
  }
  objects.set(path, honest);
  await log.mapProof(root, keyOf(1));
  expect(asked.filter((one) => one === path)).toHaveLength(5);
});

it('no more pages are remembered than a few hundred', async () => {
  const { root, asked, log } = await shelved(2500);
  for (let round = 0; round < 2; round += 1) {
    for (let name = 0; name < 2500; name += 1) await log.mapProof(root, keyOf(name));
  }
  // The root is on every way and stays; of the rest most were put out before they were asked for again.
  expect(asked.filter((one) => one === pagePath(nameOf(mapRootHash(root))))).toHaveLength(1);
  expect(asked.length).toBeGreaterThan(1.5 * new Set(asked).size);
});
