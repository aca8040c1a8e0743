import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { consent, read, submit } from '../scene.ts';
import { examiner, startWorld, type World } from '../world.ts';
import { type Handed, openDesk } from './desk.ts';
import { contract } from './files.ts';

let world: World;
let clock = () => Date.now();
let desk: ReturnType<typeof openDesk>;
beforeAll(async () => {
  world = await startWorld({ clock: () => clock() });
  desk = openDesk(world);
});
afterAll(() => world.close());
afterEach(() => {
  clock = () => Date.now();
  world.faults.intercept = undefined;
});

const codeOf = (reply: { status: number; body: Record<string, unknown> }) => [
  reply.status,
  reply.body['code'],
];
const consented = async ({ scene }: Handed) => {
  for (const one of [scene.owner, scene.bank]) expect((await consent(world, scene, one)).status).toBe(201);
};

describe('arrival and scan are events: twice, late, in any order', () => {
  it('arrival, then scan: clean, and the filing is registered; before that 409 with what it waits for', async () => {
    const handed = await desk.listed(contract);
    await consented(handed);
    const refused = await submit(world, handed.scene);
    expect(refused.body).toMatchObject({
      code: 'documents-unclean',
      errors: [{ in: 'body', pointer: '/documents/0', code: 'awaited', detail: '尚未上传' }],
    });
    await desk.put(await desk.address(handed), contract);
    await desk.tell(desk.arrival(handed));
    expect((await submit(world, handed.scene)).body).toMatchObject({ errors: [{ code: 'scanning' }] });
    await desk.tell(desk.scan(handed, 'NO_THREATS_FOUND'));
    expect((await submit(world, handed.scene)).body['status']).toBe('registered');
  });

  it('scan before arrival: kept, and counts once the bytes are checked', async () => {
    const handed = await desk.listed(contract);
    await desk.put(await desk.address(handed), contract);
    await desk.tell(desk.scan(handed, 'NO_THREATS_FOUND'));
    expect((await desk.state(handed))?.status).toBe('awaited');
    await desk.tell(desk.arrival(handed));
    expect((await desk.state(handed))?.status).toBe('clean');
  });

  it('all of them at once and three times each: still one clean document, told to nobody', async () => {
    const handed = await desk.listed(contract);
    await desk.put(await desk.address(handed), contract);
    const events = [desk.arrival(handed), desk.scan(handed, 'NO_THREATS_FOUND')];
    await Promise.all([...events, ...events, ...events].map((event) => desk.tell(event)));
    expect((await desk.state(handed))?.status).toBe('clean');
    for (const event of events) await desk.tell(event);
    expect((await desk.state(handed))?.status).toBe('clean');
    const notices = await world.call('notices.list', handed.scene.owner.caller, {});
    expect(JSON.stringify(notices.body)).not.toContain('document-refused');
  });

  it('a check that breaks off is done again when the event comes again', async () => {
    const handed = await desk.listed(contract);
    await desk.put(await desk.address(handed), contract);
    let writes = 0;
    world.faults.intercept = async (call, send) => {
      if (call.name === 'TransactWrite') writes += 1;
      if (writes === 2) throw new Error('the function was stopped');
      return send();
    };
    await expect(desk.tell(desk.arrival(handed))).rejects.toThrow('stopped');
    world.faults.intercept = undefined;
    expect((await desk.state(handed))?.status).toBe('checking');
    await desk.tell(desk.arrival(handed));
    expect((await desk.state(handed))?.status).toBe('scanning');
  });

  it('an arrival that nobody heard of is found by the round', async () => {
    const handed = await desk.listed(contract);
    await desk.put(await desk.address(handed), contract);
    clock = () => Date.now() + 2 * 3_600_000;
    await desk.tell(desk.tick);
    expect((await desk.state(handed))?.status).toBe('scanning');
  });

  it('an address that nobody used leaves nothing behind', async () => {
    const handed = await desk.listed(contract);
    await desk.address(handed);
    clock = () => Date.now() + 2 * 3_600_000;
    await desk.tell(desk.tick);
    expect(await desk.state(handed)).toBeUndefined();
    clock = () => Date.now();
    expect((await desk.put(await desk.address(handed), contract)).status).toBe(200);
  });

  it('events of other buckets, other keys or other bytes change nothing', async () => {
    const handed = await desk.uploaded(contract);
    const before = await desk.state(handed);
    await desk.tell(desk.scan(handed, 'THREATS_FOUND', { bucket: 'another' }));
    await desk.tell(
      desk.scan({ ...handed, key: `documents/${handed.scene.id}/x.pdf` }, 'THREATS_FOUND', { version: 'v' }),
    );
    await desk.tell(desk.scan({ ...handed, key: 'elsewhere/x' }, 'THREATS_FOUND', { version: 'v' }));
    await desk.tell(desk.scan(handed, 'NO_THREATS_FOUND', { version: 'another' }));
    const arrival = desk.arrival(handed);
    await desk.tell({ ...arrival, detail: { ...arrival.detail, bucket: { name: 'another' } } });
    for (const event of [
      {},
      null,
      'x',
      { 'detail-type': 'Object Created' },
      { 'detail-type': 'Else', source: 'x' },
    ]) {
      await desk.tell(event);
    }
    expect(await desk.state(handed)).toEqual(before);
  });
});

