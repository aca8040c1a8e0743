import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCloud } from '../cloud.ts';
import { synthesise } from '../synth.ts';
import { readDirectory } from '../token.ts';
import type { Steps } from './steps.ts';

/** The cloud that the demonstration runs against, and how to leave it. */
export type Stage = {
  readonly url: string;
  readonly folder: string;
  readonly close: () => Promise<void>;
};

export type StageOptions = {
  readonly root: string;
  readonly port: number;
  /** Start a cloud of one's own even where one answers. */
  readonly own: boolean;
  readonly steps: Steps;
  /** Ends a start that is under way. */
  readonly signal: AbortSignal;
};

/** The local cloud that runs at the port; where none answers, one of its own that is gone afterwards. */
export async function openStage({ root, port, own, steps, signal }: StageOptions): Promise<Stage> {
  const url = `http://127.0.0.1:${port}`;
  if (!own && (await answers(url))) return { url, folder: join(root, '.local'), close: async () => {} };
  const assembly = await steps.step({ zh: '合成云模板', en: 'Synthesise the CDK app' }, () =>
    synthesise({ root, signal }),
  );
  const name = { zh: '启动一个临时的本地云', en: 'Start a local cloud of its own' };
  return await steps.step(name, async (say) => {
    signal.throwIfAborted();
    const folder = mkdtempSync(join(tmpdir(), 'ip-register-demo-'));
    const leave = () => rmSync(folder, { recursive: true, force: true });
    try {
      const cloud = await startCloud({ port: 0, folder, assembly });
      say(cloud.url);
      return { url: cloud.url, folder, close: () => cloud.close().finally(leave) };
    } catch (error) {
      leave();
      throw error;
    }
  });
}

/** Whether a local cloud answers there; whatever else may, it is left alone. */
async function answers(url: string): Promise<boolean> {
  return await readDirectory(url).then(
    () => true,
    () => false,
  );
}
