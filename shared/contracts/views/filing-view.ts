import * as z from 'zod';
import { digestText } from '../../kernel/digest.ts';
import { filingId, type PartyId, partyId } from '../../kernel/id.ts';
import { instant } from '../../kernel/instant.ts';
import { plainDate } from '../../kernel/plain-date.ts';
import { type Judged, partySignatures } from '../../register/consent.ts';
import { type CorrectionRequest, isChanged, requestedItem } from '../../register/correction-request.ts';
import { documentReference } from '../../register/document.ts';
import {
  actor,
  type Consent,
  deadline,
  decision,
  type Filing,
  type VoidedConsent,
  voidReasons,
} from '../../register/filing.ts';
import { filingStatuses } from '../../register/lifecycle.ts';
import { registrationOf, registrationView } from './registration-view.ts';

/** A consent. Who gave it is shown to the party it binds and to the one that acted; the account to the latter alone. */
const shownConsent = z.strictObject({
  party: partyId,
  digest: digestText,
  at: instant,
  until: plainDate,
  by: actor.partial({ account: true }).optional(),
});
/** `voidedAt` is absent where it was found just now that the consent counts no longer. */
const shownVoided = shownConsent.extend({ reason: z.enum(voidReasons), voidedAt: instant.optional() });
const shownSignatures = partySignatures.omit({ version: true });
const shownDecision = decision.omit({ account: true, second: true });

export const correctionView = z.strictObject({
  at: instant,
  items: z.array(requestedItem.extend({ changed: z.boolean(), reply: z.string().optional() })),
});

/** A filing as its parties see it. Accounts of people stay inside the office. */
export const filingView = z.strictObject({
  id: filingId,
  procedure: z.string(),
  status: z.enum(filingStatuses),
  version: z.int(),
  createdAt: instant,
  updatedAt: instant,
  applicant: partyId,
  form: z.record(z.string(), z.unknown()),
  documents: z.array(documentReference),
  /** The digest that a consent must name now; absent while the form is incomplete. */
  digest: digestText.optional(),
  consents: z.array(shownConsent),
  voidedConsents: z.array(shownVoided),
  /** Signatures party by party, while the filing waits. */
  signatures: z.array(shownSignatures),
  missingConsents: z.array(partyId),
  declarations: z.array(z.strictObject({ party: partyId, ground: z.string(), at: instant })),
  objections: z.array(z.strictObject({ party: partyId, at: instant, text: z.string() })).optional(),
  receivedAt: instant.optional(),
  deadline: deadline.optional(),
  decisions: z.array(shownDecision),
  /** What the last examiner asked to correct, and how far it is answered. */
  correction: correctionView.optional(),
  registration: registrationView.optional(),
});
export type FilingView = z.output<typeof filingView>;

/** What the digest and the consents stand at; of a filing that has ended nothing is judged any more. */
export type ConsentState = { readonly digest: string | undefined; readonly judged: Judged | undefined };

/** The filing in the eyes of one of its parties or agents; without a viewer, nobody's accounts are shown. */
export function filingViewOf(filing: Filing, state: ConsentState, viewer: PartyId | undefined): FilingView {
  const { id, procedure, status, version, createdAt, updatedAt, applicant, form, documents } = filing;
  const digest = digestText.safeParse(state.digest);
  const { standing = filing.consents, fallen = [], signatures = [], missing = [] } = state.judged ?? {};
  const found = fallen.map(({ consent, reason }) => ({ ...consent, reason }));
  return {
    ...{ id, procedure, status, version, createdAt, updatedAt, applicant, form, documents },
    ...(digest.success && { digest: digest.data }),
    consents: standing.map((one) => consentAs(one, viewer)),
    voidedConsents: [...filing.voided, ...found].map((one) => voidedAs(one, viewer)),
    signatures: signatures.map(({ party, given, needed }) => ({ party, given, needed })),
    missingConsents: [...missing],
    declarations: filing.declarations.map(({ party, ground, at }) => ({ party, ground, at })),
    ...(filing.objections && {
      objections: filing.objections.map(({ party, at, text }) => ({ party, at, text })),
    }),
    ...(filing.receivedAt && { receivedAt: filing.receivedAt }),
    ...(filing.deadline && { deadline: filing.deadline }),
    decisions: filing.decisions.map(({ account: _account, second: _second, ...shown }) => shown),
    ...(filing.correction && { correction: correctionOf(filing, filing.correction) }),
    ...(filing.registration && { registration: registrationOf(filing.registration) }),
  };
}

function correctionOf(filing: Filing, { at, items }: CorrectionRequest): FilingView['correction'] {
  return {
    at,
    items: items.map((item) => {
      const { pointer, text, reply } = item;
      return { pointer, text, changed: isChanged(filing, item), ...(reply && { reply }) };
    }),
  };
}

function consentAs(given: Consent, viewer: PartyId | undefined): FilingView['consents'][number] {
  const { party, digest, at, until, by } = given;
  const { account, ...acting } = by;
  const shown = viewer === by.party ? { by } : viewer === party ? { by: acting } : {};
  return { ...{ party, digest, at, until }, ...shown };
}

function voidedAs(
  one: Consent & Pick<VoidedConsent, 'reason'> & Partial<VoidedConsent>,
  viewer: PartyId | undefined,
): FilingView['voidedConsents'][number] {
  const { reason, voidedAt } = one;
  return { ...consentAs(one, viewer), reason, ...(voidedAt && { voidedAt }) };
}

/** A line of a list of filings. */
export const filingLine = filingView.pick({
  id: true,
  procedure: true,
  status: true,
  updatedAt: true,
  deadline: true,
});
export type FilingLine = z.output<typeof filingLine>;
