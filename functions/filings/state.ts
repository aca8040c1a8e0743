import {
  type ConsentState,
  type FilingView,
  filingViewOf,
} from '../../shared/contracts/views/filing-view.ts';
import type { PartyId } from '../../shared/kernel/id.ts';
import { procedureOf } from '../../shared/procedures/index.ts';
import { type Filing, filingDigest, missingConsents } from '../../shared/register/filing.ts';

/** What a consent must be given over now, and who has not given it; no digest while the form is incomplete. */
export function consentState(filing: Filing): ConsentState & { readonly consenting: readonly PartyId[] } {
  const opened = procedureOf(filing).open(filing.form, filing);
  if (!opened.ok) {
    const { consenting } = procedureOf(filing).openDraft(filing.form, filing);
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
