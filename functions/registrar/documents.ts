import type { Filing } from '../../shared/register/filing.ts';
import { representedIn } from '../../shared/register/filing.ts';
import type { OpenForm } from '../../shared/register/open-form.ts';
import { type DocumentIssue, missingIssues, uncleanIssues } from '../_platform/documents-wanted.ts';
import type { Loaded } from '../_platform/facts.ts';
import { Problem } from '../_platform/problem.ts';

/**
 * Every document that the form asks for is listed, and every one listed is clean (A2.1). `clean` is final, so what
 * was read here still holds at the commit without a condition (docs/adr/0011-documents.md).
 */
export function demandDocuments(filing: Filing, open: OpenForm, loaded: Loaded): void {
  const { parties, documents: states } = loaded;
  const required = open.documents({ represented: representedIn(filing), parties });
  const missing = missingIssues(required, filing.documents, parties);
  if (missing.length > 0) throw new Problem('documents-missing', { errors: missing.map(asError) });
  const unclean = uncleanIssues(filing.documents, states);
  if (unclean.length > 0) throw new Problem('documents-unclean', { errors: unclean.map(asError) });
}

const asError = ({ pointer, code, text }: DocumentIssue) => ({
  in: 'body' as const,
  pointer,
  code,
  detail: text,
});
