import { Cloud, type CloudOptions } from './cloud/cloud.ts';
import type { Snapshot } from './cloud/engines.ts';
import { type Beginning, begin } from './people/beginning.ts';

export const begunAt = Date.parse('2026-11-23T01:00:00.000Z');

export type Begun = { readonly snapshot: Snapshot; readonly beginning: Beginning; readonly now: number };

/** What every run begins with, made once by the functions themselves. */
export async function beginAll(engine: string): Promise<Begun> {
  const options: CloudOptions = { engine, seed: 'beginning', begun: begunAt };
  const cloud = await Cloud.open(options);
  cloud.calm = true;
  cloud.certifies = false;
  const { ended } = cloud.sim.start('beginning', 'beginning', () => begin(cloud));
  await cloud.sim.run();
  const beginning = await ended;
  if (cloud.failures.length > 0) throw new Error(cloud.failures.join('\n'));
  const now = cloud.sim.now();
  const snapshot = await cloud.engines.snapshot();
  await cloud.close();
  return { snapshot, beginning, now };
}
