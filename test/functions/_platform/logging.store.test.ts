import { randomUUID } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messages } from '../../../functions/_platform/logger.ts';
import { paper } from '../papers.ts';
import { ask as enrolAs, full, openAsCandidate } from '../parties/desk.ts';
import { consented, draft, edit, submit } from '../scene.ts';
import { startWorld, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

type Line = {
  level: string;
  code: string;
  message: string;
  requestId?: string;
  status?: number;
  error?: string;
};
const since = (mark: number): Line[] => world.logs.slice(mark).map((line) => JSON.parse(line));

describe('what the functions log', () => {
  it('is one line of JSON an answer, with a code of the catalogue, the route and the status', async () => {
    const mark = world.logs.length;
    const scene = await consented(world);
    expect((await submit(world, scene)).status).toBe(200);
    const lines = since(mark);
    expect(lines.map((line) => line.status)).toEqual([201, 201, 201, 200]);
    for (const line of lines) {
      expect(Object.keys(messages)).toContain(line.code);
      expect(line).toMatchObject({ level: 'INFO', code: 'REQUEST_ANSWERED', requestId: expect.any(String) });
    }
    expect(
      world.logs.slice(mark).every((line) => line.endsWith('}\n') && line.indexOf('\n') === line.length - 1),
    ).toBe(true);
  });

  it('never names a person, an account, a form’s words, a key or a token, whether it goes well or ill', async () => {
    const mark = world.logs.length;
    const secrets = {
      name: `某甲${randomUUID()}`,
      address: `秘密路${randomUUID()}`,
      contract: `合同${randomUUID()}`,
      document: `文件${randomUUID()}`,
      key: `key-${randomUUID()}`,
      subject: `sub-${randomUUID()}`,
      reason: `理由${randomUUID()}`,
    };
    const owner = await world.putParty(secrets.name, { kind: 'person' });
    const rights = await world.putPatents([secrets.name]);
    const scene = await consented(world, {
      ...{ owner, rights },
      documents: [paper('pledgeContract', { name: secrets.document })],
      form: (plain) => ({
        ...plain,
        pledgors: [{ party: owner.id, address: secrets.address }],
        mainContract: { name: secrets.contract, signedOn: '2026-01-05' },
      }),
    });
    await submit(world, scene, { 'idempotency-key': secrets.key, authorization: `Bearer ${secrets.key}` });
    await edit(world, scene, 1, { mainContract: { name: `${secrets.contract}\u0000` } });
    const other = await consented(world, { owner });
    const body = { reason: secrets.reason };
    await world.call('filings.withdraw', owner.caller, { params: { filingId: other.id }, body });
    const person = { kind: 'person', name: secrets.name, residence: 'CN', address: secrets.address };
    const asking = await openAsCandidate(world, { sub: secrets.subject });
    const form = { subject: person, accounts: [full(asking.caller)], signing: { signatures: 1 } };
    await enrolAs(world, asking, form, [paper('identity')]);
    await world.call('parties.find', owner.caller, { query: { name: secrets.name } });
    await world.call('filings.open', owner.caller, { body: `{"form":"${secrets.contract}` });

    // Items that no schema takes any more: each is a bug, told in the log by its trace and in the answer by an id.
    await spoil(scene.id, secrets.contract);
    const failed = await world.call('filings.get', owner.caller, { params: { filingId: scene.id } });
    expect(failed.status).toBe(500);
    expect(Object.keys(failed.body).sort()).toEqual([
      'code',
      'instance',
      'notice',
      'status',
      'title',
      'type',
    ]);
    world.faults.intercept = () => Promise.reject(new Error('socket hang up'));
    expect((await world.call('filings.list', owner.caller)).status).toBe(500);
    world.faults.intercept = undefined;

    const lines = since(mark);
    const bugs = lines.filter((line) => line.code === 'REQUEST_FAILED');
    expect(bugs).toHaveLength(2);
    expect(bugs[0]).toMatchObject({ level: 'ERROR', requestId: failed.body['instance'] });
    expect(bugs[1]?.error).toContain('socket hang up');
    const text = world.logs.slice(mark).join('');
    for (const secret of [...Object.values(secrets), owner.caller.sub, scene.bank.caller.sub, scene.digest]) {
      expect(text).not.toContain(secret);
    }
  });

  it('tells of contention by its count alone', async () => {
    const scene = await draft(world);
    const mark = world.logs.length;
    await Promise.all(Array.from({ length: 6 }, () => edit(world, scene, 1, { commitment: true })));
    const contended = since(mark).filter((line) => line.code === 'COMMIT_CONTENDED');
    for (const line of contended)
      expect(Object.keys(line).sort()).toEqual(['attempt', 'code', 'level', 'message']);
  });
});

async function spoil(filing: string, word: string) {
  const item = await world.item('filings', { pk: `FILING#${filing}`, sk: 'FILING' });
  const spoilt = { ...(item?.['filing'] as object), status: word, documents: word, [word]: word };
  const Item = { ...item, filing: spoilt };
  await world.client.send(new PutCommand({ TableName: world.store.tables.filings, Item }));
}
