import { documentNamed, objectKeyOf } from '../../../functions/documents/object-key.ts';
import { verify } from '../../../shared/certificates/verify.ts';
import { gazette } from '../../../shared/procedures/pledge/registration/gazette.ts';
import { pledgeRegistration } from '../../../shared/procedures/pledge/registration/procedure.ts';
import type { DocumentState } from '../../../shared/register/document.ts';
import type { Entry } from '../../../shared/register/entry.ts';
import type { Remains } from '../remains.ts';
import { type Broken, type Finder, finder } from './broken.ts';
import type { Standing } from './standing.ts';

/** So many certificates are verified whole, the newest: each costs a dozen milliseconds. */
const verifiedMost = 1;

/** Certificates are kept for whom they must be and hold; documents and their states belong together. */
export async function papersHold(remains: Remains, standing: Standing): Promise<Broken[]> {
  const into = finder('papers');
  // Where nobody kept the certificates in this run, nothing is said of them.
  if (standing.cursors.has('certificates')) await certificatesHold(into, remains, standing);
  await documentsHold(into, remains, standing);
  return into.found;
}

async function certificatesHold({ need }: Finder, remains: Remains, { entries }: Standing): Promise<void> {
  const all = [...entries.values()].filter(({ act }) => act === pledgeRegistration.id);
  const pledges = all.sort((a, b) => (a.instant < b.instant ? -1 : 1));
  const kept = await Promise.all(
    pledges.map(async (entry) => ({ entry, bytes: await remains.archive.get(entry.id) })),
  );
  for (const { entry, bytes } of kept) {
    const person = namesPerson(entry);
    need(
      (bytes !== undefined) !== person,
      `${entry.id} has ${bytes ? 'a' : 'no'} certificate in the archive`,
    );
  }
  const some = kept.flatMap(({ entry, bytes }) => (bytes ? [{ entry, bytes }] : [])).slice(-verifiedMost);
  for (const { entry, bytes } of some) {
    const keys = [remains.verifier, ...(remains.seal ? [remains.seal] : [])];
    const { outcomes } = await verify([bytes], keys);
    const wrong = outcomes.filter(
      ({ check, state }) => state !== 'proved' && (remains.seal || check !== 'seal'),
    );
    for (const { check, faults } of wrong) {
      need(
        false,
        `the certificate of ${entry.id} fails at ${check}: ${faults.map(({ code }) => code).join()}`,
      );
    }
    const own = Buffer.from(bytes).includes(entry.id);
    need(own, `the certificate kept of ${entry.id} is of another entry`);
  }
}

function namesPerson({ public: said }: Entry): boolean {
  const items = gazette.safeParse(said).data;
  return [...(items?.pledgors ?? []), ...(items?.pledgees ?? [])].some(({ kind }) => kind === 'person');
}

/** States in which the bytes are there and were looked at. */
const arrived: readonly DocumentState['status'][] = ['scanning', 'clean', 'infected', 'unfit', 'review'];

async function documentsHold({ need }: Finder, remains: Remains, { documents }: Standing): Promise<void> {
  for (const { value: state } of documents) {
    const key = objectKeyOf(state.filing, state);
    need(state.status !== 'checking', `${key} is still being checked`);
    // A test may put a state as if it had come so far; a real one counts its steps.
    if (state.version === 1 || !arrived.includes(state.status)) continue;
    const there = await remains.vault.look(key);
    need(there?.object === state.object, `${key} is ${state.status}, and its object is not there`);
    const size = state.status === 'unfit' || there === undefined || there.size === state.bytes;
    need(size, `${key} is ${state.status}, and not of the size declared`);
  }
  for (const key of (await remains.kept?.()) ?? []) {
    const named = documentNamed(key);
    const known = documents.some(({ value }) => objectKeyOf(value.filing, value) === key);
    need(named !== undefined && known, `${key} lies in the vault, and no filing knows it`);
  }
}
