import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { CorrectionId } from '../../../shared/kernel/id.ts';
import { type OfficeCorrection, officeCorrection } from '../../../shared/register/office-correction.ts';
import type { Item, Key } from '../dynamodb.ts';
import { type Action, absent, atVersion, put } from '../transaction.ts';
import { queuedAs } from './due.ts';
import type { Store } from './store.ts';

export const correctionKey = (id: CorrectionId): Key => ({ pk: `CORRECTION#${id}`, sk: 'CORRECTION' });

export function correctionOf(item: Item): OfficeCorrection {
  return officeCorrection.parse(item['correction']);
}

function correctionItem(value: OfficeCorrection): Item {
  const queue = queuedAs(`correction.${value.status}`, value.deadline.date, value.id);
  return { ...correctionKey(value.id), version: value.version, correction: value, ...queue };
}

export function openCorrection(store: Store, value: OfficeCorrection): Action {
  return put('correction', store.tables.filings, correctionItem(value), absent);
}

/** The write of a correction's next version, on condition of the one before. */
export function changeCorrection(store: Store, to: OfficeCorrection): Action {
  return put('correction', store.tables.filings, correctionItem(to), atVersion(to.version - 1));
}

/** 更正: one correction, consistent. */
export async function readCorrection(store: Store, id: CorrectionId): Promise<OfficeCorrection | undefined> {
  const answer = await store.client.send(
    new GetCommand({ TableName: store.tables.filings, Key: correctionKey(id), ConsistentRead: true }),
  );
  return answer.Item && correctionOf(answer.Item);
}
