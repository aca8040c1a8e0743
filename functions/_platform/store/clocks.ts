import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { FilingId } from '../../../shared/kernel/id.ts';
import type { PlainDate } from '../../../shared/kernel/plain-date.ts';
import { type DecidedLine, decidedLine } from '../../../shared/register/clock.ts';
import type { Item } from '../dynamodb.ts';
import { type Action, put } from '../transaction.ts';
import type { Store } from './store.ts';

const clockPk = (procedure: string, month: string) => `CLOCK#${procedure}#${month}`;

/** The write that counts a filing as received, in the month of the day. */
export function countReceived(store: Store, procedure: string, filing: FilingId, today: PlainDate): Action {
  const key = { pk: clockPk(procedure, today.slice(0, 7)), sk: `RECEIVED#${filing}` };
  return put('received', store.tables.filings, { ...key, received: { filing, received: today } });
}

/** The write that counts a decision; a filing that is reopened is decided, and counted, again. */
export function countDecided(store: Store, procedure: string, version: number, line: DecidedLine): Action {
  const key = { pk: clockPk(procedure, line.decided.slice(0, 7)), sk: `DECIDED#${line.filing}#${version}` };
  return put('decided', store.tables.filings, { ...key, decided: line });
}

/** 期限统计: what was received only, and what was decided, in one month; consistent, to the end. */
export async function readClock(
  store: Store,
  procedure: string,
  month: string,
): Promise<{ received: number; decided: DecidedLine[] }> {
  const decided: DecidedLine[] = [];
  let received = 0;
  let from: Item | undefined;
  // A month of the whole country is some thousands of short lines, five thousand to an answer of the database.
  do {
    const answer = await store.client.send(
      new QueryCommand({
        TableName: store.tables.filings,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': clockPk(procedure, month) },
        ...(from && { ExclusiveStartKey: from }),
        ConsistentRead: true,
      }),
    );
    for (const item of answer.Items ?? []) {
      if ('decided' in item) decided.push(decidedLine.parse(item['decided']));
      else received += 1;
    }
    from = answer.LastEvaluatedKey;
  } while (from);
  return { received, decided };
}
