import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { ReviewId } from '../../../shared/kernel/id.ts';
import { type Review, review } from '../../../shared/register/review.ts';
import type { Item, Key } from '../dynamodb.ts';
import { type Action, absent, atVersion, put } from '../transaction.ts';
import { queuedAs } from './due.ts';
import type { Store } from './store.ts';

export const reviewKey = (id: ReviewId): Key => ({ pk: `REVIEW#${id}`, sk: 'REVIEW' });

export function reviewOf(item: Item): Review {
  return review.parse(item['review']);
}

function reviewItem(value: Review): Item {
  const queue = queuedAs(`review.${value.status}`, value.deadline.date, value.id);
  return { ...reviewKey(value.id), version: value.version, review: value, ...queue };
}

export function openReview(store: Store, value: Review): Action {
  return put('review', store.tables.filings, reviewItem(value), absent);
}

/** The write of a review's next version, on condition of the one before. */
export function changeReview(store: Store, to: Review): Action {
  return put('review', store.tables.filings, reviewItem(to), atVersion(to.version - 1));
}

/** 复查: one review, consistent. */
export async function readReview(store: Store, id: ReviewId): Promise<Review | undefined> {
  const answer = await store.client.send(
    new GetCommand({ TableName: store.tables.filings, Key: reviewKey(id), ConsistentRead: true }),
  );
  return answer.Item && reviewOf(answer.Item);
}
