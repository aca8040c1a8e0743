import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { pledgeStatuses } from '../../shared/register/record.ts';
import type { Store } from '../_platform/store/store.ts';

export type PledgeStatus = (typeof pledgeStatuses)[number];

export type PledgesAsked = {
  /** Partitions whose pledges are wanted together. */
  readonly partitions: readonly string[];
  readonly status: PledgeStatus | undefined;
  /** First and last day of registration. */
  readonly from: string | undefined;
  readonly until: string | undefined;
  readonly limit: number;
  /** The place that the page before ended with, see `placeOf`. */
  readonly after: string | undefined;
};

/** Sorts after every digit, and so after every place of its day. */
const end = '~';

/**
 * 登记列表: the places of pledges, newest first, one more than the limit where there is more. Each state is a list of
 * its own, since a pledge moves from one to another; what is asked across them is read side by side and merged, so
 * the cost is that of a page in each, however long the lists are.
 */
export async function findPledges(store: Store, asked: PledgesAsked): Promise<string[]> {
  const statuses = asked.status ? [asked.status] : pledgeStatuses;
  const lists = await Promise.all(
    asked.partitions.flatMap((pk) => statuses.map((status) => placesIn(store, pk, status, asked))),
  );
  const places = [...new Set(lists.flat())].sort().reverse();
  return places.slice(0, asked.limit + 1);
}

async function placesIn(
  store: Store,
  pk: string,
  status: PledgeStatus,
  { from = '', until = '', limit, after }: PledgesAsked,
): Promise<string[]> {
  // The place itself bounds the list instead of being named as a start: a made-up one is then nothing worse than that.
  const upper = [`${until}${end}`, ...(after === undefined ? [] : [after])].sort()[0];
  const lower = `${status}#${from}`;
  const highest = `${status}#${upper}`;
  if (highest < lower) return [];
  const answer = await store.client.send(
    new QueryCommand({
      TableName: store.tables.search,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :lower AND :upper',
      ExpressionAttributeValues: { ':pk': pk, ':lower': lower, ':upper': highest },
      ScanIndexForward: false,
      // One more for the next page, and one for the place itself.
      Limit: limit + 2,
    }),
  );
  return (answer.Items ?? [])
    .map((item) => String(item['sk']).slice(status.length + 1))
    .filter((place) => place !== after);
}
