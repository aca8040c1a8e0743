import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filingStatuses } from '../../../shared/register/lifecycle.ts';
import { filingExpiry, filingKept } from '../../../shared/register/retention.ts';
import { ask, consented, draft, edit, read, type Scene, submit } from '../scene.ts';
import { startWorld, type World } from '../world.ts';

const day = 86_400;
const now = Date.parse('2026-11-22T06:00:00.000Z');
let at = now;
let world: World;
beforeAll(async () => {
  world = await startWorld({ clock: () => at });
});
afterAll(() => world.close());

/** Days for which the stored filing is kept from now on; undefined where it is kept. */
async function keptDays({ id }: Pick<Scene, 'id'>): Promise<number | undefined> {
  const item = await world.item('filings', { pk: `FILING#${id}`, sk: 'FILING' });
  expect(item).toBeDefined();
  const expiresAt = item?.['expiresAt'];
  return expiresAt === undefined ? undefined : (Number(expiresAt) - Math.floor(at / 1000)) / day;
}

describe('how long a filing is kept (PIPL art. 19)', () => {
  it('a draft: a year after it was last touched', async () => {
    const scene = await draft(world);
    expect(await keptDays(scene)).toBe(365);
    at += 100 * day * 1000;
    expect(await keptDays(scene)).toBe(265);
    expect((await edit(world, scene, 1, {})).status).toBe(200);
    expect(await keptDays(scene)).toBe(365);
    at = now;
  });

  it('what was registered: as long as the register, also where the draft had a day to go', async () => {
    const scene = await consented(world);
    expect(await keptDays(scene)).toBe(365);
    expect((await submit(world, scene)).body['status']).toBe('registered');
    expect(await keptDays(scene)).toBeUndefined();
  });

  it('what was withdrawn: five years', async () => {
    const scene = await draft(world);
    await ask(world, 'filings.withdraw', scene.owner, { params: { filingId: scene.id }, body: {} }, 200);
    expect(await keptDays(scene)).toBe(1826);
    expect((await read(world, scene.id, scene.owner)).status).toBe(200);
  });

  it('what is being decided, or stands registered: no day is set', () => {
    const open = filingStatuses.filter(
      (status) =>
        filingExpiry({
          status,
          updatedAt: '2026-11-22T06:00:00.000Z' as Parameters<typeof filingExpiry>[0]['updatedAt'],
        }) === undefined,
    );
    expect(open).toEqual(['examination', 'correctionRequested', 'awaitingDeclaration', 'registered']);
    for (const period of Object.values(filingKept)) {
      expect(period.source).toMatch(/art\. \d+/);
      expect(period.days).toBeGreaterThanOrEqual(365);
    }
  });
});
