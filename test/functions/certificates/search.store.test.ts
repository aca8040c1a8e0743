import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serve } from '../../../functions/_platform/serve.ts';
import { readPublished } from '../../../functions/_platform/store/journal.ts';
import { writeEntry } from '../../../functions/_platform/store/records.ts';
import { commit } from '../../../functions/_platform/transaction.ts';
import { certificatesHandlers } from '../../../functions/certificates/handlers.ts';
import type { SearchCertificate } from '../../../shared/certificates/search-certificate.ts';
import { verifySearchCertificate } from '../../../shared/certificates/search-verification.ts';
import { certificateOperations } from '../../../shared/contracts/operations/certificates.ts';
import { mapFromLeaves } from '../../../shared/journal/map/map-from-leaves.ts';
import { hashTextOf } from '../../../shared/journal/map/map-leaf.ts';
import type { Entry } from '../../../shared/register/entry.ts';
import type { Title } from '../../../shared/register/title.ts';
import { type JournalUnderTest, startJournal } from '../journal/journal-under-test.ts';
import { registeredBy } from '../office.ts';
import { consented, type Enrolled } from '../scene.ts';
import { nextPatent, startWorld, type World } from '../world.ts';

let world: World;
let journal: JournalUnderTest;
let owner: Enrolled;
beforeAll(async () => {
  world = await startWorld();
  journal = await startJournal(world.store);
  owner = await world.putParty('东海精密仪器有限公司');
}, 60_000);
afterAll(async () => {
  await journal.close();
  await world.close();
});

const numberOf = ({ right }: Pick<Title, 'right'>) => right.slice('patent:'.length);

/** A title of the owner with the entry that made it, as an import makes them. */
async function imported(change?: (plain: Title) => Title): Promise<Title> {
  const title = await world.putTitle([owner.party.name], change);
  const entry: Entry = {
    ...{ schema: 'entry-1', id: title.entry, instant: title.instant, act: 'patent.import' },
    ...{ decidedBy: 'office', public: {}, commitments: [], demonstration: true },
  };
  const done = await commit(world.client, world.ports, writeEntry(world.store, entry, []));
  expect(done.kind).toBe('done');
  return title;
}

async function pledged(titles: readonly Title[]): Promise<string> {
  const scene = await consented(world, { owner, rights: titles.map(numberOf) });
  const { registration } = (await registeredBy(world, scene)).body as {
    registration: { registrationNumber: string };
  };
  return registration.registrationNumber;
}

async function ask(query: Record<string, string>, headers: Record<string, string> = {}) {
  const deps = {
    ...world.deps,
    log: journal.log,
    archive: { get: async () => undefined, keep: async () => true },
    fonts: () => {
      throw new Error('nothing is drawn');
    },
    seal: () => {
      throw new Error('nothing is sealed');
    },
    publicOrigin: 'https://register.example',
  };
  const handler = serve('certificates', certificateOperations, deps, certificatesHandlers(deps));
  const event = {
    version: '2.0',
    routeKey: 'GET /v1/search-certificates',
    headers: { 'accept-language': 'en', ...headers },
    queryStringParameters: query,
    requestContext: { requestId: randomUUID() },
    isBase64Encoded: false,
  } as unknown as APIGatewayProxyEventV2;
  const answer = await handler(event, {} as Context);
  return { status: answer.statusCode, headers: answer.headers ?? {}, text: answer.body ?? '' };
}

async function proved(text: string) {
  const verdict = await verifySearchCertificate(text, [journal.signer.verifier]);
  if (!verdict.ok) throw new Error(verdict.fault);
  return verdict.proved;
}

const asked = (titles: readonly Title[]) => ({ patentNumber: titles.map(numberOf).join(',') });

