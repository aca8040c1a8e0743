import { describe, expect, it } from 'vitest';
import { restSeconds } from '../../../shared/register/machine.ts';
import type { Reply } from '../world.ts';
import { signsIn, startDesk, take } from './desk.ts';

const codeOf = (reply: Reply) => [reply.status, reply.body['code']];
const of = (client: string) => ({ params: { clientId: client }, body: {} });

describe('slots', () => {
  it('are sealed by the schedule before anyone has them: what the deployment made signs nobody in', async () => {
    const fresh = await startDesk(2);
    try {
      const made = fresh.slots.map((client) => ({
        client,
        secret: fresh.secrets.get(client)?.list()[0]?.value ?? '',
      }));
      expect(made.every((one) => signsIn(fresh, one))).toBe(true);
      expect(await fresh.tend()).toEqual({ free: 2, assigned: 0, retired: 0 });
      expect(made.some((one) => signsIn(fresh, one))).toBe(false);
      const again = await Promise.all(fresh.slots.map((client) => fresh.clients.list(client)));
      await fresh.tend();
      expect(await Promise.all(fresh.slots.map((client) => fresh.clients.list(client)))).toEqual(again);
    } finally {
      await fresh.close();
    }
  });

  it('leaves the slot to rest until every token of before is dead, and then lets in only the next party', async () => {
    const small = await startDesk(1);
    try {
      const [first, second] = [await small.world.putParty('先'), await small.world.putParty('后')];
      const old = await take(small, first.caller);
      await small.world.call('machines.rotate', first.caller, of(old.client));
      const rotated = small.secrets.get(old.client)?.list().at(-1)?.value ?? '';
      const oldToken = small.machineAt(old.client);
      const headers = { 'idempotency-key': 'monthly-report-1' };
      const draft = { body: { procedure: 'pledge.registration', form: {}, documents: [] }, headers };
      const private_ = await small.world.call('filings.open', oldToken, draft);
      await small.world.call('machines.end', first.caller, of(old.client));
      const ask = { body: { name: '系统', scope: 'prepare' } };
      for (const seconds of [0, restSeconds - 10]) {
        small.pass(seconds);
        await small.tend();
        expect(codeOf(await small.world.call('machines.take', second.caller, ask))).toEqual([
          409,
          'no-machine-free',
        ]);
      }
      small.pass(20);
      expect(await small.tend()).toEqual({ free: 1, assigned: 0, retired: 0 });
      const taken = await take(small, second.caller);
      expect(taken.client).toBe(old.client);
      for (const secret of [old.secret, rotated]) {
        expect(signsIn(small, { client: old.client, secret })).toBe(false);
      }
      // A token from before, were it to live for ever, is not the next party's.
      expect(codeOf(await small.world.call('parties.mine', oldToken))).toEqual([403, 'not-enrolled']);
      const same = await small.world.call('filings.open', small.machineAt(taken.client), draft);
      expect(codeOf(same)).toEqual([422, 'idempotency-key-reused']);
      expect(same.text).not.toContain(String(private_.body['id']));
    } finally {
      await small.close();
    }
  });
});
