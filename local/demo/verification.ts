import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { createClient } from '../../shared/contracts/client.ts';
import { formatPatentNumber } from '../../shared/kernel/patent-number.ts';
import { demand } from '../seed/refused.ts';
import { keysFileName } from '../verifier/check.ts';
import type { Desk } from './certificate.ts';
import { freePatents } from './free-patents.ts';
import type { Registered } from './registration.ts';
import { type Scene, shown } from './scene.ts';
import { expect, expected } from './steps.ts';

const entry = join(import.meta.dirname, '..', 'verify.ts');
const verifierName = 'ip-register-verify.mjs';

/**
 * 核验: a stranger checks the certificate with nothing but the file, the verifier and the public keys, in an empty folder
 * and without the register; one changed byte is named. Then the same for what lies on another patent.
 */
export async function verifyOffline(scene: Scene, made: Registered, desk: Desk): Promise<void> {
  const { certificates } = desk;
  mkdirSync(certificates, { recursive: true });
  await scene.steps.step(
    { zh: '离线核验登记通知书', en: 'The certificate, verified offline in an empty folder' },
    async (say) => {
      await keepVerifier(desk);
      const paper = `${made.number}.pdf`;
      const proved = runAlone(certificates, paper);
      expect(proved.status === 0, `the certificate verifies:\n${proved.stdout}`);
      sayProved(say, proved.stdout);
      const bytes = readFileSync(join(certificates, paper));
      bytes[1000] = (bytes[1000] ?? 0) ^ 1;
      const changed = runAlone(certificates, paper, bytes);
      expect(changed.status === 1, 'a changed bit is found');
      say(`npm run verify -- ${join(certificates, paper)}`);
      say(`改动一个比特 One bit changed: ${told(changed.stdout)}`);
    },
  );
  await scene.steps.step(
    { zh: '查询证明：一件专利上有无权利负担', en: 'A search certificate: what lies on one patent, proved' },
    async (say) => {
      const free = await freePatents(scene.people.as('owner'), scene.owner.name, scene.today);
      // The last run pledges the last free ones: then it is proved that one is pledged.
      const { patentNumber } = expected(free[0] ?? scene.titles[0], 'there is a patent');
      const client = createClient({ baseUrl: desk.url });
      const query = { patentNumber: formatPatentNumber(patentNumber) };
      demand(await client.call('searchCertificates.get', { query }), 'searchCertificates.get');
      const answer = await fetch(`${desk.url}/v1/search-certificates?${new URLSearchParams(query)}`);
      const paper = `${patentNumber}.json`;
      const bytes = Buffer.from(await answer.arrayBuffer());
      writeFileSync(join(certificates, paper), bytes);
      const proved = runAlone(certificates, paper);
      expect(proved.status === 0, `the search certificate verifies:\n${proved.stdout}`);
      say(`${shown(patentNumber)}  ${bytes.length} 字节 bytes`);
      sayProved(say, proved.stdout);
    },
  );
}

/** Older keys than these are dropped: a file of keys is a short one. */
const keysKept = 50;

/**
 * Leaves beside the certificate what it takes to verify it: the verifier, and the keys as the register shows them together
 * with those of clouds that are gone, since what these sealed can still be verified.
 */
async function keepVerifier({ url, certificates }: Desk): Promise<void> {
  const keys = demand(await createClient({ baseUrl: url }).call('journal.keys', {}), 'journal.keys');
  const file = join(certificates, keysFileName);
  const before = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  const known = [...new Set([...keys.keys.map(({ key }) => key), ...before])].filter((line) => line !== '');
  writeFileSync(file, `${known.slice(0, keysKept).join('\n')}\n`);
  await build({
    ...{ entryPoints: [entry], outfile: join(certificates, verifierName) },
    ...{ bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'warning' },
    charset: 'utf8',
  });
}

/** Runs the verifier in a folder that holds it, the paper and the keys, and nothing else. */
function runAlone(certificates: string, paper: string, bytes?: Uint8Array) {
  const folder = mkdtempSync(join(tmpdir(), 'ip-register-verify-'));
  try {
    for (const name of [verifierName, keysFileName])
      copyFileSync(join(certificates, name), join(folder, name));
    writeFileSync(join(folder, paper), bytes ?? readFileSync(join(certificates, paper)));
    return spawnSync(process.execPath, [verifierName, paper, '--lang', 'en'], {
      ...{ cwd: folder, env: {}, encoding: 'utf8', timeout: 60_000 },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What was proved, and where in the journal that stands. */
function sayProved(say: (line: string) => void, text: string): void {
  const lines = text.split('\n').map((line) => line.trim());
  for (const line of lines.filter((one) => /^(PROVED|Place in the journal|At size|Patent)/.test(one)))
    say(line);
}

/** The line that says where a paper was changed: it follows the check that failed. */
function told(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  return lines[lines.findIndex((line) => line.startsWith('✗')) + 1] ?? '';
}