describe('a search certificate by request', () => {
  it('is not to be had before anything is published', async () => {
    const answer = await ask({ patentNumber: numberOf(await imported()) });
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('2');
    expect(JSON.parse(answer.text)).toMatchObject({ code: 'not-sequenced' });
  });

  it('proves what the register registered, and what it did not', async () => {
    const titles = await Promise.all([imported(), imported(), imported()]);
    const number = await pledged(titles.slice(0, 2));
    await journal.run();
    const answer = await ask(asked(titles));
    expect(answer.status, answer.text).toBe(200);
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.headers['cache-control']).toBe('public, no-cache');
    const { rights, size, origin, demonstration } = await proved(answer.text);
    expect(size).toBe((await readPublished(world.store))?.size);
    expect(origin).toBe(journal.signer.name);
    expect(demonstration).toBe(true);
    for (const { right } of titles.slice(0, 2)) {
      const one = rights.find((found) => found.right === right);
      expect(one).toMatchObject({ encumbered: true, holds: [{ kind: 'pledge', record: number }] });
    }
    expect(rights.find(({ right }) => right === titles[2]?.right)).toMatchObject({ encumbered: false });
    // Who holds a pledge stands nowhere in it.
    expect(answer.text).not.toContain('pty_');
  });

  it('as of an earlier size or instant says what was so then, with the same bytes for ever', async () => {
    const title = await imported();
    await journal.run();
    const before = await readPublished(world.store);
    const query = { ...asked([title]), asOf: String(before?.size) };
    const first = await ask(query);
    expect(first.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    await pledged([title]);
    await journal.run();
    expect((await proved((await ask(asked([title]))).text)).rights).toMatchObject([{ encumbered: true }]);
    expect((await ask(query)).text).toBe(first.text);
    expect((await ask({ ...query, asOf: before?.instant ?? '' })).text).toBe(first.text);
    expect((await proved(first.text)).rights).toEqual([{ right: title.right, encumbered: false }]);
    // A size inside a batch has no map of its own: the first published one that holds it is answered.
    const inside = await ask({ ...query, asOf: String((before?.size ?? 0) + 1) });
    expect((await proved(inside.text)).size).toBe((await readPublished(world.store))?.size);
  });

  it('says nothing of a hold that is not announced', async () => {
    const hidden = await imported((plain) => ({
      ...plain,
      holds: [
        {
          ...{ kind: 'preservation', holders: [], since: plain.instant },
          ...{ entry: plain.entry, public: false },
        },
      ],
    }));
    await journal.run();
    const { text } = await ask(asked([hidden]));
    expect((await proved(text)).rights).toEqual([{ right: hidden.right, encumbered: false }]);
    expect(text).not.toContain('preservation');
  });

  it('is answered by its tag while it is the same', async () => {
    const query = asked([await imported()]);
    await journal.run();
    const { headers } = await ask(query);
    const again = await ask(query, { 'if-none-match': String(headers['etag']) });
    expect(again.status).toBe(304);
    await pledged([await imported()]);
    await journal.run();
    expect((await ask(query, { 'if-none-match': String(headers['etag']) })).status).toBe(200);
  });

  it('takes numbers as people write them, each once, in any order', async () => {
    const [one, other] = [await imported(), await imported()];
    await journal.run();
    const plain = await ask(asked([one, other]));
    const odd = `ZL ${numberOf(other).slice(0, -1)}.${numberOf(other).slice(-1)}`;
    const spelt = await ask({ patentNumber: `${odd},${numberOf(one)},${numberOf(one)}` });
    expect(spelt.text).toBe(plain.text);
  });

  it('refuses by its place a number that is malformed, unknown, or one too many', async () => {
    const known = numberOf(await imported());
    await journal.run();
    const malformed = await ask({ patentNumber: `${known},2017106018624` });
    expect(malformed.status).toBe(422);
    expect(JSON.parse(malformed.text).errors).toMatchObject([
      { in: 'query', pointer: '/patentNumber/1', code: 'patentNumber.checkDigit' },
    ]);
    const unknown = await ask({ patentNumber: `${known},${nextPatent()}` });
    expect(unknown.status).toBe(404);
    expect(JSON.parse(unknown.text).errors).toMatchObject([
      { in: 'query', pointer: '/patentNumber/1', code: 'unknown-right' },
    ]);
    const many = await ask({ patentNumber: Array.from({ length: 21 }, () => known).join(',') });
    expect(many.status).toBe(422);
    for (const query of [
      {},
      { patentNumber: '' },
      { patentNumber: ',' },
      { patentNumber: 'x'.repeat(5000) },
    ]) {
      expect((await ask(query as Record<string, string>)).status).toBe(422);
    }
  });

  it('refuses what the journal has not reached, and what lies before its beginning', async () => {
    const query = asked([await imported()]);
    await journal.run();
    const { size = 0 } = (await readPublished(world.store)) ?? {};
    const ahead = await ask({ ...query, asOf: String(size + 1) });
    expect(ahead.status).toBe(409);
    expect(JSON.parse(ahead.text)).toMatchObject({ code: 'as-of-not-reached', newest: { size } });
    expect((await ask({ ...query, asOf: '0' })).status).toBe(404);
    expect((await ask({ ...query, asOf: '2001-01-01T00:00:00Z' })).status).toBe(404);
    // A title that was made known later was not known then.
    expect((await ask({ ...query, asOf: '2' })).status).toBe(404);
    expect((await ask({ ...query, asOf: 'yesterday' })).status).toBe(422);
  });

  it('rests on a map that follows from the leaves alone', async () => {
    const { size = 0 } = (await readPublished(world.store)) ?? {};
    const { root, fault } = mapFromLeaves(await journal.log.leaves(0, size, size));
    expect(fault).toBeUndefined();
    const { text } = await ask(asked([await importedAndPublished()]));
    const certificate = JSON.parse(text) as SearchCertificate;
    const now = certificate.leaf.before + 1;
    const again = mapFromLeaves(await journal.log.leaves(0, now, now));
    expect(hashTextOf(again.root)).toBe(certificate.leaf.root);
    expect(again.root).toEqual(root);
  });
});

async function importedAndPublished(): Promise<Title> {
  const title = await imported();
  await journal.run();
  return title;
}
