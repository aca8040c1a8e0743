import { SALT_BYTES } from '../../shared/kernel/digest.ts';
import { type EntryId, newId } from '../../shared/kernel/id.ts';
import { addMillis, instantOf, laterOf } from '../../shared/kernel/instant.ts';
import { addYears, shanghaiDate } from '../../shared/kernel/plain-date.ts';
import type { Entry } from '../../shared/register/entry.ts';
import { commitmentBars, inForce } from '../../shared/register/limits.ts';
import type { Party } from '../../shared/register/party.ts';
import { seal } from '../../shared/register/seal.ts';
import type { SpotCheck } from '../../shared/register/spot-check.ts';
import { changeParty, readParties } from '../_platform/store/parties.ts';
import { writeEntry } from '../_platform/store/records.ts';
import type { Action } from '../_platform/transaction.ts';
import type { RegistrarDeps } from './deps.ts';

export type Bar = { readonly entry: EntryId; readonly actions: readonly Action[] };

const barAct = 'party.commitmentBar';

/**
 * 失信登记 (A9.1), an office act: from this entry on the party may file by commitment no more until the day. A longer
 * bar that stands is not shortened. The party is read and its version is the commit's condition.
 */
export async function barCommitment(
  deps: RegistrarDeps,
  check: SpotCheck,
  judged: { readonly account: string; readonly reason: string },
): Promise<Bar> {
  const { ports, store } = deps;
  const before = (await readParties(store, [check.party])).get(check.party);
  if (!before) throw new Error(`no party ${check.party}`);
  const instant = laterOf(instantOf(ports.now()), addMillis(before.instant, 1));
  const today = shanghaiDate(ports.now());
  const rule = addYears(today, inForce(commitmentBars, today).years);
  const standing = before.commitmentBarredUntil;
  const until = standing !== undefined && standing > rule ? standing : rule;
  const id = newId('ent', ports.now(), ports.random(10));
  const party: Party = {
    ...{ ...before, version: before.version + 1, instant, entry: id, commitmentBarredUntil: until },
  };
  const sealed = seal(
    {
      examiner: { value: judged.account, public: false },
      grounds: { value: { check: check.id, filing: check.filing, reason: judged.reason }, public: false },
    },
    () => ports.random(SALT_BYTES),
  );
  const entry: Entry = {
    ...{ schema: 'entry-1', id, instant, act: barAct, decidedBy: 'office' },
    public: { party: shownParty(party), version: party.version, commitmentBarredUntil: until },
    commitments: [...sealed.commitments],
    demonstration: deps.demonstration,
  };
  return { entry: id, actions: [changeParty(store, party), ...writeEntry(store, entry, sealed.openings)] };
}

/** An organisation by name; of a natural person no more than the id (docs/adr/0003-entry-schema.md). */
function shownParty({ id, kind, name, identifier }: Party): Record<string, unknown> {
  if (kind === 'person') return { kind, party: id };
  const code = identifier?.scheme === 'uscc' ? identifier.value : undefined;
  return { kind, party: id, name, ...(code && { identifier: code }) };
}
