import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditLocal } from '../../local/audit.ts';
import { freePatents } from '../../local/demo/free-patents.ts';
import { perform } from '../../local/demo/run.ts';
import { createSteps } from '../../local/demo/steps.ts';
import { demoPartyKeys } from '../../local/demo-accounts.ts';
import { partyOf } from '../../local/seed/parties.ts';
import { type People, people } from '../../local/seed/people.ts';
import { seed } from '../../local/seed.ts';
import { keysFileName } from '../../local/verifier/check.ts';
import { demonstrationNotice } from '../../shared/contracts/demonstration.ts';
import { shanghaiDate } from '../../shared/kernel/plain-date.ts';
import { type SeededCloud, startSeededCloud } from '../seeded-cloud.ts';

let seeded: SeededCloud;
let who: People;

beforeAll(async () => {
  seeded = await startSeededCloud();
  who = people({ origin: seeded.cloud.url, folder: seeded.cloud.folder });
});
afterAll(() => seeded?.close());

const quiet = { onProgress: () => {} };

describe('the seed', () => {
  it('imports every line of the sample, and moves the bar as it goes', () => {
    const { created, rejected } = seeded.report.patents;
    expect(rejected).toEqual([]);
    expect(created).toBe(472);
    const shares = seeded.progress.map(([done, total]) => done / total);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(new Set(shares).size).toBeGreaterThan(10);
    expect(shares.at(-1)).toBe(1);
  });

  it('marks as assumed what no source says: that the annual fees are paid', async () => {
    const patentNumber = '200910071966.3';
    const read = await who.as('owner').call('titles.get', { params: { patentNumber } });
    expect(read.ok && read.body.facts.annuity).toEqual({ value: 'paid', basis: 'assumed' });
    expect(read.ok && read.notice).toBe(demonstrationNotice);
  });

  it('enrols each demo party by its own account, under an invented code that can be nobody’s', async () => {
    for (const key of demoPartyKeys) {
      const mine = await partyOf(who, key);
      expect(mine).toMatchObject({ party: seeded.report.parties[key], signer: true });
      // The region 000000 is none of the mainland’s.
      expect(mine?.party.identifier?.value).toMatch(/^91000000/);
    }
  });

  it('lets the machine of the bank act for the bank', async () => {
    const mine = await who.as('bank-machine').call('parties.mine');
    expect(mine.ok && mine.body.parties.map((one) => one.party.id)).toEqual([seeded.report.parties.bank.id]);
  });

  it('lets the agency file and consent for the owner', async () => {
    const { owner } = seeded.report.parties;
    const given = (await partyOf(who, 'agency'))?.mandates ?? [];
    expect(given.map(({ principal, acts }) => ({ principal, acts }))).toEqual([
      { principal: owner.id, acts: ['file', 'consent'] },
    ]);
  });

  it('repeats nothing when it runs again, twice at once', async () => {
    const [once, twice] = await Promise.all([seed(seeded.cloud, quiet), seed(seeded.cloud, quiet)]);
    expect(once).toEqual(seeded.report);
    expect(twice).toEqual(seeded.report);
    expect((await partyOf(who, 'agency'))?.mandates).toHaveLength(1);
    const read = await who.as('owner').call('titles.get', { params: { patentNumber: '200910071966.3' } });
    expect(read.ok && read.body.version).toBe(1);
  });

  it('does not give back a mandate that somebody revoked', async () => {
    const [given] = (await partyOf(who, 'agency'))?.mandates ?? [];
    if (!given) throw new Error('no mandate');
    await revoke(given);
    await seed(seeded.cloud, quiet);
    const after = (await partyOf(who, 'agency'))?.mandates ?? [];
    expect(after.map((one) => [one.id, one.revokedAt !== undefined])).toEqual([[given.id, true]]);
  });
});

