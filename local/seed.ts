import { shanghaiDate } from '../shared/kernel/plain-date.ts';
import { demoPartyKeys } from './demo-accounts.ts';
import { type ImportedSample, importSample } from './seed/import.ts';
import { takeMachines } from './seed/machines.ts';
import { type DemoParties, enrolParties, giveMandate } from './seed/parties.ts';
import { people } from './seed/people.ts';
import { chooseOwners, readSample } from './seed/sample.ts';

export type SeedOptions = {
  readonly onProgress: (done: number, total: number, label: string) => void;
};

export type SeedReport = { readonly parties: DemoParties; readonly patents: ImportedSample };

/**
 * Fills a running local cloud with what a newcomer needs: the sample patents, imported as office acts; the parties of
 * the demo accounts, each enrolled by its own account; the agency's mandate of the owner; the bank's machine. All of it
 * through the public operations, so that nothing is there which the register itself would not have taken. Safe to repeat and to cut
 * short: a second run finds what the first one made.
 *
 * @throws Refused when the register refuses; Refusal when the local cloud does not answer
 */
export async function seed(
  cloud: { readonly url: string; readonly folder: string },
  { onProgress }: SeedOptions,
): Promise<SeedReport> {
  const sample = readSample();
  const who = people({ origin: cloud.url, folder: cloud.folder });
  const lines = sample.patents.length;
  const total = lines + demoPartyKeys.length + 1;
  let done = 0;
  const show = (label: string) => onProgress(done, total, label);
  show('示例专利 sample patents');
  const patents = await importSample(who, sample, (imported) => {
    done = imported;
    show('示例专利 sample patents');
  });
  const today = shanghaiDate(Date.now());
  const parties = await enrolParties(
    who,
    () => chooseOwners(sample, today),
    () => {
      done += 1;
      show('演示主体 demo parties');
    },
  );
  await giveMandate(who, parties, today);
  await takeMachines(who, cloud.folder);
  onProgress(total, total, '就绪 ready');
  return { parties, patents };
}