describe('what the scan says', () => {
  it('malware: infected for good, the party is told, nobody gets it, not even an examiner', async () => {
    const handed = await desk.uploaded(contract);
    await desk.tell(desk.scan(handed, 'THREATS_FOUND'));
    await desk.tell(desk.scan(handed, 'NO_THREATS_FOUND'));
    expect(await desk.state(handed)).toMatchObject({ status: 'infected', reason: 'infected' });
    const { owner } = handed.scene;
    expect(codeOf(await desk.call('documents.download', handed, owner.caller))).toEqual([409, 'wrong-state']);
    expect(codeOf(await desk.call('office.documents.download', handed, examiner))).toEqual([
      409,
      'wrong-state',
    ]);
    expect(codeOf(await desk.call('office.documents.judge', handed, examiner, { outcome: 'clean' }))).toEqual(
      [409, 'wrong-state'],
    );
    await consented(handed);
    expect((await submit(world, handed.scene)).body).toMatchObject({ errors: [{ code: 'infected' }] });
  });

  it.each([
    ['FAILED', 'FAILED', 'scanFailed'],
    ['UNSUPPORTED', 'SKIPPED', 'scanUnsupported'],
    ['ACCESS_DENIED', 'SKIPPED', 'scanRefused'],
    ['NO_THREATS_FOUND', 'FAILED', 'scanFailed'],
    ['A_WORD_OF_NEXT_YEAR', 'COMPLETED', 'scanFailed'],
  ])('%s (%s): to an examiner, as %s', async (result, scanStatus, reason) => {
    const handed = await desk.uploaded(contract);
    await desk.tell(desk.scan(handed, result, { scanStatus }));
    expect(await desk.state(handed)).toMatchObject({ status: 'review', reason });
  });

  it('nothing within an hour: to an examiner; a late answer still settles it', async () => {
    const handed = await desk.uploaded(contract);
    clock = () => Date.now() + 59 * 60_000;
    await desk.tell(desk.tick);
    expect((await desk.state(handed))?.status).toBe('scanning');
    clock = () => Date.now() + 61 * 60_000;
    await desk.tell(desk.tick);
    expect(await desk.state(handed)).toMatchObject({ status: 'review', reason: 'scanLate' });
    await desk.tell(desk.scan(handed, 'NO_THREATS_FOUND'));
    expect((await desk.state(handed))?.status).toBe('clean');
  });
});

describe('an examiner judges what the scan could not settle', () => {
  const inReview = async () => {
    const handed = await desk.uploaded(contract, 'pdf', { name: `扫描件${randomUUID()}` });
    await desk.tell(desk.scan(handed, 'UNSUPPORTED', { scanStatus: 'SKIPPED' }));
    return handed;
  };

  it('finds it in the list, looks at it, and lets it pass', async () => {
    const handed = await inReview();
    const list = await world.call('office.documents.list', examiner, { query: { limit: '50' } });
    expect(list.body['items']).toContainEqual(
      expect.objectContaining({ filing: handed.scene.id, status: 'review', name: handed.listed.name }),
    );
    const interested = { sub: `interested-${randomUUID()}`, groups: '[examiner]' };
    const interest = { body: { party: handed.scene.owner.id } };
    await world.call('office.interests.declare', interested, interest);
    const theirs = await world.call('office.documents.list', interested, { query: { limit: '50' } });
    expect(theirs.text).not.toContain(handed.scene.id);
    const given = await desk.call('office.documents.download', handed, examiner);
    expect(given.status, given.text).toBe(201);
    const passed = await desk.call('office.documents.judge', handed, examiner, { outcome: 'clean' });
    expect(passed.body).toMatchObject({ status: 'clean', reason: { code: 'judged' } });
    const after = await world.call('office.documents.list', examiner, { query: { limit: '50' } });
    expect(JSON.stringify(after.body)).not.toContain(handed.scene.id);
    await consented(handed);
    expect((await submit(world, handed.scene)).body['status']).toBe('registered');
  });

  it('or finds it unfit, in words that the party reads', async () => {
    const handed = await inReview();
    const judged = await desk.call('office.documents.judge', handed, examiner, {
      outcome: 'unfit',
      reason: '看不清',
    });
    expect(judged.status, judged.text).toBe(200);
    const params = { filingId: handed.scene.id };
    const seen = await world.call('documents.list', handed.scene.owner.caller, { params });
    expect(seen.body['items']).toMatchObject([{ status: 'unfit', reason: { code: 'judged', zh: '看不清' } }]);
    expect(codeOf(await desk.call('office.documents.judge', handed, examiner, { outcome: 'clean' }))).toEqual(
      [409, 'wrong-state'],
    );
  });

  it('two at once: one judgement counts', async () => {
    const handed = await inReview();
    const answers = await Promise.all([
      desk.call('office.documents.judge', handed, examiner, { outcome: 'clean' }),
      desk.call(
        'office.documents.judge',
        handed,
        { ...examiner, sub: 'examiner-2' },
        { outcome: 'unfit', reason: '否' },
      ),
    ]);
    expect(answers.map((one) => one.status).sort()).toEqual([200, 409]);
  });

  it('the list goes on page by page, each document once', async () => {
    const made = [await inReview(), await inReview(), await inReview()];
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const query = { limit: '2', ...(cursor && { cursor }) };
      const page = await world.call('office.documents.list', examiner, { query });
      expect(page.status, page.text).toBe(200);
      found.push(...(page.body['items'] as { filing: string }[]).map((one) => one.filing));
      cursor = page.body['next'] as string | undefined;
    } while (cursor);
    expect(new Set(found).size).toBe(found.length);
    for (const { scene } of made) expect(found).toContain(scene.id);
  });
});

