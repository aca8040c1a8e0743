import { issueCode, issueText } from '../../shared/contracts/issue-texts.ts';
import type { ProblemDocument } from '../../shared/contracts/problems.ts';
import type { Language } from '../../shared/kernel/localised.ts';
import type { FormIssue } from '../../shared/register/open-form.ts';

/** A form's issues as errors of the request body, in which the form stands under `/form`. */
export function formErrors(
  issues: readonly FormIssue[],
  language: Language,
): NonNullable<ProblemDocument['errors']> {
  return issues.slice(0, 50).map((issue) => ({
    in: 'body',
    pointer: `/form${issue.pointer}`,
    code: issueCode(issue),
    detail: issueText(issue)[language],
  }));
}
