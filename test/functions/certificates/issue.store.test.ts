import { randomUUID } from 'node:crypto';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { serve } from '../../../functions/_platform/serve.ts';
import type { Archive } from '../../../functions/certificates/archive.ts';
import { certificatesHandlers } from '../../../functions/certificates/handlers.ts';
import { reportOf } from '../../../shared/certificates/report.ts';
import { verify } from '../../../shared/certificates/verify.ts';
import { certificateOperations } from '../../../shared/contracts/operations/certificates.ts';
import { readKeys } from '../../../shared/journal/keys.ts';
import { parseTlogProof } from '../../../shared/journal/tlog-proof.ts';
import { signingKey } from '../../shared/journal/log-of-leaves.ts';
import { type JournalUnderTest, origin, startJournal } from '../journal/journal-under-test.ts';
import { registeredBy } from '../office.ts';
import { consented, type Enrolled, type Wish } from '../scene.ts';
import { type Caller, examiner, startWorld, type World } from '../world.ts';
import { readPdf } from './reading.ts';
import { fontsHere } from './sample.ts';

let world: World;
let journal: JournalUnderTest;
const fonts = fontsHere();
const sealKey = signingKey(`${origin}/seal`);
beforeAll(async () => {
  world = await startWorld();
  journal = await startJournal(world.store);
}, 60_000);
afterAll(() => Promise.all([world.close(), journal.close()]));

/** An archive in memory; what a test does before a writing is what another function does meanwhile. */
function memory(meanwhile: (kept: Map<string, Uint8Array>) => void = () => {}) {
  const kept = new Map<string, Uint8Array>();
  const archive: Archive = {
    get: async (entry) => kept.get(entry),
    keep: async (entry, bytes) => {
      meanwhile(kept);
      if (kept.has(entry)) return false;
      kept.set(entry, bytes);
      return true;
    },
  };
  return { kept, archive };
}

function depsWith(archive: Archive, pause: () => Promise<void> = async () => {}) {
  return {
    ...world.deps,
    archive,
    ports: { ...world.deps.ports, pause },
    log: journal.log,
    seal: async () => sealKey,
    fonts: () => fonts,
    publicOrigin: 'https://register.example',
  };
}

type Asked = { readonly accept?: string | undefined; readonly pause?: () => Promise<void> };

function ask(
  archive: Archive,
  caller: Caller | undefined,
  number: string,
  accept?: string,
  more: Asked = {},
) {
  const routeKey = 'GET /v1/my/pledges/{registrationNumber}/certificate';
  const headers = accept === undefined ? {} : { accept };
  return call(depsWith(archive, more.pause), {
    ...{ routeKey, headers, pathParameters: { registrationNumber: number } },
    ...(caller && { caller }),
  });
}

/** How often a proof was waited for. */
let waited = 0;

function askProof(entry: string, query: Record<string, string> = {}, tag?: string) {
  const routeKey = 'GET /v1/entries/{entryId}/proof';
  const headers = tag === undefined ? {} : { 'if-none-match': tag };
  const pause = async () => {
    waited += 1;
  };
  return call(depsWith(memory().archive, pause), {
    ...{ routeKey, headers, pathParameters: { entryId: entry }, queryStringParameters: query },
  });
}

async function call(
  deps: ReturnType<typeof depsWith>,
  {
    caller,
    ...asked
  }: {
    readonly caller?: Caller;
    readonly routeKey: string;
    readonly headers: object;
    readonly [more: string]: unknown;
  },
) {
  const handler = serve('certificates', certificateOperations, deps, certificatesHandlers(deps));
  const event = {
    version: '2.0',
    ...asked,
    requestContext: {
      requestId: randomUUID(),
      ...(caller && { authorizer: { jwt: { claims: { sub: caller.sub }, scopes: [] } } }),
    },
    isBase64Encoded: false,
  } as unknown as APIGatewayProxyEventV2;
  const answer = await handler(event, {} as Context);
  const bytes = Buffer.from(answer.body ?? '', answer.isBase64Encoded ? 'base64' : 'utf8');
  return { status: answer.statusCode, headers: answer.headers ?? {}, bytes: new Uint8Array(bytes) };
}

async function pledged(wish: Wish = {}) {
  const made = await registered(wish);
  await journal.run();
  return made;
}

/** The world's titles come from no entry of its own, so theirs are said to be in the log already. */
async function withOrigins(rights: readonly string[]): Promise<void> {
  for (const number of rights) {
    const key = { pk: `TITLE#patent:${number}`, sk: 'VERSION#current' };
    const { entry } = z
      .object({ title: z.object({ entry: z.string() }) })
      .parse(await world.item('register', key)).title;
    await world.put('journal', { pk: `ENTRY#${entry}`, sk: 'INDEX', index: 0 });
  }
}

async function registered(wish: Wish = {}) {
  const scene = await consented(world, wish);
  await withOrigins(scene.rights);
  const reply = await registeredBy(world, scene);
  const { registrationNumber, entry } = reply.body['registration'] as {
    registrationNumber: string;
    entry: string;
  };
  return { ...scene, number: registrationNumber, entry };
}

