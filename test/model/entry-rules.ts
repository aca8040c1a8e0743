import { procedures } from '../../shared/procedures/index.ts';
import type { Entry } from '../../shared/register/entry.ts';
import type { Title } from '../../shared/register/title.ts';
import type { Rule } from './rule.ts';

/** A7: every version of a title has one entry, which names it; a pledge has its gazette item and event code. */
export const oneEntryEach: Rule = ({ titles, titleLines, entries }) => {
  const named = new Map<string, Entry[]>();
  for (const entry of entries.values()) {
    for (const { right, version } of entry.advanced ?? []) {
      const key = `${right} ${version}`;
      named.set(key, [...(named.get(key) ?? []), entry]);
    }
  }
  const all = [...titles.values(), ...[...titleLines.values()].flat()].map((one) => one.title);
  for (const title of all) {
    const by = entries.get(title.entry);
    const naming = named.get(`${title.right} ${title.version}`) ?? [];
    const said = `${title.right}, version ${title.version}`;
    if (!by || by.instant !== title.instant) return `${said}: no entry of its instant made it`;
    const listed = title.version === 1 ? by.body !== undefined && naming.length === 0 : naming.length === 1;
    if (!listed || (title.version > 1 && naming[0] !== by))
      return `${said}: ${naming.length} entries name it`;
    if (by.act === 'pledge.registration' && !isPublished(by, title))
      return `${said}: its gazette item or event code lacks`;
  }
  const versions = new Set(all.map((one) => `${one.right} ${one.version}`));
  const none = [...named.keys()].find((key) => !versions.has(key));
  return none && `an entry names ${none}, which is not there`;
};

function isPublished({ public: items, eventCode, record }: Entry, { right }: Title): boolean {
  const patents: unknown = items['patents'];
  const number = right.slice('patent:'.length);
  const shown = JSON.stringify(patents ?? '').includes(number);
  return shown && items['registrationNumber'] === record?.number && eventCode !== undefined;
}

/** A filing is registered by one entry, which is its own, and an entry of a procedure is of a filing that is registered. */
export const oneEntryAFiling: Rule = ({ filings, entries }) => {
  const of = new Map<string, Entry[]>();
  for (const one of entries.values())
    if (one.filing) of.set(one.filing, [...(of.get(one.filing) ?? []), one]);
  for (const filing of filings.values()) {
    const made = of.get(filing.id) ?? [];
    const expected = filing.status === 'registered' ? 1 : 0;
    const own = made.every((one) => one.id === filing.registration?.entry && one.act === filing.procedure);
    if (made.length !== expected || !own)
      return `${filing.procedure}, ${filing.status}: ${made.length} entries`;
  }
  const stray = [...entries.values()].find((one) => procedures.has(one.act) !== (one.filing !== undefined));
  return stray && `an entry of ${stray.act} that is of no filing`;
};

/** Every entry waits for the journal once, and every commitment of it can be opened. */
export const waitsAndOpens: Rule = ({ entries, pending, openings }) => {
  for (const [id, entry] of entries) {
    const names = (openings.get(id) ?? []).map((one) => one.name);
    if (pending.get(id) !== 1) return `an entry of ${entry.act} waits ${pending.get(id) ?? 0} times`;
    if (
      names.length !== entry.commitments.length ||
      entry.commitments.some((one) => !names.includes(one.name))
    )
      return `an entry of ${entry.act} commits to what nothing opens`;
  }
  return undefined;
};
