import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  cosignatureVerifier,
  newWitnessKey,
  openWitness,
  withCosignatures,
} from '../shared/journal/cosignature.ts';
import { readKeys } from '../shared/journal/keys.ts';
import { type MonitorFault, type Seen, type Watched, watchLog } from '../shared/journal/monitor.ts';
import { isSealKeyName } from '../shared/journal/seal.ts';
import type { Localised } from '../shared/kernel/localised.ts';
import { readHttp, Unreachable } from './monitor/read-http.ts';
import { readSeen, writeSeen } from './monitor/state.ts';
import { Refusal } from './refusal.ts';

const usage = `Usage: npm run monitor -- <address> --key <file> [--origin <name>] [--state <file>] [--witness <file> --name <name> --out <file>]
  <address>   where the log is, as http://127.0.0.1:8080
  --key       the log's verifier key, or the register's keys as /v1/journal/keys shows them
  --origin    the log's name, where it is not that of its key
  --state     what was seen last, written after each look that found nothing (.local/monitor.json)
  --witness   a key of one's own to cosign with; where there is no such file, a new one for --name is put there
  --out       where the cosigned checkpoint is written
Answers 0: the log is sound as far as was looked; 1: it is refused; 2: it could not be looked at.`;

const texts: Readonly<Record<MonitorFault, Localised>> = {
  noCheckpoint: { zh: '日志没有检查点', en: 'the log shows no checkpoint' },
  unsigned: { zh: '检查点不是由该公钥签名', en: 'the checkpoint is not signed by the key' },
  otherOrigin: { zh: '检查点属于另一日志', en: 'the checkpoint is that of another log' },
  shrank: { zh: '日志变小了', en: 'the log has shrunk' },
  forked: { zh: '日志分叉：不再延续此前所见', en: 'the log has forked: it does not continue what was seen' },
  tiles: { zh: '日志的哈希块与检查点不符', en: 'the tiles of the log are not what its checkpoint is over' },
};

export type MonitorCommand = {
  readonly args: readonly string[];
  readonly now: () => number;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
};

/** Looks at a log once, remembers it where it is sound, and cosigns it where it has a key to. */
export async function monitorCommand({ args, now, out, err }: MonitorCommand): Promise<0 | 1 | 2> {
  try {
    const asked = optionsIn(args);
    const keys = await readKeys(readFileSync(asked.key, 'utf8'));
    // The newest stands first; a key of seals vouches for no checkpoint.
    const verifier = keys?.find(({ name }) => !isSealKeyName(name));
    if (!verifier) throw new Refusal(`${asked.key} holds no verifier key of a log.`);
    const before = readSeen(asked.state);
    const log = { origin: asked.origin ?? verifier.name, verifier };
    const watched = await watchLog(readHttp(asked.address), log, before);
    if (!watched.ok) {
      out(refusal(watched, before));
      return 1;
    }
    writeSeen(asked.state, watched.seen);
    const from = before ? before.size : 0;
    out(`日志延续一致 the log continues: ${log.origin} ${from} → ${watched.seen.size}\n`);
    if (asked.witness) await cosign(asked.witness, watched.seen, Math.floor(now() / 1000), out);
    return 0;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const known = error instanceof Refusal || error instanceof Unreachable;
    err(`${known ? error.message : `${error.message}\n${usage}`}\n`);
    return 2;
  }
}

type Witnessing = { readonly key: string; readonly name: string | undefined; readonly out: string };

function optionsIn(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = { key: text, origin: text, state: text, witness: text, name: text, out: text };
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const [address, ...more] = positionals;
  if (!address || !URL.canParse(address) || more.length > 0 || !values.key) throw new Refusal(usage);
  if ((values.witness === undefined) !== (values.out === undefined)) throw new Refusal(usage);
  const { key, origin, state = '.local/monitor.json', witness, name, out } = values;
  const witnessing: Witnessing | undefined = witness && out ? { key: witness, name, out } : undefined;
  return { address, key, origin, state, witness: witnessing };
}

/** Two signed notes that contradict one another are all that is needed to convict a log: both are shown. */
function refusal({ fault, shown, tile }: Extract<Watched, { ok: false }>, before: Seen | undefined): string {
  const { zh, en } = texts[fault];
  const seen = before ? `此前所见 seen before:\n${before.note}\n` : '';
  const now = shown === undefined ? '' : `现在所示 shown now:\n${shown}\n`;
  return `拒绝 refused: ${zh} ${en}${tile === undefined ? '' : ` (${tile})`}\n${seen}${now}`;
}

async function cosign(
  { key, name, out: file }: Witnessing,
  { note }: Seen,
  seconds: number,
  out: (text: string) => void,
): Promise<void> {
  if (!existsSync(key)) {
    if (!name) throw new Refusal(`There is no ${key}: give --name for a new witness.`);
    writeFileSync(key, `${await newWitnessKey(name)}\n`, { mode: 0o600, flag: 'wx' });
  }
  const witness = await openWitness(readFileSync(key, 'utf8').trim());
  const verifier = witness && (await cosignatureVerifier(witness.verifierKey));
  if (!witness || !verifier) throw new Refusal(`${key} holds no key of a witness.`);
  const text = note.slice(0, note.lastIndexOf('\n\n') + 1);
  const cosigned = await withCosignatures(note, [await witness.cosign(text, seconds)], [verifier]);
  if (cosigned === undefined) throw new Refusal('What was seen is no note.');
  writeFileSync(file, cosigned);
  out(`已联署 cosigned by ${witness.verifierKey}: ${file}\n`);
}

if (import.meta.main) {
  process.exitCode = await monitorCommand({
    args: process.argv.slice(2),
    now: Date.now,
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
  });
}