const person = (name: string): Promise<Enrolled> => world.putParty(name, { kind: 'person' });

const pdf = 'application/pdf';

describe('who gets a certificate', () => {
  it('each party and its agent; whoever else asks is told that there is none', async () => {
    const scene = await pledged();
    const agent = await world.putParty(`代理机构${randomUUID()}`, {
      agentOf: { principal: scene.bank.id, acts: ['file'] },
    });
    const stranger = await world.putParty(`他人${randomUUID()}`);
    const { archive } = memory();
    for (const one of [scene.owner, scene.bank, agent]) {
      expect((await ask(archive, one.caller, scene.number, pdf)).status).toBe(200);
    }
    const refused = await ask(archive, stranger.caller, scene.number, pdf);
    const missing = await ask(archive, stranger.caller, 'Y2026980000000', pdf);
    const plain = (bytes: Uint8Array) =>
      Buffer.from(bytes)
        .toString()
        .replace(/"instance":"[^"]*"/, '');
    expect([refused.status, plain(refused.bytes)]).toEqual([404, plain(missing.bytes)]);
    // A member of staff acts for nobody.
    expect((await ask(archive, examiner, scene.number, pdf)).status).toBe(403);
  });
});

describe('what was first issued (A6.9)', () => {
  it('is what is issued ever after, also when a later release would draw it otherwise', async () => {
    const scene = await pledged();
    const { kept, archive } = memory();
    const first = await ask(archive, scene.owner.caller, scene.number, pdf);
    expect([...kept.keys()]).toEqual([scene.entry]);
    expect((await ask(archive, scene.bank.caller, scene.number, pdf)).bytes).toEqual(first.bytes);
    kept.set(scene.entry, Buffer.from('%PDF as an older release drew it'));
    const again = await ask(archive, scene.owner.caller, scene.number, pdf);
    expect(Buffer.from(again.bytes).toString()).toBe('%PDF as an older release drew it');
    expect(again.headers['etag']).not.toBe(first.headers['etag']);
  });

  it('is logged as issued once and as re-issued ever after, by its entry and digest and nobody’s name', async () => {
    const scene = await pledged();
    const { archive } = memory();
    const lines: string[] = [];
    const written = vi.spyOn(process.stdout, 'write').mockImplementation((line) => {
      if (String(line).includes('CERTIFICATE_')) lines.push(String(line));
      return true;
    });
    const tags = [];
    try {
      for (let times = 0; times < 3; times += 1)
        tags.push((await ask(archive, scene.owner.caller, scene.number, pdf)).headers['etag']);
    } finally {
      written.mockRestore();
    }
    const told = { entry: scene.entry, sha256: String(tags[0]).slice('"sha256:'.length, -1) };
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { code: 'CERTIFICATE_ISSUED', ...told },
      { code: 'CERTIFICATE_REISSUED', ...told },
      { code: 'CERTIFICATE_REISSUED', ...told },
    ]);
    for (const line of lines) expect(line).not.toContain(scene.owner.party.name);
  });

  it('is the quicker one’s of two that issue at once', async () => {
    const scene = await pledged();
    const { archive } = memory((kept) => kept.set(scene.entry, Buffer.from('the quicker one’s')));
    const answer = await ask(archive, scene.owner.caller, scene.number, pdf);
    expect(Buffer.from(answer.bytes).toString()).toBe('the quicker one’s');
  });

  it('is not lost when the archive fails: nothing is issued that was not kept', async () => {
    const scene = await pledged();
    const { kept, archive } = memory(() => {
      throw new Error('the archive is away');
    });
    expect((await ask(archive, scene.owner.caller, scene.number, pdf)).status).toBe(500);
    expect(kept.size).toBe(0);
  });
});

