import { type NoticeId, noticeId, type PartyId, partyId } from '../../shared/kernel/id.ts';
import type { Key } from '../_platform/dynamodb.ts';

/** Party and notice that the key of a notice names. */
export function noticePlace({ pk, sk }: Key): { readonly party: PartyId; readonly id: NoticeId } {
  return {
    party: partyId.parse(pk.slice('PARTY#'.length)),
    id: noticeId.parse(sk.slice('NOTICE#'.length)),
  };
}