describe('who gets a document', () => {
  it('parties and their agents, each time by an address of a minute that saves it under its name; on record', async () => {
    const handed = await desk.clean(contract);
    const { owner, bank, id } = handed.scene;
    const agent = await world.putParty(`代理${randomUUID()}`, {
      agentOf: { principal: owner.id, acts: ['file'] },
    });
    for (const who of [owner, bank, agent]) {
      const given = await desk.call('documents.download', handed, who.caller);
      expect(given.status, given.text).toBe(201);
      const { url, expiresAt } = given.body as { url: string; expiresAt: string };
      expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(60_000);
      const answer = await fetch(url);
      expect(Buffer.from(await answer.arrayBuffer()).equals(contract)).toBe(true);
      expect(answer.headers.get('content-type')).toBe('application/pdf');
      const disposition = answer.headers.get('content-disposition') ?? '';
      expect(disposition).toMatch(/^attachment; filename="[0-9a-f]{16}\.pdf"; filename\*=UTF-8''/);
      expect(decodeURIComponent(disposition.split("''")[1] ?? '')).toBe('质押合同.pdf');
    }
    const accesses = (await world.items('filings', `FILING#${id}`)).filter(({ sk }) =>
      String(sk).startsWith('ACCESS#'),
    );
    expect(accesses.map((one) => one['access'])).toEqual(
      expect.arrayContaining(
        [owner, bank, agent].map((who) =>
          expect.objectContaining({ account: who.caller.sub, party: who.id, sha256: handed.listed.sha256 }),
        ),
      ),
    );
    expect(accesses).toHaveLength(3);
    expect(accesses[0]?.['expiresAt']).toBeGreaterThan(Date.now() / 1000 + 1800 * 86_400);
  });

  it('nobody else: a stranger learns nothing, an address is refused when its minute is over', async () => {
    const handed = await desk.clean(contract);
    const stranger = await world.putParty(`陌生人${randomUUID()}`);
    for (const operation of ['documents.list', 'documents.download', 'documents.upload']) {
      const { sha256: _digest, ...params } = desk.at(handed).params;
      const asked = operation === 'documents.list' ? { params } : desk.at(handed);
      expect(codeOf(await world.call(operation, stranger.caller, asked)), operation).toEqual([
        404,
        'not-found',
      ]);
    }
    clock = () => Date.now() - 61_000;
    const given = await desk.call('documents.download', handed, handed.scene.owner.caller);
    expect((await fetch(String(given.body['url']))).status).toBe(403);
  });

  it('no examiner who has an interest in a party (回避)', async () => {
    const handed = await desk.clean(contract);
    const who = { ...examiner, sub: `examiner-${randomUUID()}` };
    expect((await desk.call('office.documents.download', handed, who)).status).toBe(201);
    await world.call('office.interests.declare', who, { body: { party: handed.scene.owner.id } });
    expect(codeOf(await desk.call('office.documents.download', handed, who))).toEqual([
      403,
      'conflict-of-interest',
    ]);
  });

  it('the log tells neither names nor digests nor addresses', async () => {
    const mark = world.logs.length;
    const name = `机密合同${randomUUID()}`;
    const handed = await desk.uploaded(contract, 'pdf', { name });
    await desk.tell(desk.scan(handed, 'NO_THREATS_FOUND'));
    await desk.call('documents.download', handed, handed.scene.owner.caller);
    expect((await read(world, handed.scene.id, handed.scene.owner)).status).toBe(200);
    const said = world.logs.slice(mark).join('');
    for (const word of [name, handed.listed.sha256, 'X-Amz-Signature', handed.scene.owner.caller.sub]) {
      expect(said).not.toContain(word);
    }
  });
});
