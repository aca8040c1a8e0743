import { randomUUID } from 'node:crypto';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openLog } from '../../../functions/_platform/journal/log.ts';
import { serve } from '../../../functions/_platform/serve.ts';
import type { Archive } from '../../../functions/certificates/archive.ts';
import { certificatesHandlers } from '../../../functions/certificates/handlers.ts';
import { certificateOperations } from '../../../shared/contracts/operations/certificates.ts';
import { registeredBy } from '../office.ts';
import { consented, type Enrolled, type Wish } from '../scene.ts';
import { type Caller, examiner, startWorld, type World } from '../world.ts';
import { readPdf } from './reading.ts';
import { fontsHere } from './sample.ts';

let world: World;
const fonts = fontsHere();
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const nothingPublished = openLog({
  get: async () => undefined,
  put: async () => {},
  replace: async () => false,
});

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

async function ask(archive: Archive, caller: Caller | undefined, number: string, accept?: string) {
  const address = { publicOrigin: 'https://register.example' };
  const deps = { ...world.deps, archive, log: nothingPublished, fonts: () => fonts, ...address };
  const handler = serve('certificates', certificateOperations, deps, certificatesHandlers(deps));
  const event = {
    version: '2.0',
    routeKey: 'GET /v1/my/pledges/{registrationNumber}/certificate',
    headers: accept === undefined ? {} : { accept },
    pathParameters: { registrationNumber: number },
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
  const scene = await consented(world, wish);
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
