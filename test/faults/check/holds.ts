import { isDeepStrictEqual } from 'node:util';
import type { Hold } from '../../../shared/register/hold.ts';
import type { RegisterRecord } from '../../../shared/register/record.ts';
import { type Broken, finder } from './broken.ts';
import type { Standing } from './standing.ts';

/** Each hold of a pledge has its record, and each registered record its hold on every title. */
export function holdsAgree({ titles, records }: Standing): Broken[] {
  const { found, need } = finder('holds');
  for (const [right, lines] of titles) {
    const newest = lines.at(-1)?.value.title;
    for (const hold of newest?.holds.filter(({ kind }) => kind === 'pledge') ?? []) {
      const record = records.get(hold.record ?? '')?.at(-1)?.value.record;
      const of = record?.status === 'registered' && record.rights.some((one) => one.right === right);
      need(of === true, `${right} is held by ${hold.record}, which does not pledge it`);
      if (of)
        need(isDeepStrictEqual(hold, holdOf(record)), `the hold of ${hold.record} on ${right} is another`);
    }
  }
  for (const [number, lines] of records) {
    const record = lines.at(-1)?.value.record;
    for (const { right } of record?.status === 'registered' ? record.rights : []) {
      const holds = titles.get(right)?.at(-1)?.value.title.holds ?? [];
      const own = holds.filter((one) => one.record === number).length;
      need(own === 1, `record ${number} pledges ${right} and holds it ${own} times`);
    }
  }
  return found;
}

/** Pledgors stand before pledgees among the parties of a record. */
function holdOf({ number, parties, pledgors, registeredAt, entry }: RegisterRecord): Hold {
  const holders = parties.slice(pledgors.length);
  return { kind: 'pledge', record: number, holders, since: registeredAt, entry, public: true };
}
