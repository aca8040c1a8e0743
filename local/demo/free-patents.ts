import type { Client } from '../../shared/contracts/client.ts';
import type { Answer } from '../../shared/contracts/operations/index.ts';
import { normaliseName } from '../../shared/kernel/name.ts';
import type { PlainDate } from '../../shared/kernel/plain-date.ts';
import { demand } from '../seed/refused.ts';
import { inForce, readSample } from '../seed/sample.ts';

type TitleView = Answer<'titles.get'>;

/**
 * The patents of the sample that their owner alone may pledge today: in force, and free of holds as the register
 * shows them. Those whose term ends first come first.
 */
export async function freePatents(client: Client, owner: string, today: PlainDate): Promise<TitleView[]> {
  const key = normaliseName(owner);
  const owned = inForce(readSample(), today).filter(
    (one) => one.owners.length === 1 && one.owners.every((name) => normaliseName(name) === key),
  );
  const titles = await Promise.all(
    owned.map(async ({ number: patentNumber }) =>
      demand(await client.call('titles.get', { params: { patentNumber } }), `titles.get ${patentNumber}`),
    ),
  );
  return titles
    .filter((title) => title.holds.length === 0 && title.facts.status.value === 'granted')
    .sort((a, b) => orderOf(a).localeCompare(orderOf(b), 'en'));
}

function orderOf({ expiryDate, patentNumber }: TitleView): string {
  return `${expiryDate ?? ''} ${patentNumber}`;
}