describe('the journal', () => {
  it('comes first: of an entry that it has not published nothing is issued, and when to ask again is said', async () => {
    const scene = await registered();
    const { kept, archive } = memory();
    for (const accept of [pdf, undefined]) {
      const answer = await ask(archive, scene.owner.caller, scene.number, accept);
      expect([answer.status, answer.headers['retry-after']]).toEqual([503, '2']);
      expect(Buffer.from(answer.bytes).toString()).toContain('not-sequenced');
    }
    const proof = await askProof(scene.entry);
    expect([proof.status, proof.headers['retry-after']]).toEqual([503, '2']);
    expect(kept.size).toBe(0);
  });

  it('is waited for a short while: who asks right after registering need not ask again', async () => {
    const scene = await registered();
    let paused = 0;
    const pause = async () => {
      paused += 1;
      if (paused === 3) await journal.run();
    };
    const answer = await ask(memory().archive, scene.owner.caller, scene.number, pdf, { pause });
    expect([answer.status, paused]).toEqual([200, 3]);
  });

  it('proves what was issued, offline and with the public keys alone', async () => {
    const scene = await pledged();
    const { bytes } = await ask(memory().archive, scene.bank.caller, scene.number, pdf);
    const keys = await readKeys(`${journal.signer.verifierKey}\n${sealKey.verifierKey}`);
    const found = await verify([bytes], keys ?? []);
    expect(reportOf(found).lines.flatMap(({ details }) => details)).toEqual([]);
    expect(found.verdict).toBe('proved');
    expect(found.facts.map(({ value }) => value)).toContain(scene.number);
  });

  it('gives the certificate one place for good: the first checkpoint that the entry is in', async () => {
    const scene = await pledged();
    const first = await ask(memory().archive, scene.bank.caller, scene.number);
    const drawn = await ask(memory().archive, scene.bank.caller, scene.number, pdf);
    await pledged();
    const later = await ask(memory().archive, scene.bank.caller, scene.number);
    const drawnLater = await ask(memory().archive, scene.bank.caller, scene.number, pdf);
    expect(Buffer.from(later.bytes).toString()).toBe(Buffer.from(first.bytes).toString());
    expect(Buffer.from(drawnLater.bytes).equals(drawn.bytes)).toBe(true);
  });
});

describe('the proof of an entry', () => {
  const proofOf = (answer: { bytes: Uint8Array }) => {
    const proof = parseTlogProof(Buffer.from(answer.bytes).toString());
    return { index: proof?.index ?? -1, size: Number(proof?.checkpoint.split('\n')[1]) };
  };

  it('is text under the newest checkpoint, or under one of at least the size asked for', async () => {
    const scene = await pledged();
    const first = await askProof(scene.entry);
    expect([first.status, first.headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8']);
    const { index, size } = proofOf(first);
    await pledged();
    const newest = proofOf(await askProof(scene.entry));
    expect(newest.size).toBeGreaterThan(size);
    expect(newest.index).toBe(index);
    const again = await askProof(scene.entry, { size: String(size) });
    expect(Buffer.from(again.bytes).equals(first.bytes)).toBe(true);
    expect(again.headers['etag']).toBe(first.headers['etag']);
    const between = await askProof(scene.entry, { size: String(size + 1) });
    expect(proofOf(between).size).toBe(newest.size);
    expect((await askProof(scene.entry, { size: String(size) }, String(first.headers['etag']))).status).toBe(
      304,
    );
  });

  it('is refused at sizes that do not hold the entry or are not reached, with those that do', async () => {
    const scene = await pledged();
    const { index, size } = proofOf(await askProof(scene.entry));
    for (const asked of [index, size + 1, 999_999_999_999_999]) {
      const answer = await askProof(scene.entry, { size: String(Math.max(1, asked)) });
      expect(answer.status).toBe(422);
      const { errors } = JSON.parse(Buffer.from(answer.bytes).toString());
      expect(errors[0]).toMatchObject({ in: 'query', pointer: '/size' });
      expect(errors[0].detail).toContain(String(size));
    }
    for (const absurd of ['0', '-1', '1e3', '99999999999999999999', 'x'])
      expect((await askProof(scene.entry, { size: absurd })).status).toBe(422);
  });

  it('of an entry that there is not, is not there, and nobody waits for it', async () => {
    const before = waited;
    expect((await askProof('ent_01kb3m9x8r0000000000000000')).status).toBe(404);
    expect((await askProof('nothing')).status).toBe(404);
    expect(waited).toBe(before);
  });
});

describe('a natural person', () => {
  it('is named while the opening stands, and by no name after it, in either form; nothing of it is kept', async () => {
    const owner = await person(`王小明${randomUUID().slice(0, 4)}`);
    const scene = await pledged({ owner, rights: await world.putPatents([owner.party.name]) });
    const { kept, archive } = memory();
    const read = async () => {
      const drawn = await ask(archive, scene.bank.caller, scene.number, pdf);
      const json = await ask(archive, scene.bank.caller, scene.number);
      return [(await readPdf(drawn.bytes)).text, Buffer.from(json.bytes).toString()];
    };
    for (const text of await read()) expect(text).toContain(owner.party.name);
    const key = { pk: `ENTRY#${scene.entry}`, sk: 'OPENINGS#public' };
    expect(await world.item('register', key)).toBeDefined();
    await world.client.send(new DeleteCommand({ TableName: world.store.tables.register, Key: key }));
    for (const text of await read()) expect(text).not.toContain(owner.party.name);
    expect(kept.size).toBe(0);
  });
});

describe('Accept', () => {
  it.each([
    [undefined, 200, 'application/json'],
    ['*/*', 200, 'application/json'],
    ['application/pdf', 200, 'application/pdf'],
    ['text/html', 406, 'application/problem+json'],
  ])('%s is answered %i in %s', async (accept, status, type) => {
    const scene = await pledged();
    const answer = await ask(memory().archive, scene.owner.caller, scene.number, accept);
    expect([answer.status, answer.headers['content-type']]).toEqual([status, type]);
  });
});
