import * as z from 'zod';
import { digestText } from '../../kernel/digest.ts';
import { filingId, partyId } from '../../kernel/id.ts';
import { instant } from '../../kernel/instant.ts';
import { type CorrectionRequest, isChanged, requestedItem } from '../../register/correction-request.ts';
import { documentReference } from '../../register/document.ts';
import { deadline, decision, type Filing } from '../../register/filing.ts';
import { filingStatuses } from '../../register/lifecycle.ts';
import { registrationOf, registrationView } from './registration-view.ts';

const shownConsent = z.strictObject({ party: partyId, digest: digestText, at: instant });
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
  voidedConsents: z.array(shownConsent),
  missingConsents: z.array(partyId),
  declarations: z.array(z.strictObject({ party: partyId, ground: z.string(), at: instant })),
  receivedAt: instant.optional(),
  deadline: deadline.optional(),
  decisions: z.array(shownDecision),
  /** What the last examiner asked to correct, and how far it is answered. */
  correction: correctionView.optional(),
  registration: registrationView.optional(),
});
export type FilingView = z.output<typeof filingView>;

/** What the digest and the consents stand at, which only the procedure can tell from the form. */
export type ConsentState = {
  readonly digest: string | undefined;
  readonly missing: readonly Filing['applicant'][];
};

export function filingViewOf(filing: Filing, state: ConsentState): FilingView {
  const { id, procedure, status, version, createdAt, updatedAt, applicant, form, documents } = filing;
  const digest = digestText.safeParse(state.digest);
  return {
    ...{ id, procedure, status, version, createdAt, updatedAt, applicant, form, documents },
    ...(digest.success && { digest: digest.data }),
    consents: filing.consents.map(withoutActor),
    voidedConsents: filing.voided.map(withoutActor),
    missingConsents: [...state.missing],
    declarations: filing.declarations.map(({ party, ground, at }) => ({ party, ground, at })),
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

function withoutActor({ party, digest, at }: Filing['consents'][number]) {
  return { party, digest, at };
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
