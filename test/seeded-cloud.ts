import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalCloud, startCloud } from '../local/cloud.ts';
import { type SeedReport, seed } from '../local/seed.ts';
import { synthesise } from '../local/synth.ts';

export type SeededCloud = {
  readonly cloud: LocalCloud;
  readonly report: SeedReport;
  /** What the progress bar was told, in order. */
  readonly progress: readonly (readonly [done: number, total: number])[];
  readonly close: () => Promise<void>;
};

/**
 * A cloud as `npm start` leaves it: the demo accounts act for the parties of the seed and for no other. The common
 * cloud of a run cannot promise that, since its tests bind accounts as they need.
 */
export async function startSeededCloud(): Promise<SeededCloud> {
  const assembly = await synthesise({ root: join(import.meta.dirname, '..') });
  const folder = mkdtempSync(join(tmpdir(), 'ip-register-seeded-'));
  const cloud = await startCloud({ port: 0, folder, assembly });
  const close = async () => {
    await cloud.close();
    rmSync(folder, { recursive: true, force: true });
  };
  const progress: [number, number][] = [];
  try {
    const report = await seed(cloud, { onProgress: (done, total) => progress.push([done, total]) });
    return { cloud, report, progress, close };
  } catch (error) {
    await close();
    throw error;
  }
}
