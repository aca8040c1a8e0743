import { type CallResult, isProblem } from '../../shared/contracts/client.ts';
import type { OperationId } from '../../shared/contracts/operations/index.ts';

/** The register refused what it should have taken: the answer in one line, with the fields at fault. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

export type Refusing = Extract<CallResult<OperationId>, { readonly ok: false }>;

/** The body of an answer that must be a success. @throws Refused */
export function demand<Body>(
  result: { readonly ok: true; readonly body: Body } | Refusing,
  what: string,
): Body {
  if (result.ok) return result.body;
  throw new Refused(`${what}: ${result.status} ${reasonOf(result.problem)}`);
}

function reasonOf(problem: Refusing['problem']): string {
  if (!isProblem(problem)) return problem.message;
  const fields = (problem.errors ?? []).slice(0, 5).map((one) => `${one.pointer} ${one.detail}`);
  return [problem.code, problem.title, ...fields].join('; ');
}
