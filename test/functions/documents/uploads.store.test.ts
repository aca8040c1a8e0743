import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { keptMax } from '../../../functions/documents/upload.ts';
import { xlsx } from '../../../local/papers/office.ts';
import { mediaTypes } from '../../../shared/register/document.ts';
import { paper } from '../papers.ts';
import { consent, edit, submit } from '../scene.ts';
import { startWorld, type World } from '../world.ts';
import { openDesk } from './desk.ts';
import { archive, contract, gif, png } from './files.ts';

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
});

const codeOf = (reply: { status: number; body: Record<string, unknown> }) => [
  reply.status,
  reply.body['code'],
];

describe('an address takes exactly the bytes that the draft lists (A2.1)', () => {
  it('names the headers to send, and takes those bytes once', async () => {
    const handed = await desk.listed(contract);
    const address = await desk.address(handed);
    expect(address).toMatchObject({
      method: 'PUT',
      headers: { 'content-type': 'application/pdf', 'if-none-match': '*' },
    });
    expect(Date.parse(address.expiresAt) - Date.now()).toBeLessThanOrEqual(15 * 60_000);
    expect(await desk.put(address, contract)).toMatchObject({ status: 200 });
    expect(await desk.put(address, contract)).toEqual({ status: 412, code: 'PreconditionFailed' });
  });

  it('refuses swapped bytes, a wrong size, a wrong type, a wrong digest and an overwrite', async () => {
    const handed = await desk.listed(contract);
    const address = await desk.address(handed);
    const swapped = Buffer.from(contract);
    swapped.writeUInt8(swapped.readUInt8(300) ^ 1, 300);
    expect(await desk.put(address, swapped)).toEqual({ status: 400, code: 'BadDigest' });
    const longer = Buffer.concat([contract, Buffer.from('\n')]);
    expect(await desk.put(address, longer)).toEqual({ status: 403, code: 'SignatureDoesNotMatch' });
    expect((await desk.put(address, contract.subarray(1))).status).toBe(403);
    const send = (name: string, value: string | undefined) => {
      const { [name]: _left, ...rest } = address.headers;
      return desk.put(address, contract, { ...rest, ...(value && { [name]: value }) });
    };
    const otherDigest = Buffer.alloc(32).toString('base64');
    for (const [name, value] of [
      ['content-type', 'text/html'],
      ['x-amz-checksum-sha256', otherDigest],
      ['x-amz-checksum-sha256', undefined],
      ['if-none-match', undefined],
    ] as const) {
      expect((await send(name, value)).status, `${name} ${value}`).toBe(403);
    }
    expect(await desk.state(handed)).toMatchObject({ status: 'awaited' });
    expect(world.bucket.events().some(({ detail }) => JSON.stringify(detail).includes(handed.key))).toBe(
      false,
    );
    // Nothing of this has spent the address.
    expect((await desk.put(address, contract)).status).toBe(200);
  });

  it('is no address of another key, of reading or of removing', async () => {
    const handed = await desk.listed(contract);
    const address = await desk.address(handed);
    const elsewhere = { ...address, url: address.url.replace(handed.listed.sha256, 'f'.repeat(64)) };
    expect((await desk.put(elsewhere, contract)).status).toBe(403);
    for (const method of ['GET', 'DELETE', 'HEAD']) {
      expect((await fetch(address.url, { method, headers: address.headers })).status, method).toBe(403);
    }
  });

  it('expires, is refused by S3 then, and can be had again', async () => {
    const handed = await desk.listed(contract);
    clock = () => Date.now() - 16 * 60_000;
    const old = await desk.address(handed);
    clock = () => Date.now();
    expect(await desk.put(old, contract)).toEqual({ status: 403, code: 'AccessDenied' });
    const again = await desk.address(handed);
    expect(again.url).not.toBe(old.url);
    expect((await desk.put(again, contract)).status).toBe(200);
  });

  it('is given to those who may file alone, for what is listed, while the draft can be edited', async () => {
    const handed = await desk.listed(contract);
    const { owner, bank } = handed.scene;
    const stranger = await world.putParty(`陌生人${randomUUID()}`);
    expect(codeOf(await desk.call('documents.upload', handed, stranger.caller))).toEqual([404, 'not-found']);
    const unlisted = { ...handed, listed: { ...handed.listed, sha256: 'e'.repeat(64) } };
    expect(codeOf(await desk.call('documents.upload', unlisted, owner.caller))).toEqual([404, 'not-found']);
    const reader = await world.putParty(`代理人${randomUUID()}`, {
      agentOf: { principal: owner.id, acts: ['consent'] },
    });
    expect(codeOf(await desk.call('documents.upload', handed, reader.caller))).toEqual([403, 'forbidden']);
    expect((await desk.call('documents.upload', handed, bank.caller)).status).toBe(201);
    await world.call('filings.withdraw', owner.caller, { params: { filingId: handed.scene.id }, body: {} });
    expect(codeOf(await desk.call('documents.upload', handed, owner.caller))).toEqual([409, 'wrong-state']);
  });

  it('is not given for bytes that have come', async () => {
    const handed = await desk.clean(contract);
    const again = await desk.call('documents.upload', handed, handed.scene.owner.caller);
    expect(codeOf(again)).toEqual([409, 'wrong-state']);
  });

  it('cannot be used to fill the bucket: what one filing keeps is bounded', async () => {
    const handed = await desk.listed(contract);
    const many = Array.from({ length: keptMax }, (_, n) => paper('other', { name: `${n}` }));
    for (const part of [many.slice(0, 30), many.slice(30)]) await world.putPapers(handed.scene.id, part);
    const full = await desk.call('documents.upload', handed, handed.scene.owner.caller);
    expect(codeOf(full)).toEqual([409, 'too-many-documents']);
  });
});

