import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cloudUnderTest } from '../cloud.ts';
import { send } from './scene.ts';

it('the gateway’s log keeps no question, where names and cursors stand', async () => {
  await send('GET', '/v1/pledges?patentNumber=%E5%BC%A0%E4%B8%89&access_token=secret-in-a-question');
  const log = () => readFileSync(join(cloudUnderTest().folder, 'logs', 'gateway.log'), 'utf8');
  await expect.poll(log, { timeout: 5000 }).toContain('"target":"/v1/pledges"');
  expect(log()).not.toContain('secret-in-a-question');
  expect(log()).not.toContain('%E5%BC%A0');
});
