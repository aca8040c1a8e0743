import * as z from 'zod';
import { filingId, partyId } from '../../../shared/kernel/id.ts';
import { epochMsOf, instant } from '../../../shared/kernel/instant.ts';
import { documentDigest } from '../../../shared/register/document.ts';
import { accessKept } from '../../../shared/register/retention.ts';
import { type Action, absent, put } from '../transaction.ts';
import type { Store } from './store.ts';

/** 调阅记录: who was given which document of a filing, and when. */
export const access = z.strictObject({
  filing: filingId,
  sha256: documentDigest,
  at: instant,
  account: z.string().max(128),
  /** The party as which the account acted; absent for staff. */
  party: partyId.optional(),
});
export type Access = z.output<typeof access>;

/** The write that notes an access; `id` keeps two of one millisecond apart. */
export function noteAccess(store: Store, noted: Access, id: string): Action {
  const key = { pk: `FILING#${noted.filing}`, sk: `ACCESS#${noted.at}#${id}` };
  const expiresAt = Math.floor(epochMsOf(noted.at) / 1000) + accessKept.days * 86_400;
  return put('access', store.tables.filings, { ...key, access: noted, expiresAt }, absent);
}
