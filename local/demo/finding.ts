import { setTimeout as pause } from 'node:timers/promises';
import type { PartyId } from '../../shared/kernel/id.ts';
import { demand } from '../seed/refused.ts';
import type { Registered } from './registration.ts';
import type { Scene } from './scene.ts';
import { expect, expected } from './steps.ts';

/** The index follows the register's stream; on a busy machine it may take a while. */
const patienceMs = 20_000;
const betweenMs = 100;

/** Finds the pledgor by name, as anyone may, and under it the pledge, once the index has heard of it. */
export async function find(scene: Scene, made: Registered): Promise<void> {
  const name = { zh: '按名称查找主体及其质押', en: 'Find the party by name, and its pledges' };
  await scene.steps.step(name, async (say) => {
    const client = scene.people.as('owner');
    const asked = async () =>
      demand(await client.call('search.parties', { query: { name: scene.owner.name } }), 'search.parties');
    const listed = async (party: PartyId) =>
      demand(await client.call('search.pledges', { query: { party } }), 'search.pledges');
    const begun = performance.now();
    for (;;) {
      const hit = (await asked()).items.find((one) => one.party === scene.owner.id);
      const pledges = hit ? (await listed(hit.party)).items : [];
      if (pledges.some((one) => one.registrationNumber === made.number)) {
        const { match, matchedText } = expected(hit, 'the pledgor is found');
        expect(match === 'exact', `${matchedText} is found exactly`);
        say(`${matchedText}  ${match}  ${(performance.now() - begun).toFixed(0)} ms`);
        return;
      }
      expect(performance.now() - begun < patienceMs, 'the search knows the pledge in time');
      await pause(betweenMs);
    }
  });
}
