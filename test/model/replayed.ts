import { madeByFiling, openedOf } from '../../shared/audit/filed.ts';
import { faultOf, type Outcome, putMade } from '../../shared/audit/made.ts';
import { madeByBar, madeByCorrection, madeByImport } from '../../shared/audit/office-acts.ts';
import { emptyRegister, type Rebuilt } from '../../shared/audit/rebuilt.ts';
import { canonicalJson } from '../../shared/kernel/digest.ts';
import { barAct } from '../../shared/procedures/party/bar.ts';
import type { Entry } from '../../shared/register/entry.ts';
import { importAct } from '../../shared/register/import/body.ts';
import { correctionAct } from '../../shared/register/office-correction.ts';
import { type State, type View, viewOf } from './state.ts';

/**
 * What of a step the log does not say: the entries that it wrote, made again by the code of the audit on the register as
 * it stood, must make just the titles, records, parties and mandates that now stand. What stood before was made so by
 * the steps before it, so that every state is what its log says.
 */
export function notReplayed(after: View, before: View): string | undefined {
  const made = [...after.entries.values()].filter((one) => !before.entries.has(one.id));
  const register = registerOf(before);
  const expected = new Map<string, unknown>();
  for (const [index, entry] of made.entries()) {
    const outcome = madeAgain(register, entry, after);
    if (!('made' in outcome))
      return `${entry.act}: its entry cannot be made again: ${JSON.stringify(outcome)}`;
    putMade(register, { index, entry: entry.id }, outcome.made);
    const { titles = [], record, parties = [], mandates = [] } = outcome.made;
    for (const { title } of titles) expected.set(`title ${title.right}`, title);
    if (record) expected.set(`record ${record.record.number}`, record.record);
    for (const one of parties) expected.set(`party ${one.id}`, one);
    for (const one of mandates) expected.set(`mandate ${one.id}`, one);
  }
  const stood = thingsOf(before);
  for (const [name, now] of thingsOf(after)) {
    if (!expected.has(name) && stood.get(name) === now) continue;
    if (!same(expected.get(name), now)) return `${name} is not what its entry makes of it`;
    expected.delete(name);
  }
  const [missing] = expected.keys();
  return missing && `${missing} was made by an entry and is not there`;
}

const nothing: State = { items: new Map(), nowMs: 0, drawn: 0, registered: 0 };

/** The same of the whole log, from an empty register on. What a court holds from the beginning, no entry put there. */
export function notReplayedFromNothing(state: State): string | undefined {
  const view = viewOf(state);
  const titles = new Map(view.titles);
  for (const [right, made] of titles) {
    const holds = made.title.holds.filter((held) => held.kind === 'pledge');
    titles.set(right, { ...made, title: { ...made.title, holds } });
  }
  return notReplayed({ ...view, titles }, viewOf(nothing));
}

function madeAgain(register: Rebuilt, entry: Entry, after: View): Outcome {
  const opened = openedOf(entry, after.openings.get(entry.id) ?? []);
  if ('fault' in opened) return opened;
  if (opened.forgotten.length > 0) return { forgotten: true };
  const outcome = ((): Outcome => {
    switch (entry.act) {
      case importAct:
        return madeByImport(register, entry, after.bodies.get(entry.body?.digest ?? ''));
      case correctionAct:
        return madeByCorrection(register, entry, opened);
      case barAct:
        return madeByBar(register, entry, opened, new Map());
      default:
        return madeByFiling(register, entry, opened, new Map());
    }
  })();
  const fault = 'made' in outcome ? faultOf(entry, outcome.made, opened.values) : undefined;
  return fault ? { fault } : outcome;
}

function registerOf({ titles, records, parties, mandates }: View): Rebuilt {
  const register = emptyRegister();
  for (const [right, { title }] of titles) register.titles.set(right, JSON.stringify(title));
  for (const [number, { record, madeBy }] of records) {
    register.records.set(number, JSON.stringify({ record, ...(record.version > 1 && { madeBy }) }));
  }
  for (const [id, now] of parties) register.parties.set(id, { now, before: undefined });
  for (const one of mandates.values()) register.mandates.set(one.id, one);
  return register;
}

function thingsOf({ titles, records, parties, mandates }: View): Map<string, unknown> {
  const things = new Map<string, unknown>();
  for (const [right, { title }] of titles) things.set(`title ${right}`, title);
  for (const [number, { record }] of records) things.set(`record ${number}`, record);
  for (const [id, one] of parties) things.set(`party ${id}`, one);
  for (const [id, one] of mandates) things.set(`mandate ${id}`, one);
  return things;
}

function same(one: unknown, other: unknown): boolean {
  if (one === undefined || other === undefined) return one === other;
  return canonicalJson(JSON.parse(JSON.stringify(one))) === canonicalJson(other);
}
