import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { TableName } from '../../../shared/tables.ts';

/** The document client and the deployed names of the tables, which every access function takes. */
export type Store = {
  readonly client: DynamoDBDocumentClient;
  readonly tables: Readonly<Record<TableName, string>>;
};
