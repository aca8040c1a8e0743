import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it, vi } from 'vitest';
import { seed } from '../../../local/seed.ts';
import { verifySearchCertificate } from '../../../shared/certificates/search-verification.ts';
import { readKeys } from '../../../shared/journal/keys.ts';
import { send } from '../../api/scene.ts';
import { cloudUnderTest } from '../../cloud.ts';

let numbers: string[];
beforeAll(async () => {
  await seed(cloudUnderTest(), { onProgress: () => {} });
  const sample = readFileSync(join(import.meta.dirname, '../../../local/sample/patents.csv'), 'utf8');
  const cells = sample.split('\n').map((line) => line.split(',')[0]?.replace('.', '') ?? '');
  numbers = cells.filter((cell) => /^\d{12}[\dX]$/.test(cell)).slice(0, 3);
});

it('a search certificate over the gateway verifies with the keys that the register shows, the parameter repeated', async () => {
  expect(numbers).toHaveLength(3);
  const query = numbers.map((number) => `patentNumber=${number}`).join('&');
  // What the seed imported a moment ago may still be waiting for its index.
  const answer = await vi.waitFor(async () => {
    const asked = await send('GET', `/v1/search-certificates?${query}`, {});
    expect(asked.status, asked.text).toBe(200);
    return asked;
  }, 20_000);
  const shown = await send('GET', '/v1/journal/keys', {});
  const { keys } = shown.body as unknown as { keys: { key: string }[] };
  const verifiers = await readKeys(keys.map(({ key }) => key).join('\n'));
  const verdict = await verifySearchCertificate(answer.text, verifiers ?? []);
  if (!verdict.ok) throw new Error(verdict.fault);
  expect(verdict.proved.demonstration).toBe(true);
  expect(verdict.proved.rights.map(({ right }) => right.slice('patent:'.length))).toEqual(numbers.toSorted());
  const again = await send('GET', `/v1/search-certificates?${query}&asOf=${verdict.proved.size}`, {});
  expect(again.text).toBe(answer.text);
  expect(again.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
});
