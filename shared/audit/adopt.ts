import { differences } from '../kernel/json-diff.ts';
import { advancedTo } from '../register/encumbrance.ts';
import type { Entry } from '../register/entry.ts';
import { correctionAct, publicDifferences } from '../register/office-correction.ts';
import type { Title } from '../register/title.ts';
import type { Fault } from './made.ts';
import { type By, putRecord, putTitle, type Rebuilt, recordMade, titleMade, titleNow } from './rebuilt.ts';
import type { Sources } from './sources.ts';

/**
 * Where what an entry made cannot be made again, the register's own version of it is taken up, so that later entries
 * have something to build on. What the entry itself says, and what no entry of its kind changes, is still compared.
 */
export async function adopt(
  register: Rebuilt,
  entry: Entry,
  by: By,
  read: Sources['read'],
): Promise<Fault | undefined> {
  for (const advanced of entry.advanced ?? []) {
    const fault = await adoptTitle(register, entry, by, advanced, read);
    if (fault) return fault;
  }
  return entry.record && adoptRecord(register, entry, by, entry.record, read);
}

async function adoptTitle(
  register: Rebuilt,
  entry: Entry,
  by: By,
  advanced: NonNullable<Entry['advanced']>[number],
  read: Sources['read'],
): Promise<Fault | undefined> {
  const { right, version } = advanced;
  const live = await read({ kind: 'title', right, version });
  if (live === undefined) return { code: 'missing', subject: right };
  const parsed = titleMade.safeParse(live);
  if (!parsed.success) return { code: 'changed', subject: right, field: '' };
  const { title: now, act } = parsed.data;
  const said = { ...advanced, instant: entry.instant, entry: entry.id };
  const told = { ...advancedTo(now), instant: now.instant, entry: now.entry };
  const [other] = differences({ act: entry.act, title: said }, { act, title: told });
  if (other) return { code: 'changed', subject: right, field: other.pointer };
  const before = titleNow(register, right);
  const kept = before && keptFault(entry, before, now);
  if (kept) return { code: 'changed', subject: right, field: `/title${kept}` };
  putTitle(register, by, parsed.data);
  return undefined;
}

/** The first field that no such entry changes and that is another now. */
function keptFault(entry: Entry, before: Title, now: Title): string | undefined {
  if (entry.act === correctionAct) {
    const [other] = differences(entry.public['changes'], publicDifferences(before, now));
    return other && '';
  }
  const kept = ({ particulars, owners, facts, source, holds }: Title) => ({
    ...{ particulars, owners, facts, source },
    holds: holds.slice(0, before.holds.length),
  });
  return differences(kept(before), kept(now))[0]?.pointer;
}

async function adoptRecord(
  register: Rebuilt,
  entry: Entry,
  by: By,
  { number, version }: NonNullable<Entry['record']>,
  read: Sources['read'],
): Promise<Fault | undefined> {
  const live = await read({ kind: 'record', number, version });
  if (live === undefined) return { code: 'missing', subject: number };
  const parsed = recordMade.safeParse(live);
  if (!parsed.success) return { code: 'changed', subject: number, field: '' };
  const { record, madeBy } = parsed.data;
  const made = madeBy ?? { entry: record.entry, instant: record.registeredAt };
  const said = { ...saidOf(entry, record), madeBy: { entry: entry.id, instant: entry.instant } };
  const [other] = differences(said, { ...record, madeBy: made }).filter((one) => one.from !== undefined);
  if (other) return { code: 'changed', subject: number, field: other.pointer };
  putRecord(register, by, parsed.data);
  return undefined;
}

/** What entry and record both say: the short form of the record, and the public facts under the same name. */
function saidOf(entry: Entry, record: object): Record<string, unknown> {
  const shared = Object.entries(entry.public).filter(([name]) => Object.hasOwn(record, name));
  return { ...Object.fromEntries(shared), ...entry.record };
}
