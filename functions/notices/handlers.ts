import type { Handlers } from '../_platform/handlers.ts';
import { addAddress, confirmAddress, removeAddress } from './addresses.ts';
import type { NoticesDeps } from './deps.ts';
import { countOwn, listNotices, markOwn } from './inbox.ts';
import { listDeliveries, retryDelivery } from './office.ts';
import { getPreferences, setPreferences } from './preferences.ts';
import { unsubscribe, unsubscribePage } from './unsubscribe.ts';

/** The inbox of parties, how accounts are told by mail, and what operators see of the mails. */
export function noticesHandlers(deps: NoticesDeps): Handlers<'notices'> {
  return {
    'notices.list': listNotices(deps),
    'notices.unread': countOwn(deps),
    'notices.read': markOwn(deps),
    'notices.preferences': getPreferences(deps),
    'notices.setPreferences': setPreferences(deps),
    'notices.addAddress': addAddress(deps),
    'notices.confirmAddress': confirmAddress(deps),
    'notices.removeAddress': removeAddress(deps),
    'notices.unsubscribePage': unsubscribePage(deps),
    'notices.unsubscribe': unsubscribe(deps),
    'office.deliveries.list': listDeliveries(deps),
    'office.deliveries.retry': retryDelivery(deps),
  };
}
