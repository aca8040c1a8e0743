import { noFacts, type StaffFacts, staffFacts } from '../../../shared/register/staff.ts';
import { type Item, type Key, readAll } from '../dynamodb.ts';
import { type Action, absent, atVersion, check, put } from '../transaction.ts';
import type { Store } from './store.ts';

export const staffKey = (account: string): Key => ({ pk: `STAFF#${account}`, sk: 'STAFF' });

/** What a member of staff declared, with the version of its item; 0 where there is none yet. */
export type StaffMember = { readonly facts: StaffFacts; readonly version: number };

export function staffOf(account: string, item: Item | undefined): StaffMember {
  if (!item) return { facts: noFacts(account), version: 0 };
  return { facts: staffFacts.parse(item['facts']), version: Number(item['version']) };
}

/** 工作人员: what several members of staff declared, consistent. */
export async function readStaff(
  store: Store,
  accounts: readonly string[],
): Promise<Map<string, StaffMember>> {
  const items = await readAll(
    store.client,
    accounts.map((account) => ({ table: store.tables.filings, key: staffKey(account) })),
  );
  return new Map(accounts.map((account, place) => [account, staffOf(account, items[place])]));
}

const asRead = ({ version }: StaffMember) => (version === 0 ? absent : atVersion(version));

/** The condition that nothing was declared since: an act of an examiner rests on it. */
export function staffUnchanged(store: Store, member: StaffMember): Action {
  return check('staff', store.tables.filings, staffKey(member.facts.account), asRead(member));
}

/** The write of changed facts, on condition of the version that was read. */
export function changeStaff(store: Store, from: StaffMember, to: StaffFacts): Action {
  const item = { ...staffKey(to.account), version: from.version + 1, facts: to };
  return put('staff', store.tables.filings, item, asRead(from));
}
