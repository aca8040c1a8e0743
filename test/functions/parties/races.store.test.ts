import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partyKey } from '../../../functions/_platform/store/parties.ts';
import { consent, draft, type Enrolled, submit as submitPledge } from '../scene.ts';
import { startWorld, type World } from '../world.ts';
import { type Asking, agree, codeOf, fill, full, newAccount, openFor, submit } from './desk.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

/** A new list of accounts that waits for nothing but its submission. */
async function listOf(who: Enrolled, accounts: readonly object[], version: number): Promise<Asking> {
  const filing = await openFor(world, who, 'party.accounts');
  await fill(world, filing, { version, accounts, signing: { signatures: 1 } }, []);
  const given = await agree(world, filing, who.caller, who.id);
  expect(given.status, given.text).toBe(201);
  return filing;
}

describe('who acts for a party changes while others act', () => {
  it('of two lists made from one version one stands, and the other is told that the party has changed (P5)', async () => {
    for (let round = 0; round < 3; round += 1) {
      const who = await world.putParty('机构');
      const lists = [
        await listOf(who, [full(who.caller), full(newAccount())], 1),
        await listOf(who, [full(who.caller), full(newAccount())], 1),
      ];
      const replies = await Promise.all(lists.map((one) => submit(world, one)));
      const statuses = replies.map((one) => one.body['status']).sort();
      expect(statuses).toEqual(['correctionRequested', 'registered']);
      expect(await world.item('parties', partyKey(who.id))).toMatchObject({ version: 2 });
    }
  });

  it('a signer removed while it consents: whichever came first, its consent registers nothing', async () => {
    for (let round = 0; round < 4; round += 1) {
      const bank = await world.putParty('银行');
      const leaving = newAccount();
      const added = await submit(world, await listOf(bank, [full(bank.caller), full(leaving)], 1));
      expect(added.body['status'], added.text).toBe('registered');
      const scene = await draft(world, { bank });
      const removal = await listOf(bank, [full(bank.caller)], 2);
      const [given, removed] = await Promise.all([
        consent(world, scene, { ...bank, caller: leaving }),
        submit(world, removal),
      ]);
      expect([201, 403]).toContain(given.status);
      expect(removed.body['status'], removed.text).toBe('registered');
      await consent(world, scene, scene.owner);
      expect(codeOf(await submitPledge(world, scene))).toEqual([409, 'consents-missing']);
      const params = { filingId: scene.id };
      expect(codeOf(await world.call('filings.get', leaving, { params }))).toEqual([403, 'not-enrolled']);
    }
  });
});
