import { partyHitOf, securedIn } from '../../shared/contracts/views/search-view.ts';
import { digestOf } from '../../shared/kernel/digest.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { lasting } from '../_platform/journal/as-of.ts';
import { pledgeViewsOf } from '../_platform/pledge-views.ts';
import type { Store } from '../_platform/store/store.ts';
import { askParties } from './ask-parties.ts';
import { askPledges } from './ask-pledges.ts';
import { partiesIn } from './keys.ts';
import { searchForOffice } from './office.ts';
import { askPledgesAsOf } from './pledges-as-of.ts';

type Search = Handlers<'search'>;

/** The three views of what can be found: anyone's, the party's own, and the office's. */
export function searchHandlers(store: Store): Search {
  return {
    'search.parties': searchParties(store),
    'search.pledges': searchPledges(store),
    'pledges.mine': myPledges(store),
    'office.search': searchForOffice(store),
  };
}

/** 查找机构: organisations alone; a natural person is in no list that this could read. */
function searchParties(store: Store): Search['search.parties'] {
  return async ({ query }) => {
    const { items, ...rest } = await askParties(store, 'search.parties', ['organisation'], query);
    return { body: { ...rest, items: items.map(({ party, how }) => partyHitOf(party, how)) } };
  };
}

/** 查找质押登记, as anyone may see them. A natural person's pledges are not listed by the person. */
function searchPledges(store: Store): Search['search.pledges'] {
  return async ({ query }) => {
    if (query.asOf) return lasting(await askPledgesAsOf(store, query, query.asOf));
    const { items, ...rest } = await askPledges(store, 'search.pledges', ['organisation'], query);
    const body = { ...rest, items: await pledgeViewsOf(store, items) };
    return { body, etag: `"${digestOf(body)}"` };
  };
}

/** 本方质押登记: those to which the acting party itself is a party, with the sum that each secures. */
function myPledges(store: Store): Search['pledges.mine'] {
  return async ({ query, caller: { party } }) => {
    const asked = { ...query, party };
    const { items, ...rest } = await askPledges(store, 'pledges.mine', ['organisation', 'person'], asked);
    const views = await pledgeViewsOf(store, items);
    const lines = items.flatMap((record, at) => {
      const view = views[at];
      const side = partiesIn(record).find(({ id }) => id === party)?.role;
      const secured = securedIn(record);
      return view && side ? [{ ...view, side, ...(secured && { secured }) }] : [];
    });
    return { body: { ...rest, items: lines } };
  };
}
