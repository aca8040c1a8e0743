import type { History } from '../history.ts';
import type { Remains } from '../remains.ts';
import { acknowledgedStands, registeredReads } from './acknowledged.ts';
import { auditPasses } from './audit.ts';
import { everythingBelongs } from './belongs.ts';
import type { Broken, Rule } from './broken.ts';
import { entriesAreWhole } from './entries.ts';
import { holdsAgree } from './holds.ts';
import { titlesAreLinearizable } from './linear.ts';
import { logIsOne } from './log.ts';
import { noticesAreOnce } from './notices.ts';
import { papersHold } from './papers.ts';
import { projectionsFollow } from './projections.ts';
import { readJournal } from './read-journal.ts';
import { readStanding } from './read-standing.ts';
import { refusalsAreTrue } from './refused.ts';
import { repliesRepeat } from './replies.ts';
import { statesHold } from './states.ts';

/**
 * What a run of faults left, held against what everybody was told during it; nothing where every rule holds. Each table is
 * read once, and before anything is asked again, since asking what was not kept would do it anew.
 */
export async function check(remains: Remains, history: History): Promise<readonly Broken[]> {
  const standing = await readStanding(remains.store);
  const found: Broken[] = [...standing.faults];
  // What is damaged may keep a rule from being judged, which must not keep the others from it.
  const judge = async <Value>(rule: Rule, by: () => Promise<Value> | Value): Promise<Value | undefined> => {
    try {
      return await by();
    } catch (error) {
      found.push({ rule, what: `it could not be judged: ${error instanceof Error ? error.stack : error}` });
      return undefined;
    }
  };
  const hold = async (rule: Rule, by: () => Promise<Broken[]> | Broken[]) =>
    void found.push(...((await judge(rule, by)) ?? []));
  const journal = await judge('log', () => readJournal(remains));
  await hold('acknowledged', () => acknowledgedStands(standing, history));
  await hold('refusals', () => refusalsAreTrue(standing, history));
  await hold('wholes', () => entriesAreWhole(standing));
  await hold('wholes', () => everythingBelongs(standing, remains.store));
  await hold('states', () => statesHold(standing));
  await hold('holds', () => holdsAgree(standing));
  await hold('notices', () => noticesAreOnce(standing));
  await hold('projections', () => projectionsFollow(standing, journal));
  await hold('linear', () => titlesAreLinearizable(standing, history));
  await hold('log', () => logIsOne(remains, standing, journal, history));
  await hold('audit', () => auditPasses(remains, standing, journal));
  await hold('papers', () => papersHold(remains, standing));
  await hold('acknowledged', () => registeredReads(remains, history));
  await hold('replies', () => repliesRepeat(remains, standing, history));
  return found;
}
