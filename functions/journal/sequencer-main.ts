import type { DynamoDBBatchResponse } from 'aws-lambda';
import { systemPorts } from '../_platform/clock.ts';
import { readConfig } from '../_platform/config.ts';
import { openLog } from '../_platform/journal/log.ts';
import { openShelf } from '../_platform/journal/shelf.ts';
import { kmsSigner } from '../_platform/signer.ts';
import { openStore } from '../_platform/store/open-store.ts';
import { sequence } from './sequencer/sequence.ts';

const names = [
  'TABLE_REGISTER',
  'TABLE_JOURNAL',
  'BUCKET_JOURNAL',
  'JOURNAL_ORIGIN',
  'JOURNAL_KEY',
  'FORMER_KEYS',
] as const;
const config = readConfig(names);
const store = openStore(config);
const shelf = openShelf(config.BUCKET_JOURNAL);
const log = openLog(shelf);

/** Well before the function's end, with room for the batch under way. */
const timeMaxMs = 15_000;

let signing: ReturnType<typeof kmsSigner> | undefined;

/** The key is asked for at the first run; one that could not be reached is asked for again at the next. */
function signer() {
  signing ??= kmsSigner(config.JOURNAL_KEY, config.JOURNAL_ORIGIN).catch((error: unknown) => {
    signing = undefined;
    throw error;
  });
  return signing;
}

/**
 * Puts the register's entries in order. The stream is only a bell, and so is the schedule: which of them rang, and for
 * what, is not looked at.
 */
export const handler = async (): Promise<DynamoDBBatchResponse> => {
  const until = systemPorts.now() + timeMaxMs;
  const deps = {
    store,
    shelf,
    log,
    signer: await signer(),
    ports: systemPorts,
    formerKeys: config.FORMER_KEYS,
  };
  await sequence(deps, () => systemPorts.now() < until);
  return { batchItemFailures: [] };
};