describe('bytes that S3 took are checked all the same', () => {
  it.each([
    ['a GIF renamed', gif, 'png', 'otherType'],
    ['PDF + ZIP', Buffer.concat([contract, archive]), 'pdf', 'hiddenArchive'],
    ['PNG + PHP', Buffer.concat([png(), Buffer.from('<?php ?>')]), 'png', 'trailingBytes'],
    [
      'a zip bomb named .xlsx',
      xlsx([['x']], [{ name: 'xl/worksheets/sheet2.xml', bytes: Buffer.alloc(220_000_000) }]),
      'xlsx',
      'expandsTooFar',
    ],
  ] as const)(
    '%s is unfit, the party is told why, and submission is refused',
    async (_what, bytes, ending, reason) => {
      const handed = await desk.uploaded(bytes, ending);
      const { scene } = handed;
      expect(await desk.state(handed)).toMatchObject({ status: 'unfit', reason });
      const params = { filingId: scene.id };
      const seen = await world.call('documents.list', scene.owner.caller, { params });
      expect(seen.body['items']).toMatchObject([
        { status: 'unfit', reason: { code: reason, zh: expect.any(String), en: expect.any(String) } },
      ]);
      const notices = await world.call('notices.list', scene.owner.caller, {});
      expect(JSON.stringify(notices.body)).toContain('document-refused');
      for (const one of [scene.owner, scene.bank]) await consent(world, scene, one);
      expect(codeOf(await submit(world, scene))).toEqual([409, 'documents-unclean']);
      // A scan that finds nothing in it makes it no better.
      await desk.tell(desk.scan(handed, 'NO_THREATS_FOUND'));
      expect((await desk.state(handed))?.status).toBe('unfit');
    },
  );
});

describe('a document that is taken out of the draft', () => {
  it('before it came: its address still takes the bytes, which are removed on arrival', async () => {
    const handed = await desk.listed(contract);
    const address = await desk.address(handed);
    const { scene } = handed;
    expect((await edit(world, scene, 1, scene.form, [])).status).toBe(200);
    expect((await desk.put(address, contract)).status).toBe(200);
    const event = desk.arrival(handed);
    await desk.tell(event);
    expect(await desk.state(handed)).toBeUndefined();
    expect(await world.bucket.vault.look(handed.key)).toBeUndefined();
    // The event comes again, and the same document is listed once more: nothing of the past is in the way.
    await desk.tell(event);
    expect((await edit(world, scene, 2, scene.form, [])).status).toBe(200);
    const back = await world.call('filings.edit', scene.owner.caller, {
      params: { filingId: scene.id },
      body: { form: scene.form, documents: [handed.listed] },
      headers: { 'if-match': '"3"' },
    });
    expect(back.status, back.text).toBe(200);
    expect((await desk.put(await desk.address(handed), contract)).status).toBe(200);
    await desk.tell(desk.arrival(handed));
    expect((await desk.state(handed))?.status).toBe('scanning');
  });

  it('afterwards: it and its state go within a week, and what is listed stays', async () => {
    const gone = await desk.clean(contract);
    const kept = await desk.clean(contract);
    expect((await edit(world, gone.scene, 1, gone.scene.form, [])).status).toBe(200);
    expect(codeOf(await desk.call('documents.download', gone, gone.scene.owner.caller))).toEqual([
      404,
      'not-found',
    ]);
    clock = () => Date.now() + 8 * 24 * 3_600_000;
    await desk.tell(desk.tick);
    expect(await desk.state(gone)).toBeUndefined();
    expect(await world.bucket.vault.look(gone.key)).toBeUndefined();
    expect((await desk.state(kept))?.status).toBe('clean');
    expect(await world.bucket.vault.look(kept.key)).toBeDefined();
  });

  it('of a filing that was registered it is kept, and not looked after any more', async () => {
    const handed = await desk.clean(contract);
    const { scene } = handed;
    for (const one of [scene.owner, scene.bank]) await consent(world, scene, one);
    expect((await submit(world, scene)).body['status']).toBe('registered');
    for (const days of [8, 800]) {
      clock = () => Date.now() + days * 24 * 3_600_000;
      await desk.tell(desk.tick);
    }
    expect(await world.bucket.vault.look(handed.key)).toBeDefined();
    const sk = `DOCUMENT#${handed.listed.sha256}.pdf`;
    expect(await world.item('filings', { pk: `FILING#${scene.id}`, sk })).not.toHaveProperty('queue');
  });
});

describe('the same bytes declared as another type', () => {
  it('are another document: what was found of the first says nothing of the second', async () => {
    const handed = await desk.clean(png(), 'png');
    const { scene, listed } = handed;
    const asPdf = { ...listed, type: mediaTypes.pdf };
    const body = { form: scene.form, documents: [asPdf] };
    const asked = { params: { filingId: scene.id }, body, headers: { 'if-match': '"1"' } };
    expect((await world.call('filings.edit', scene.owner.caller, asked)).status).toBe(200);
    const params = { filingId: scene.id };
    const seen = await world.call('documents.list', scene.owner.caller, { params });
    expect(seen.body['items']).toMatchObject([{ status: 'awaited' }]);
  });
});