/** The agency gives its mandate up, as it may alone (Civil Code art. 173). */
async function revoke({ id, principal, agent }: { id: string; principal: string; agent: string }) {
  const agency = who.as('agency');
  const form = { principal, agent, mandate: id };
  const body = { procedure: 'mandate.revocation', form, documents: [] };
  const opened = await agency.call('filings.open', { body });
  if (!opened.ok || !opened.body.digest) throw new Error('no revocation');
  const params = { filingId: opened.body.id };
  await agency.call('filings.consent', { params, body: { digest: opened.body.digest } });
  await agency.call('filings.submit', { params, body: {} });
}

const run = promisify(execFile);

type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** Runs the command as `npm run demo` does, against the seeded cloud unless told otherwise. */
function demo(args: readonly string[], port = new URL(seeded.cloud.url).port): Promise<Ended> {
  const root = join(import.meta.dirname, '..', '..');
  const options = { cwd: root, env: { ...process.env, PORT: port }, timeout: 120_000 };
  return run(process.execPath, ['local/demo.ts', ...args], options).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

describe('the demonstration', () => {
  it('pledges three patents of the owner, reads them back, and ends with 0', async () => {
    const before = (await demo(['--free'])).stdout.trim().split('\n');
    const { code, stdout, stderr } = await demo([]);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toContain(demonstrationNotice);
    expect(stdout).not.toContain('✗');
    expect(stdout).toContain('every one held');
    const number = /Y\d{13}/.exec(stdout)?.[0] ?? '';
    const pledge = await who.as('owner').call('pledges.get', { params: { registrationNumber: number } });
    const pledged = pledge.ok ? pledge.body.patents.map((one) => one.patentNumber) : [];
    expect(pledged).toHaveLength(3);
    const after = (await demo(['--free'])).stdout.trim().split('\n');
    const gone = before.filter((one) => !after.includes(one)).map((one) => one.replace(/ZL|\./g, ''));
    expect(gone.sort()).toEqual([...pledged].sort());
    const certificate = join(import.meta.dirname, '..', '..', '.local', 'certificates', `${number}.pdf`);
    expect(readFileSync(certificate).subarray(0, 5).toString()).toBe('%PDF-');
    rmSync(certificate);
  }, 180_000);

  it('takes the next free patents each time, and says how to begin anew when none are left', async () => {
    const { owner } = seeded.report.parties;
    const left = await freePatents(who.as('owner'), owner.name, shanghaiDate(Date.now()));
    const certificates = join(seeded.cloud.folder, 'certificates');
    const desk = { ...seeded.cloud, certificates };
    const lines: string[] = [];
    const steps = createSteps((line) => lines.push(line));
    for (let round = 0; round < Math.floor(left.length / 3); round += 1) {
      await perform(desk, steps);
    }
    await expect(perform(desk, steps)).rejects.toThrow('npm start -- --fresh');
    const numbers = lines.flatMap((line) => /registration number (Y\d{13})/.exec(line)?.[1] ?? []);
    expect(new Set(numbers).size).toBe(Math.floor(left.length / 3));
    const files = readdirSync(certificates);
    expect(files.filter((name) => name.endsWith('.pdf')).sort()).toEqual(
      numbers.map((one) => `${one}.pdf`).sort(),
    );
    expect(files).toEqual(expect.arrayContaining([keysFileName, 'ip-register-verify.mjs']));
    const refused = await demo([]);
    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain('✗');
    expect(refused.stderr.trim().split('\n')).toHaveLength(1);
  }, 300_000);

  it('leaves a register that is what its log says, sample and all', async () => {
    const root = join(import.meta.dirname, '..', '..');
    const code = await auditLocal(root, seeded.cloud.folder, []);
    expect(code).toBe(0);
  }, 120_000);

  it('says in one line what is wrong with its arguments, its port, or a cloud that is not there', async () => {
    expect(await demo(['--nonsense'])).toMatchObject({ code: 1, stdout: '' });
    expect(await demo([], 'eighty')).toMatchObject({ code: 1, stderr: expect.stringContaining('PORT') });
    const absent = await demo(['--free'], '1');
    expect(absent.code).toBe(1);
    expect(absent.stderr).toMatch(/^No local cloud answers at http:\/\/127\.0\.0\.1:1\b[^\n]*\n$/);
  });
});
