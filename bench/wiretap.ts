import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { BatchGetCommandInput, TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';

/** One call of DynamoDB: its operation, and what was sent and heard, as documents. */
export type ObservedCall = { readonly operation: string; readonly input: object; readonly output: object };

/** Listens to all that a client sends, and asks DynamoDB to say what each call consumed. */
export function listen(client: DynamoDBClient): ObservedCall[] {
  const calls: ObservedCall[] = [];
  client.middlewareStack.add(
    (next, context) => async (args) => {
      Object.assign(args.input, { ReturnConsumedCapacity: 'INDEXES' });
      const answered = await next(args);
      const operation = String(context.commandName).replace(/Command$/, '');
      calls.push({ operation, input: args.input, output: answered.output });
      return answered;
    },
    { step: 'initialize', name: 'listen' },
  );
  return calls;
}

/** The batch of a read, and the writes of a transaction, as the document client takes them. */
export type Batch = { readonly RequestItems: NonNullable<BatchGetCommandInput['RequestItems']> };
export type Transaction = { readonly TransactItems: NonNullable<TransactWriteCommandInput['TransactItems']> };

/** What a function read in batches, and the transaction that it believes was committed. */
export type Rehearsed = { readonly batches: readonly Batch[]; readonly transaction: Transaction };

/** Keeps transactions from being sent. What was read and held back can be taken out, to be sent by something else. */
export function rehearse(client: DynamoDBClient): () => Rehearsed {
  let batches: Batch[] = [];
  let transaction: Transaction | undefined;
  client.middlewareStack.add(
    (next) => async (args) => {
      if (isBatch(args.input)) batches.push(args.input);
      if (!isTransaction(args.input)) return next(args);
      transaction = args.input;
      return { response: {}, output: { $metadata: {} } };
    },
    { step: 'initialize', name: 'rehearse' },
  );
  return () => {
    if (!transaction) throw new Error('no transaction was held back');
    const taken = { batches, transaction };
    batches = [];
    transaction = undefined;
    return taken;
  };
}

export function isTransaction(input: object): input is Transaction {
  return 'TransactItems' in input;
}

function isBatch(input: object): input is Batch {
  return 'RequestItems' in input;
}
