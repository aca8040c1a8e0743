import { KMSClient } from '@aws-sdk/client-kms';
import { journalOperations } from '../../shared/contracts/operations/journal.ts';
import { sealKeyName } from '../../shared/journal/seal.ts';
import { systemPorts } from '../_platform/clock.ts';
import { readConfig } from '../_platform/config.ts';
import { openShelf } from '../_platform/journal/shelf.ts';
import { verifierKeyOf } from '../_platform/signer.ts';
import { stack } from '../_platform/stack.ts';
import { openStore } from '../_platform/store/open-store.ts';
import type { JournalDeps } from './deps.ts';
import { journalHandlers } from './handlers.ts';

const names = [
  'TABLE_JOURNAL',
  'BUCKET_JOURNAL',
  'JOURNAL_ORIGIN',
  'JOURNAL_KEY',
  'SEAL_KEY',
  'FORMER_KEYS',
] as const;
const config = readConfig([...names, 'DEMONSTRATION']);

let asked: ReturnType<JournalDeps['keys']> | undefined;

function keys(): ReturnType<JournalDeps['keys']> {
  asked ??= askKeys().catch((error: unknown) => {
    asked = undefined;
    throw error;
  });
  return asked;
}

async function askKeys() {
  const client = new KMSClient({ maxAttempts: 4 });
  const { JOURNAL_KEY, SEAL_KEY, JOURNAL_ORIGIN: origin } = config;
  const [checkpoints, certificates] = await Promise.all([
    verifierKeyOf(JOURNAL_KEY, origin, client),
    verifierKeyOf(SEAL_KEY, sealKeyName(origin), client),
  ]);
  return { checkpoints, certificates };
}

const deps = {
  store: openStore(config),
  shelf: openShelf(config.BUCKET_JOURNAL),
  origin: config.JOURNAL_ORIGIN,
  formerKeys: config.FORMER_KEYS,
  keys,
};

/** Shows the log to anyone. Its role can write nothing, and nobody's account matters to it. */
export const handler = stack(
  'journal',
  journalOperations,
  { openings: undefined, ports: systemPorts, demonstration: config.DEMONSTRATION },
  journalHandlers(deps),
);
