import type { OperationRow, StaffRole } from '../../shared/contracts/operation.ts';
import { machineToken, tokenOf } from '../cloud.ts';
import { keptToken } from './scene.ts';

/**
 * Every kind of caller the register knows, in relation to one filing: the owner opened it, the bank is its pledgee,
 * the agency acts for the owner under a mandate, the machine is the bank's.
 */
export const callerKinds = [
  'nobody',
  'this party',
  'counterparty',
  'agent with mandate',
  'agent without mandate',
  'another party',
  'machine of the counterparty',
  'examiner',
  'chiefExaminer',
  'operator',
  'staff token on an own route',
] as const;
export type CallerKind = (typeof callerKinds)[number];

const accounts: Partial<Record<CallerKind, { account: string; client: 'portal' | 'office' }>> = {
  'this party': { account: 'owner', client: 'portal' },
  counterparty: { account: 'bank', client: 'portal' },
  'agent with mandate': { account: 'agency', client: 'portal' },
  'agent without mandate': { account: 'agency', client: 'portal' },
  'another party': { account: 'stranger', client: 'portal' },
  examiner: { account: 'examiner', client: 'office' },
  chiefExaminer: { account: 'chief', client: 'office' },
  operator: { account: 'operator', client: 'office' },
  'staff token on an own route': { account: 'examiner', client: 'office' },
};

/** The access token of a kind of caller, from the true sign-in; nothing for nobody. */
export async function tokenOfKind(kind: CallerKind): Promise<string | undefined> {
  if (kind === 'nobody') return undefined;
  if (kind === 'machine of the counterparty') return keptToken(kind, machineToken);
  const who = accounts[kind];
  return who && keptToken(who.account, () => tokenOf(who.account, who.client));
}

/** What the table lets each kind of caller do: be served, or be turned away with this status. */
export function expected(row: OperationRow, kind: CallerKind): 'served' | 401 | 403 | 404 {
  if (row.audience === 'public') return 'served';
  if (kind === 'nobody') return 401;
  const staff = ['examiner', 'chiefExaminer', 'operator', 'staff token on an own route'].includes(kind);
  if (row.audience === 'office') {
    if (!staff) return 401;
    const roles: readonly StaffRole[] =
      kind === 'operator'
        ? ['operator']
        : kind === 'chiefExaminer'
          ? ['examiner', 'chiefExaminer']
          : ['examiner'];
    return roles.includes(row.role) ? 'served' : 403;
  }
  if (staff) return 401;
  switch (row.relation) {
    case 'anyone':
      // A machine asks for nobody but the party that has it.
      return kind === 'machine of the counterparty' && row.method !== 'GET' ? 403 : 'served';
    case 'account':
    case 'party':
    case 'named':
      return forAdministrators(row) && kind === 'machine of the counterparty' ? 403 : 'served';
    case 'filing':
      if (['another party', 'agent without mandate'].includes(kind)) return 404;
      return forSigners(row) && kind === 'machine of the counterparty' ? 403 : 'served';
  }
}

/** People sign, and take back what was signed; a machine prepares and reads. */
function forSigners(row: OperationRow): boolean {
  return ['filings.consent', 'filings.withdrawConsent'].includes(row.id);
}

/** Who else acts for a party is for its administrators to say; the demo accounts are, machines never. */
function forAdministrators(row: OperationRow): boolean {
  return row.id.startsWith('machines.');
}
