import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type PartyId, partyId } from '../../shared/kernel/id.ts';
import type { NameKeys } from '../../shared/kernel/name-key.ts';
import type { Item } from '../_platform/dynamodb.ts';
import { cut, type Page, sortKeyOf } from '../_platform/store/page.ts';
import type { Store } from '../_platform/store/store.ts';
import { corePk, coreSk, exactMark, exactPk, identifierPk, type Kind, spreadChars } from './keys.ts';

/** Where a party was found; of a similar name also which of its names it was. */
export type Found = { readonly party: PartyId; readonly mark: string; readonly sk: string };

/** Parties of exactly this name, now or once, by id. */
export function findExact(store: Store, kind: Kind, { exact }: NameKeys, limit: number, after?: string) {
  return query(store, { pk: exactPk(kind, exact), from: '', after, limit });
}

/** Parties with this identifier, by id. */
export function findIdentifier(store: Store, identifier: string, limit: number, after?: string) {
  return query(store, { pk: identifierPk(identifier), from: '', after, limit });
}

/**
 * Parties with a name like this one but not the same: first those of the same core, then those whose core begins with
 * it, in the order of their cores.
 */
export function findSimilar(store: Store, kind: Kind, keys: NameKeys, limit: number, after?: string) {
  const { exact, core } = keys;
  return query(store, {
    pk: corePk(kind, core),
    from: similarFrom(keys),
    after,
    limit,
    not: exactMark(exact),
  });
}

/** How the sort keys of similar names begin. A core too short to be spread is like itself alone. */
export function similarFrom({ core }: NameKeys): string {
  return [...core].length < spreadChars ? `${core}#` : coreSk(core);
}

type Asked = {
  readonly pk: string;
  /** How the sort keys begin. */
  readonly from: string;
  readonly after: string | undefined;
  readonly limit: number;
  /** The mark of an exact key that is left out. */
  readonly not?: string;
};

/** Names left out lie among those wanted: as many as were found exactly, so few that the first round mostly does. */
const roundsMax = 5;

/**
 * Sorts after every character that a name can have. Bounds say the same as a beginning, and unlike it they let the local
 * engine stop where the names end instead of going through all that follow.
 */
const end = '\u{10ffff}';

async function query(store: Store, asked: Asked): Promise<Page<Found>> {
  const { pk, from, after, limit, not } = asked;
  const items: Item[] = [];
  let start = after;
  for (let round = 0; round < roundsMax; round += 1) {
    const answer = await store.client.send(
      new QueryCommand({
        TableName: store.tables.search,
        KeyConditionExpression: from === '' ? 'pk = :pk' : 'pk = :pk AND sk BETWEEN :from AND :to',
        ...(not && { FilterExpression: 'mark <> :not' }),
        ExpressionAttributeValues: {
          ':pk': pk,
          ...(from && { ':from': from, ':to': `${from}${end}` }),
          ...(not && { ':not': not }),
        },
        ...(start && { ExclusiveStartKey: { pk, sk: start } }),
        Limit: limit + 1,
      }),
    );
    items.push(...(answer.Items ?? []));
    start = answer.LastEvaluatedKey && sortKeyOf(answer.LastEvaluatedKey);
    if (items.length > limit || start === undefined) break;
  }
  const rest = start === undefined ? undefined : { pk, sk: start };
  const page = cut({ Items: items, LastEvaluatedKey: rest }, limit, sortKeyOf);
  return { items: page.items.map(foundOf), last: page.last };
}

/** A sort key is the id alone, or the core, the id and the mark. */
function foundOf(item: Item): Found {
  const sk = sortKeyOf(item);
  const [id, mark = ''] = sk.includes('#') ? sk.split('#').slice(-2) : [sk];
  return { party: partyId.parse(id), mark, sk };
}
