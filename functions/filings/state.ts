import {
  type ConsentState,
  type FilingView,
  filingViewOf,
} from '../../shared/contracts/views/filing-view.ts';
import { canonicalJson, sha256Hex } from '../../shared/kernel/digest.ts';
import type { PartyId } from '../../shared/kernel/id.ts';
import type { PlainDate } from '../../shared/kernel/plain-date.ts';
import { type Asked, judgeConsents, type SigningFacts } from '../../shared/register/consent.ts';
import type { Filing } from '../../shared/register/filing.ts';
import { mayFollow } from '../../shared/register/lifecycle.ts';
import { askedOf, loadSigning } from '../_platform/signing.ts';
import type { Store } from '../_platform/store/store.ts';

type Shown = { readonly body: FilingView; readonly etag: string };

/** The filing as answered, its consents judged on what the parties and mandates now say. */
export async function shownFiling(
  store: Store,
  filing: Filing,
  today: PlainDate,
  viewer: PartyId | undefined,
): Promise<Shown> {
  if (isOver(filing)) return endedFiling(filing, viewer);
  const asked = askedOf(filing);
  const facts = await loadSigning(store, asked.consenting, filing, today);
  return shownWith(filing, asked, facts, viewer);
}

/** Whether nothing more will come of it: registered, refused, returned or withdrawn. */
export function isOver(filing: Filing): boolean {
  return !mayFollow(filing.status, 'withdraw');
}

/** The same where all that was read already. */
export function shownWith(
  filing: Filing,
  asked: Asked,
  facts: SigningFacts,
  viewer: PartyId | undefined,
): Shown {
  const judged = judgeConsents(filing.consents, asked, facts);
  return tagged(filing, { digest: asked.digest, judged }, viewer);
}

/** A filing that has ended: its consents as they stood then. */
export function endedFiling(filing: Filing, viewer: PartyId | undefined): Shown {
  return tagged(filing, { digest: askedOf(filing).digest, judged: undefined }, viewer);
}

/**
 * With its entity tag: the version, which `If-Match` goes by, and a digest, since what is shown of the consents may
 * change while the version stays.
 */
function tagged(filing: Filing, state: ConsentState, viewer: PartyId | undefined): Shown {
  const body = filingViewOf(filing, state, viewer);
  const digest = sha256Hex(canonicalJson(JSON.parse(JSON.stringify(body))));
  return { body, etag: `"${filing.version}-${digest.slice(0, 16)}"` };
}
