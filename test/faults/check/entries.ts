import { opensTo } from '../../../shared/kernel/digest.ts';
import type { Entry } from '../../../shared/register/entry.ts';
import { importAct } from '../../../shared/register/import/body.ts';
import { correctionAct } from '../../../shared/register/office-correction.ts';
import { type Broken, type Finder, finder } from './broken.ts';
import { registrationIn } from './result.ts';
import type { Standing } from './standing.ts';

/** Every entry has all that was committed with it, and each of its works is there once. */
export function entriesAreWhole(standing: Standing): Broken[] {
  const { found, need, say } = finder('wholes');
  const byFiling = new Map<string, string>();
  const byNumber = new Map<string, string>();
  const named = registrationsNamed(standing);
  for (const entry of standing.entries.values()) {
    const { id, filing, record } = entry;
    const twin = filing && byFiling.get(filing);
    if (twin) say(`${id} and ${twin} are both of ${filing}`);
    if (filing) byFiling.set(filing, id);
    const same = record?.version === 1 ? byNumber.get(record.number) : undefined;
    if (same) say(`${id} and ${same} both register ${record?.number}`);
    if (record?.version === 1) byNumber.set(record.number, id);
    need(standing.indices.has(id), `${id} has no index in the journal`);
    opensAll({ need, say, found }, entry, standing);
    advancesAll({ need, say, found }, entry, standing);
    if (filing) {
      registersFiling({ need, say, found }, entry, filing, standing);
      const replies = named.get(id) ?? 0;
      need(replies === 1, `${id} is named by ${replies} stored replies`);
    }
    if (entry.act === correctionAct) {
      const made = standing.corrections.filter((one) => one.end?.entry === id);
      need(made.length === 1, `${id} is the end of ${made.length} corrections`);
    }
  }
  return found;
}

/** How many stored replies tell of each registration. */
function registrationsNamed({ replies }: Standing): Map<string, number> {
  const named = new Map<string, number>();
  for (const { body } of replies.values()) {
    const entry = registrationIn(body)?.entry;
    if (entry) named.set(entry, (named.get(entry) ?? 0) + 1);
  }
  return named;
}

function opensAll({ need, say }: Finder, { id, commitments }: Entry, { openings }: Standing): void {
  const own = openings.get(id) ?? [];
  for (const { name, digest } of commitments) {
    const [one, ...more] = own.filter((opening) => opening.name === name);
    if (!one) say(`${id} lacks the opening of ${name}`);
    else need(opensTo(digest, one.salt, one.value), `${id}: the opening of ${name} does not open it`);
    need(more.length === 0, `${id} has ${name} opened twice`);
  }
}

/** The versions of titles and of the record that it says it made. */
function advancesAll({ need, say }: Finder, entry: Entry, { titles, records }: Standing): void {
  const { id, act, advanced = [], record, instant } = entry;
  for (const { right, version } of advanced) {
    const made = titles.get(right)?.find(({ value }) => value.title.version === version)?.value;
    if (!made) {
      say(`${id} made version ${version} of ${right}, which is not there`);
      continue;
    }
    const own = made.title.entry === id && made.title.instant === instant && made.act === act;
    need(own, `version ${version} of ${right} is not as ${id} made it`);
    const opened = record?.version === 1 ? record.number : undefined;
    need(made.opened === opened, `version ${version} of ${right} opened ${made.opened}, not ${opened}`);
  }
  if (act === importAct && entry.body) {
    const made = [...titles.values()].filter(([first]) => first?.value.title.entry === id).length;
    need(
      made === entry.public['created'],
      `${id} made ${entry.public['created']} titles, and ${made} are there`,
    );
  }
  if (!record) return;
  const kept = records
    .get(record.number)
    ?.find(({ value }) => value.record.version === record.version)?.value;
  if (!kept) {
    say(`${id} made version ${record.version} of record ${record.number}, which is not there`);
    return;
  }
  need(kept.madeBy.entry === id, `record ${record.number} is not as ${id} made it`);
  need(kept.madeBy.instant === instant, `record ${record.number} is not of the instant of ${id}`);
  const ofFiling = record.version > 1 || kept.record.filing === entry.filing;
  need(ofFiling, `record ${record.number} is of another filing than ${id}`);
}

function registersFiling(
  { need, say }: Finder,
  { id, record, instant }: Entry,
  of: string,
  { filings, decided }: Standing,
): void {
  const filing = [...filings.values()].find(({ value }) => value.id === of)?.value;
  if (!filing) {
    say(`${id} is of ${of}, which is not there`);
    return;
  }
  const { registration, status } = filing;
  need(status === 'registered', `${of} has the entry ${id} and is ${status}`);
  const own = registration?.entry === id && registration.instant === instant;
  need(own && registration.number === record?.number, `${of} does not name ${id} as its registration`);
  const lines = decided.filter((one) => one.filing === of && one.outcome === 'accepted').length;
  need(lines === 1, `the registration of ${of} is counted ${lines} times`);
}
