import {
  type ConsentState,
  type FilingView,
  filingViewOf,
} from '../../shared/contracts/views/filing-view.ts';
import type { PartyId } from '../../shared/kernel/id.ts';
import { procedures } from '../../shared/procedures/index.ts';
import { type Filing, filingDigest, missingConsents } from '../../shared/register/filing.ts';
import type { AnyProcedure } from '../../shared/register/open-form.ts';

/** The procedure of a stored filing; one that the product no longer has is a bug, not a caller's mistake. */
export function procedureOf(filing: Pick<Filing, 'procedure'>): AnyProcedure {
  const procedure = procedures.get(filing.procedure);
  if (!procedure) throw new Error(`unknown procedure ${filing.procedure}`);
  return procedure;
}

/** What a consent must be given over now, and who has not given it; no digest while the form is incomplete. */
export function consentState(filing: Filing): ConsentState & { readonly consenting: readonly PartyId[] } {
  const opened = procedureOf(filing).open(filing.form);
  if (!opened.ok) {
    const { consenting } = procedureOf(filing).openDraft(filing.form);
    return { digest: undefined, missing: [...consenting], consenting };
  }
  const { consenting, form } = opened.form;
  const digest = filingDigest({ ...filing, form });
  return { digest, missing: missingConsents(filing.consents, consenting, digest), consenting };
}

/** The filing as answered, with its entity tag. */
export function shownFiling(filing: Filing): { body: FilingView; etag: string } {
  return { body: filingViewOf(filing, consentState(filing)), etag: `"${filing.version}"` };
}
