import { type OfficeHit, partyHitOf, unannouncedIn } from '../../shared/contracts/views/search-view.ts';
import type { RightId } from '../../shared/kernel/right.ts';
import type { RegisterRecord } from '../../shared/register/record.ts';
import type { Title } from '../../shared/register/title.ts';
import { readAll } from '../_platform/dynamodb.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { pledgeViewsOf } from '../_platform/pledge-views.ts';
import type { Store } from '../_platform/store/store.ts';
import { titleKey, titleVersionOf } from '../_platform/store/titles.ts';
import { askParties, type Hit } from './ask-parties.ts';
import { askPledges } from './ask-pledges.ts';
import { unanswerable } from './refusals.ts';

const everyone = ['organisation', 'person'] as const;
const operation = 'office.search';

/** 审查员查询: parties of both kinds by name or identifier, or pledges with their terms and what is not announced. */
export function searchForOffice(store: Store): Handlers<'search'>['office.search'] {
  return async ({ query }) => {
    const { name, identifier, cursor, limit, ...pledges } = query;
    const page = { cursor, limit };
    if (name === undefined && identifier === undefined) {
      const { items, ...rest } = await askPledges(store, operation, everyone, { ...pledges, ...page });
      return { body: { ...rest, items: await pledgeHits(store, items) } };
    }
    const [other] = Object.entries(pledges).find(([, one]) => one !== undefined) ?? [];
    if (other !== undefined) throw unanswerable(other, 'search.not-combinable');
    const { items, ...rest } = await askParties(store, operation, everyone, { name, identifier, ...page });
    return { body: { ...rest, items: items.map(partyHit) } };
  };
}

/** The number by which a state knows a natural person is no help in finding one, and stays where it is needed. */
function partyHit({ party, how }: Hit): OfficeHit {
  const { kind, identifier } = party;
  const { identifier: _public, ...shown } = partyHitOf(party, how);
  const own = kind === 'organisation' && identifier;
  return { found: 'party', ...shown, partyKind: kind, ...(own && { identifier }) };
}

async function pledgeHits(store: Store, records: readonly RegisterRecord[]): Promise<OfficeHit[]> {
  const views = await pledgeViewsOf(store, records);
  const titles = await titlesOf(store, records);
  return records.flatMap((record, at): OfficeHit[] => {
    const view = views[at];
    const { parties, terms } = record;
    const unannounced = record.rights.flatMap(({ right }) => {
      const title = titles.get(right);
      return title ? unannouncedIn(title) : [];
    });
    return view ? [{ found: 'pledge', ...view, terms, parties, unannounced }] : [];
  });
}

const keysOfBatch = 100;

/** The titles that the records are about: a page of fifty pledges may be about a thousand. */
async function titlesOf(
  store: Store,
  records: readonly RegisterRecord[],
): Promise<ReadonlyMap<RightId, Title>> {
  const rights = [...new Set(records.flatMap((record) => record.rights.map(({ right }) => right)))];
  const found = new Map<RightId, Title>();
  for (let at = 0; at < rights.length; at += keysOfBatch) {
    const keys = rights.slice(at, at + keysOfBatch).map(titleKey);
    const items = await readAll(
      store.client,
      keys.map((key) => ({ table: store.tables.register, key })),
    );
    for (const item of items) {
      if (item) found.set(titleVersionOf(item).title.right, titleVersionOf(item).title);
    }
  }
  return found;
}
