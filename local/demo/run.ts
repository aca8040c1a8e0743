import { demonstrationNotice } from '../../shared/contracts/demonstration.ts';
import { shanghaiDate } from '../../shared/kernel/plain-date.ts';
import { people } from '../seed/people.ts';
import { seed } from '../seed.ts';
import { type Desk, takeCertificate } from './certificate.ts';
import { draft } from './filing.ts';
import { find } from './finding.ts';
import { readBack } from './reading.ts';
import { pledgeAgain, register, repeat } from './registration.ts';
import { setScene } from './scene.ts';
import { openStage, type StageOptions } from './stage.ts';
import { createSteps, type Steps } from './steps.ts';
import { verifyOffline } from './verification.ts';

export type DemoOptions = Omit<StageOptions, 'steps'> & {
  readonly print: (line: string) => void;
  /** The folder in which the certificate is left. */
  readonly certificates: string;
};

/**
 * The main job with no hands: both parties are enrolled, three real patents of one owner are pledged, registered and
 * read back, and the certificate lies in a file.
 *
 * @throws Unmet when a step does not hold, Refused when the register refuses what it should take
 */
export async function demonstrate({ print, certificates, ...options }: DemoOptions): Promise<void> {
  const steps = createSteps(print);
  const started = performance.now();
  print(`知识产权登记演示 IP Register, demonstration\n${demonstrationNotice}\n`);
  const stage = await openStage({ ...options, steps });
  try {
    await Promise.race([stopped(options.signal), perform({ ...stage, certificates }, steps)]);
  } finally {
    await stage.close();
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  print(`\n${steps.held()} 步均成立 steps, every one held  ${seconds} s`);
}

/** Never resolves; rejects with the reason when the person at the keyboard stops the demonstration. */
function stopped(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

/** The steps against a cloud that runs: the sample is loaded first, which a cloud that has it answers at once. */
export async function perform(desk: Desk, steps: Steps): Promise<void> {
  let last = '';
  const listening: typeof fetch = async (...sent) => {
    const answer = await fetch(...sent);
    last = await answer.clone().text();
    return answer;
  };
  const heard = { last: () => last };
  await steps.step({ zh: '载入示例专利与演示主体', en: 'Load sample patents and parties' }, async (say) => {
    const { patents } = await seed(desk, { onProgress: () => {} });
    const { created, unchanged, rejected } = patents;
    // A repeated batch answers as it did the first time, so new and known ones are not told apart.
    say(`在册 on the register ${created + unchanged}, 未收 not taken ${rejected.length}`);
  });
  const who = people({ origin: desk.url, folder: desk.folder, fetch: listening });
  const scene = await setScene({ people: who, steps, today: shanghaiDate(Date.now()) });
  const filing = await draft(scene);
  const made = await register(scene, filing, heard);
  await readBack(scene, made);
  await find(scene, made);
  await repeat(scene, made, heard);
  await pledgeAgain(scene, made);
  await takeCertificate(scene, made, desk);
  await verifyOffline(scene, made, desk);
}
