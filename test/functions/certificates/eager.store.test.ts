import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { followJournal, orderedBy } from '../../../functions/_platform/projection/run.ts';
import { type Archive, openArchive } from '../../../functions/certificates/archive.ts';
import type { CertificatesDeps } from '../../../functions/certificates/deps.ts';
import { issueCertificate } from '../../../functions/certificates/issue.ts';
import { pledgeCertificates } from '../../../functions/certificates/projection.ts';
import { type EntryId, entryId } from '../../../shared/kernel/id.ts';
import { signingKey } from '../../shared/journal/log-of-leaves.ts';
import { chanceOf } from '../_platform/projection/workbench.ts';
import { type JournalUnderTest, origin } from '../journal/journal-under-test.ts';
import { registeredBy } from '../office.ts';
import { consented, type Wish } from '../scene.ts';
import { startWorld, type World } from '../world.ts';
import { fontsHere } from './sample.ts';

let world: World;
let journal: JournalUnderTest;
const fonts = fontsHere();
const seal = signingKey(`${origin}/seal`);
beforeAll(async () => {
  world = await startWorld();
  journal = await world.journal.open();
}, 60_000);
afterAll(() => world.close());
afterEach(() => {
  world.faults.intercept = undefined;
});

/** How often the archive took something for the entry, whatever the function was told of it. */
const taken = new Map<EntryId, number>();

function archive(): Archive {
  const { get, keep } = openArchive(journal.bucket, journal.client);
  return {
    get,
    keep: async (entry, bytes) => {
      const kept = await keep(entry, bytes);
      if (kept) taken.set(entry, (taken.get(entry) ?? 0) + 1);
      return kept;
    },
  };
}

function depsWith(over: Archive = archive()): CertificatesDeps {
  return {
    ...{ store: world.store, ports: world.ports, demonstration: true, archive: over, log: journal.log },
    ...{ seal: async () => seal, fonts: () => fonts, publicOrigin: 'https://register.example' },
  };
}

const follow = (over?: Archive) => world.follow(pledgeCertificates(depsWith(over)));

async function registered(wish: Wish = {}): Promise<EntryId> {
  // What rests on a title is sequenced after the title's own entry.
  const scene = await consented(world, wish);
  await world.journal.run();
  const reply = await registeredBy(world, scene);
  return entryId.parse((reply.body['registration'] as { entry: string }).entry);
}

describe('the certificate of a pledge', () => {
  it('is kept before anyone asks for it, and is the one that everybody gets', async () => {
    const entry = await registered();
    await follow();
    expect(await archive().get(entry)).toBeUndefined();
    await world.journal.run();
    await follow();
    const kept = await archive().get(entry);
    expect(kept?.length).toBeGreaterThan(50_000);
    const asked = await issueCertificate(depsWith(), entry);
    if (typeof asked === 'string') throw new Error(asked);
    expect(Buffer.from(asked.bytes).equals(Buffer.from(kept ?? []))).toBe(true);
  });

  it('that names a natural person is not made, since it must not be kept', async () => {
    const owner = await world.putParty('某某人戊己', { kind: 'person' });
    const entry = await registered({ owner, rights: await world.putPatents(['某某人戊己']) });
    await world.journal.run();
    await follow();
    expect(await archive().get(entry)).toBeUndefined();
    const asides = await world.items('journal', 'PROJECTION#certificates');
    expect(asides.filter(({ sk }) => String(sk).startsWith('ASIDE#'))).toEqual([]);
  });

  it('made anew has the same bytes, and what is kept is left as it is', async () => {
    const entries = [await registered(), await registered()];
    await world.journal.run();
    await follow();
    const before = await Promise.all(entries.map((one) => archive().get(one)));
    const Key = `certificates/${entries[0]}.pdf`;
    await journal.client.send(new DeleteObjectCommand({ Bucket: journal.bucket, Key }));
    const deps = { ...world.deps, journal: await world.journal.published() };
    const projection = pledgeCertificates(depsWith());
    const done = await orderedBy({ rebuild: true }, deps, projection, () => true);
    expect(done).toMatchObject({ aside: 0, rebuild: { next: done.rebuild?.size } });
    const after = await Promise.all(entries.map((one) => archive().get(one)));
    for (const [at, one] of after.entries()) {
      expect(Buffer.from(one ?? []).equals(Buffer.from(before[at] ?? [1]))).toBe(true);
    }
    expect(entries.map((one) => taken.get(one))).toEqual([2, 1]);
  });

  it.each([1, 2, 3, 4])(
    'seed %i: is kept once whatever crashes, and however many make it at once',
    async (seed) => {
      const chance = chanceOf(seed);
      const entries = [await registered(), await registered(), await registered()];
      await world.journal.run();
      let crashIn = 0;
      const crash = async <T>(call: () => Promise<T>): Promise<T> => {
        crashIn -= 1;
        if (crashIn !== 0) return call();
        if (chance(2) === 0) await call();
        throw new Error('the function was stopped');
      };
      const own = archive();
      const failing: Archive = {
        get: (entry) => crash(() => own.get(entry)),
        keep: (entry, bytes) => crash(() => own.keep(entry, bytes)),
      };
      const deps = { ...world.deps, journal: await world.journal.published() };
      world.faults.intercept = (_call, send) => crash(send);
      for (let round = 0; round < 4; round += 1) {
        crashIn = 1 + chance(20);
        const bell = () =>
          followJournal(deps, pledgeCertificates(depsWith(failing)), () => true).catch(() => undefined);
        await Promise.all(Array.from({ length: 1 + chance(2) }, bell));
      }
      world.faults.intercept = undefined;
      await follow();
      await follow();
      expect(entries.map((one) => taken.get(one))).toEqual([1, 1, 1]);
    },
  );
});
