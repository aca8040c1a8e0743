import type { PlainDate } from '../../kernel/plain-date.ts';
import type { bases } from '../title.ts';

type Basis = (typeof bases)[number];

/** What the whole batch declares: where it comes from and which facts it only assumes. */
export type ImportTerms = {
  readonly source: string;
  readonly statusBasis: Basis;
  readonly annuityBasis: Basis;
  /** The day in Asia/Shanghai; a patent filed or granted after it is a mistake. */
  readonly today: PlainDate;
};
