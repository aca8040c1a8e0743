import type * as z from 'zod';
import type { OperationRow } from '../operation.ts';
import { appealOperations } from './appeals.ts';
import { certificateOperations } from './certificates.ts';
import { correctionOperations } from './corrections.ts';
import { documentOperations } from './documents.ts';
import { examinerOperations } from './examiners.ts';
import { filingOperations } from './filings.ts';
import { importOperations } from './imports.ts';
import { journalOperations } from './journal.ts';
import { machineOperations } from './machines.ts';
import { noticeOperations } from './notices.ts';
import { partyOperations } from './parties.ts';
import { referenceOperations } from './reference.ts';
import { registrarOperations } from './registrar.ts';
import { reviewOperations } from './reviews.ts';
import { searchOperations } from './search.ts';
import { titleOperations } from './titles.ts';

const table = [
  ...filingOperations,
  ...registrarOperations,
  ...importOperations,
  ...titleOperations,
  ...partyOperations,
  ...machineOperations,
  ...referenceOperations,
  ...certificateOperations,
  ...examinerOperations,
  ...noticeOperations,
  ...searchOperations,
  ...reviewOperations,
  ...appealOperations,
  ...correctionOperations,
  ...documentOperations,
  ...journalOperations,
] as const;

/** Every HTTP operation of the register, with its own literal types. */
export type Operation = (typeof table)[number];
export type OperationId = Operation['id'];
export type OperationOf<Id extends OperationId> = Extract<Operation, { id: Id }>;
/** The function that serves the operation. */
export type FunctionOf<Id extends OperationId> = OperationOf<Id>['function'];

/** The table of operations: routes, authorisers, router, validation, OpenAPI, client and tests come from it. */
export const operations: readonly OperationRow[] = table;

/** The schema of a part of the request; nothing where the operation takes none. */
type Part<Row, Name extends 'params' | 'query' | 'body', Side extends 'input' | 'output'> = Row extends {
  readonly [Key in Name]: infer Schema extends z.ZodType;
}
  ? Side extends 'input'
    ? z.input<Schema>
    : z.output<Schema>
  : undefined;

/** What a handler receives: parsed and normalised. */
export type Request<Id extends OperationId> = {
  readonly params: Part<OperationOf<Id>, 'params', 'output'>;
  readonly query: Part<OperationOf<Id>, 'query', 'output'>;
  readonly body: Part<OperationOf<Id>, 'body', 'output'>;
};

/** What a client sends. */
export type Sent<Id extends OperationId> = {
  [Name in 'params' | 'query' | 'body' as Part<OperationOf<Id>, Name, 'input'> extends undefined
    ? never
    : Name]: Part<OperationOf<Id>, Name, 'input'>;
};

/** The body of a successful answer. */
export type Answer<Id extends OperationId> = z.output<OperationOf<Id>['success']['schema']>;
