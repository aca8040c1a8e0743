import type { Matched } from '../../shared/contracts/views/search-view.ts';
import { type NameKeys, nameKeysOf } from '../../shared/kernel/name-key.ts';
import type { Party } from '../../shared/register/party.ts';
import { pageAnswered, pageAsked } from '../_platform/cursor.ts';
import { readParties } from '../_platform/store/parties.ts';
import type { Store } from '../_platform/store/store.ts';
import { type Found, findExact, findIdentifier, findSimilar, similarFrom } from './find-names.ts';
import { inTurn, type List } from './in-turn.ts';
import { exactMark, identifierPk, type Kind } from './keys.ts';
import { unanswerable } from './refusals.ts';

type Query = {
  readonly name?: string | undefined;
  readonly identifier?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: string | undefined;
};

/** A list of the index, and what makes a party that was found there one that was asked for. */
type Sought = List & { readonly judge: (party: Party, found: Found) => Matched | undefined };

export type Hit = { readonly party: Party; readonly how: Matched };

const idShape = /^pty_[0-7][0-9a-z]{25}$/;
const nameShape = /^[^#]{1,480}#pty_[0-7][0-9a-z]{25}#[0-9a-f]{32}$/u;

/**
 * A page of parties by name or identifier: found in the index, then read from their own table and judged again, so that
 * a name which a party has no more, or not yet, is never said to be its.
 */
export async function askParties(store: Store, operation: string, kinds: readonly Kind[], query: Query) {
  const { name, identifier } = query;
  const lists = soughtBy(store, kinds, name, identifier);
  const context = `${operation} ${name === undefined ? 'identifier' : 'name'} ${name ?? identifier}`;
  const { limit, after } = pageAsked(query, context, { stage: /^/, sk: /^/ });
  const start = after && { stage: after['stage'] ?? '', sk: after['sk'] ?? '' };
  const page = await inTurn(lists, limit, start);
  const parties = await readParties(
    store,
    page.items.map(({ found }) => found.party),
  );
  const hits = page.items.flatMap(({ list, found }): Hit[] => {
    const party = parties.get(found.party);
    const how = party && kinds.includes(party.kind) ? list.judge(party, found) : undefined;
    return party && how ? [{ party, how }] : [];
  });
  return pageAnswered(hits, page.last, context);
}

function soughtBy(
  store: Store,
  kinds: readonly Kind[],
  name: string | undefined,
  identifier: string | undefined,
): Sought[] {
  if (name !== undefined && identifier !== undefined) {
    throw unanswerable('identifier', 'search.not-combinable');
  }
  if (identifier !== undefined) return [byIdentifier(store, identifier)];
  if (name === undefined) throw unanswerable('name', 'search.nothing-asked');
  const keys = nameKeysOf(name);
  if (keys.exact === '') throw unanswerable('name', 'search.empty-name');
  return [
    ...kinds.map((kind) => exactly(store, kind, keys)),
    ...kinds.map((kind) => similarly(store, kind, keys)),
  ];
}

function byIdentifier(store: Store, asked: string): Sought {
  const pk = identifierPk(asked);
  return {
    stage: 'identifier',
    holds: (sk) => idShape.test(sk),
    read: (limit, after) => findIdentifier(store, asked, limit, after),
    judge: ({ kind, identifier }) =>
      kind === 'organisation' && identifier && identifierPk(identifier.value) === pk
        ? { match: 'exact', matchedBy: 'identifier', matchedText: asked }
        : undefined,
  };
}

function exactly(store: Store, kind: Kind, keys: NameKeys): Sought {
  return {
    stage: `exact-${kind}`,
    holds: (sk) => idShape.test(sk),
    read: (limit, after) => findExact(store, kind, keys, limit, after),
    judge: (party) => matchIn(party, 'exact', ({ exact }) => exact === keys.exact),
  };
}

function similarly(store: Store, kind: Kind, keys: NameKeys): Sought {
  const like = (core: string) =>
    similarFrom(keys).endsWith('#') ? core === keys.core : core.startsWith(keys.core);
  return {
    stage: `similar-${kind}`,
    holds: (sk) => nameShape.test(sk) && sk.startsWith(similarFrom(keys)),
    read: (limit, after) => findSimilar(store, kind, keys, limit, after),
    judge: (party, { mark }) =>
      matchIn(party, 'similar', ({ exact, core }) => exactMark(exact) === mark && like(core)),
  };
}

/** Which of the party's names it is, the one of today first. */
function matchIn(
  party: Party,
  match: Matched['match'],
  is: (keys: NameKeys) => boolean,
): Matched | undefined {
  if (is(nameKeysOf(party.name))) return { match, matchedBy: 'name', matchedText: party.name };
  const former = party.formerNames.find((one) => is(nameKeysOf(one)));
  return former === undefined ? undefined : { match, matchedBy: 'formerName', matchedText: former };
}
