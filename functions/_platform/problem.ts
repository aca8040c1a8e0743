import { type ProblemCode, type ProblemDocument, problems } from '../../shared/contracts/problems.ts';
import type { Language, Localised } from '../../shared/kernel/localised.ts';

type ShownError = NonNullable<ProblemDocument['errors']>[number];

/** What is wrong with one field; its detail may wait for the caller's language until it is answered. */
export type FieldError = Omit<ShownError, 'detail'> & { readonly detail: string | Localised };

/** Thrown only at the HTTP edge; everything else that is thrown is a bug and answered 500. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly errors: readonly FieldError[];
  readonly headers: Readonly<Record<string, string>>;
  readonly newest: ProblemDocument['newest'];

  constructor(
    code: ProblemCode,
    more: {
      errors?: readonly FieldError[];
      headers?: Readonly<Record<string, string>>;
      /** How far the journal is published, where more was asked for. */
      newest?: ProblemDocument['newest'];
    } = {},
  ) {
    super(code);
    this.code = code;
    this.errors = more.errors ?? [];
    this.headers = more.headers ?? {};
    this.newest = more.newest;
  }
}

/** The problem document (RFC 9457) in the caller's language. `instance` is the request's id. */
export function problemDocumentOf(problem: Problem, language: Language, requestId: string): ProblemDocument {
  const { status, title } = problems[problem.code];
  return {
    type: `/problems/${problem.code}`,
    title: title[language],
    status,
    code: problem.code,
    instance: requestId,
    ...(problem.newest && { newest: problem.newest }),
    ...(problem.errors.length > 0 && { errors: problem.errors.map((one) => shown(one, language)) }),
  };
}

function shown({ detail, ...rest }: FieldError, language: Language): ShownError {
  return { ...rest, detail: typeof detail === 'string' ? detail : detail[language] };
}
