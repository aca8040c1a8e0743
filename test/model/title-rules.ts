import { sequenceFault } from '../../shared/audit/made.ts';
import { holdsDigest, shownHolds } from '../../shared/register/encumbrance.ts';
import type { Rule } from './rule.ts';

/** A1.7, A4.g9: 同一专利最多一项有效质押. */
export const onePledge: Rule = ({ titles }) => {
  const twice = [...titles.values()].find(
    ({ title }) => title.holds.filter((held) => held.kind === 'pledge').length > 1,
  );
  return twice && `${twice.title.right} carries ${twice.title.holds.length} holds`;
};

/** A7: instants on a title strictly rise, and versions follow one another; so with records and parties. */
export const inOrder: Rule = (after, before) => {
  for (const [right, { title }] of after.titles) {
    const lines = (after.titleLines.get(right) ?? []).map((one) => one.title);
    const versions = [...lines, title].sort((a, b) => a.version - b.version);
    for (const [at, one] of versions.entries()) {
      const wrong = sequenceFault(versions[at - 1], one, right);
      if (wrong) return `${right}: version ${one.version} of ${one.instant}`;
    }
  }
  for (const [number, { record, madeBy }] of after.records) {
    const old = before.records.get(number);
    if (old?.record === record) continue;
    const was = old && { version: old.record.version, instant: old.madeBy.instant };
    if (sequenceFault(was, { version: record.version, instant: madeBy.instant }, number))
      return `record ${number}`;
  }
  for (const [id, party] of after.parties) {
    const old = before.parties.get(id);
    if (old !== party && sequenceFault(old, party, id))
      return `party ${party.name}, version ${party.version}`;
  }
  return undefined;
};

/** Holds, records and titles agree both ways (A1.1, A7). */
export const holdsAndRecords: Rule = ({ titles, records }) => {
  const held = [...titles.values()].flatMap(({ title }) =>
    title.holds.flatMap((one) => (one.kind === 'pledge' ? [{ right: title.right, one }] : [])),
  );
  for (const { right, one } of held) {
    const record = records.get(one.record ?? '')?.record;
    const lists = record?.rights.some((of) => of.right === right);
    const pledgees = record && one.holders.every((party) => record.parties.includes(party));
    if (record?.status !== 'registered' || !lists || !pledgees)
      return `${right}: a hold of ${one.record}, no such record`;
  }
  for (const { record } of records.values()) {
    if (record.status !== 'registered') continue;
    const rights = held.filter(({ one }) => one.record === record.number).map(({ right }) => right);
    const expected = record.rights.map((one) => one.right);
    if (expected.length !== rights.length || expected.some((one) => !rights.includes(one)))
      return `record ${record.number} of ${expected.length} patents has ${rights.length} holds`;
  }
  return undefined;
};

/** A hold once put stays until something lifts it, and nothing lifts one yet; what is registered stays so. */
export const nothingLapses: Rule = (after, before) => {
  for (const [right, { title }] of before.titles) {
    const now = after.titles.get(right)?.title.holds ?? [];
    if (JSON.stringify(now.slice(0, title.holds.length)) !== JSON.stringify(title.holds))
      return `${right} lost a hold`;
  }
  const gone = [...before.records.keys()].find((one) => !after.records.has(one));
  const forgotten = [...before.entries].find(([id, entry]) => after.entries.get(id) !== entry);
  return (gone && `record ${gone} is gone`) ?? (forgotten && `entry ${forgotten[0]} is gone or changed`);
};

/** The map of encumbered titles, as the entries state it one after another, is that of the titles' holds. */
export const encumbrances: Rule = ({ entries, titles }) => {
  const map = new Map<string, { version: number; holds: string | undefined }>();
  for (const entry of entries.values()) {
    for (const { right, version, holds } of entry.advanced ?? []) {
      if ((map.get(right)?.version ?? 0) < version) map.set(right, { version, holds });
    }
  }
  for (const [right, { title }] of titles) {
    if (title.version > 1 && map.get(right)?.holds !== holdsDigest(shownHolds(title)))
      return `${right}: the newest entry states other holds`;
  }
  return undefined;
};
