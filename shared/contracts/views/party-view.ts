import type * as z from 'zod';
import { type Party, party } from '../../register/party.ts';

/** A party as its own accounts see it; who else acts for it is for its administrators. */
export const ownPartyView = party.omit({ accounts: true, instant: true });
export type OwnPartyView = z.output<typeof ownPartyView>;

export function ownPartyViewOf({ accounts: _accounts, instant: _instant, ...shown }: Party): OwnPartyView {
  return shown;
}
