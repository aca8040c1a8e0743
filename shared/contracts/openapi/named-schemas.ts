import * as z from 'zod';
import { certificate, certifiedPatent } from '../../certificates/certificate.ts';
import {
  encumberedRight,
  freeRight,
  searchCertificate,
  shownHold,
} from '../../certificates/search-certificate.ts';
import { mapLeaf } from '../../journal/map/map-leaf.ts';
import { digestText } from '../../kernel/digest.ts';
import { emailAddress } from '../../kernel/email-address.ts';
import { addressId, batchId, entryId, filingId, mandateId, noticeId, partyId } from '../../kernel/id.ts';
import { instant } from '../../kernel/instant.ts';
import { ipc } from '../../kernel/ipc.ts';
import { CURRENCIES, positiveMoney } from '../../kernel/money.ts';
import { patentNumber } from '../../kernel/patent-number.ts';
import { plainDate } from '../../kernel/plain-date.ts';
import { pledgeRegistrationNumber } from '../../kernel/registration-number.ts';
import { rightId } from '../../kernel/right.ts';
import { uscc } from '../../kernel/uscc.ts';
import { form as pledgeForm } from '../../procedures/pledge/registration/form.ts';
import {
  documentKinds,
  documentReasons,
  documentReference,
  documentStatuses,
  documentType,
} from '../../register/document.ts';
import { commitment, entry, opening } from '../../register/entry.ts';
import { deadline } from '../../register/filing.ts';
import { finding, severities } from '../../register/finding.ts';
import { holdKinds } from '../../register/hold.ts';
import { filingStatuses } from '../../register/lifecycle.ts';
import { clientId, knownSecret, machineScopes, secretId, slotStates } from '../../register/machine.ts';
import {
  identifier,
  institutionKinds,
  mandate,
  mandateActs,
  partyAccount,
  partyKinds,
  partyStatuses,
  signingRule,
} from '../../register/party.ts';
import { pledgeStatuses } from '../../register/record.ts';
import { annuityStandings, bases, legalStatuses, owner, particulars } from '../../register/title.ts';
import { documentAddress, documentView, reviewedDocument } from '../operations/documents.ts';
import { importReport } from '../operations/imports.ts';
import { type OperationId, operations } from '../operations/index.ts';
import { ended, issued, machineView, officeSlot } from '../operations/machines.ts';
import { deliveryLine, mailAddressView, notice, noticePreferencesView } from '../operations/notices.ts';
import { pageOf } from '../operations/parameters.ts';
import { outcome } from '../operations/registrar.ts';
import { problemDocument } from '../problems.ts';
import { asOf, asOfView } from '../views/as-of-view.ts';
import { filingLine, filingView } from '../views/filing-view.ts';
import { ownPartyView } from '../views/party-view.ts';
import { partyView, pledgeAnswer, pledgeOwnAnswer, pledgeView } from '../views/record-view.ts';
import { registrationView } from '../views/registration-view.ts';
import {
  matchedBy,
  matches,
  officePartyHit,
  officePledgeHit,
  ownPledgeLine,
  partyHit,
} from '../views/search-view.ts';
import { historyLine, titleView } from '../views/title-view.ts';
import type { Named } from './component-book.ts';
import { officeSchemas } from './office-schemas.ts';

/**
 * Good names for schemas that many operations share. What is not listed here is named after the first place
 * where it stands, so that a new procedure or operation needs nothing in this file.
 */
const names = {
  FilingId: filingId,
  EntryId: entryId,
  PartyId: partyId,
  MandateId: mandateId,
  NoticeId: noticeId,
  BatchId: batchId,
  Digest: digestText,
  Instant: instant,
  PlainDate: plainDate,
  PatentNumber: patentNumber,
  PledgeRegistrationNumber: pledgeRegistrationNumber,
  RightId: rightId,
  UnifiedSocialCreditCode: uscc,
  IpcSymbol: ipc,
  Currency: z.enum(CURRENCIES),
  Money: positiveMoney,
  LocalisedText: z.strictObject({ zh: z.string(), en: z.string() }),
  FilingStatus: z.enum(filingStatuses),
  Severity: z.enum(severities),
  HoldKind: z.enum(holdKinds),
  PartyKind: z.enum(partyKinds),
  InstitutionKind: z.enum(institutionKinds),
  MandateAct: z.enum(mandateActs),
  PledgeStatus: z.enum(pledgeStatuses),
  LegalStatus: z.enum(legalStatuses),
  AnnuityStanding: z.enum(annuityStandings),
  Basis: z.enum(bases),
  Identifier: identifier,
  DocumentKind: z.enum(documentKinds),
  DocumentType: documentType,
  DocumentReference: documentReference,
  DocumentStatus: z.enum(documentStatuses),
  DocumentReason: z.enum(documentReasons),
  Document: documentView,
  DocumentInReview: reviewedDocument,
  DocumentPage: pageOf(reviewedDocument),
  DocumentAddress: documentAddress,
  Deadline: deadline,
  Finding: finding,
  Filing: filingView,
  FilingLine: filingLine,
  FilingPage: pageOf(filingLine),
  Consent: filingView.shape.consents.element,
  Signer: filingView.shape.consents.element.shape.by.unwrap(),
  VoidedConsent: filingView.shape.voidedConsents.element,
  VoidReason: filingView.shape.voidedConsents.element.shape.reason,
  SignatureCount: filingView.shape.signatures.element,
  Declaration: filingView.shape.declarations.element,
  Decision: filingView.shape.decisions.element,
  Registration: registrationView,
  Outcome: outcome,
  Title: titleView,
  Particulars: particulars,
  NameAndIdentifier: owner,
  Hold: titleView.shape.holds.element,
  HistoryLine: historyLine,
  HistoryPage: pageOf(historyLine).extend({ asOf }),
  Pledge: pledgeView,
  PledgePage: pageOf(pledgeView).extend({ asOf }),
  AsOf: asOfView,
  PledgeAnswer: pledgeAnswer,
  PledgeWithTerms: pledgeOwnAnswer,
  PledgedPatent: pledgeView.shape.patents.element,
  ShownParty: partyView,
  Match: z.enum(matches),
  MatchedBy: z.enum(matchedBy),
  PartyHit: partyHit,
  PartyHitPage: pageOf(partyHit),
  OwnPledge: ownPledgeLine,
  OwnPledgePage: pageOf(ownPledgeLine),
  PartyHitForOffice: officePartyHit,
  PledgeHitForOffice: officePledgeHit,
  Unannounced: officePledgeHit.shape.unannounced.element,
  Entry: entry,
  Commitment: commitment,
  Opening: opening.omit({ public: true }),
  Party: ownPartyView,
  PartyAccount: partyAccount,
  PartyStatus: z.enum(partyStatuses),
  SigningRule: signingRule,
  Mandate: mandate,
  Notice: notice,
  NoticePreferences: noticePreferencesView,
  MailAddress: mailAddressView,
  MailAddressId: addressId,
  EmailAddress: emailAddress,
  Delivery: deliveryLine,
  DeliveryPage: pageOf(deliveryLine),
  ImportReport: importReport,
  Certificate: certificate,
  CertifiedPatent: certifiedPatent,
  SearchCertificate: searchCertificate,
  EncumberedRight: encumberedRight,
  FreeRight: freeRight,
  FreeRightOther: freeRight.shape.other.unwrap(),
  ShownHold: shownHold,
  MapLeaf: mapLeaf,
  MachineClientId: clientId,
  MachineSecretId: secretId,
  MachineScope: z.enum(machineScopes),
  MachineSecret: knownSecret,
  Machine: machineView,
  MachineEnded: ended,
  MachineSlot: officeSlot,
  MachineSlotState: z.enum(slotStates),
  IssuedSecret: issued,
  ...officeSchemas,
  Problem: problemDocument,
} satisfies Readonly<Record<string, z.ZodType>>;

/** Answers whose schema stands in the table of operations alone. */
const answers = {
  Examination: 'filings.examine',
  NoticePage: 'notices.list',
  OwnParties: 'parties.mine',
  PartyDirectory: 'parties.find',
  FilingForExaminer: 'office.filings.get',
  EntryWithOpenings: 'entries.get',
  ProcedureList: 'procedures.list',
  Procedure: 'procedures.get',
  OpenApiDocument: 'reference.openapi',
  NameAlgorithm: 'names.algorithm',
  OfficeSearch: 'office.search',
} satisfies Readonly<Record<string, OperationId>>;

/** Only requests carry these. */
const sent = {
  EmptyRequest: z.strictObject({}),
  PledgeRegistrationFormParty: pledgeForm.shape.pledgors.element,
};

export const namedSchemas: readonly Named[] = [
  ...Object.entries(names).map(([name, schema]) => ({ name, schema })),
  ...Object.entries(answers).flatMap(([name, id]) =>
    operations.filter((row) => row.id === id).map((row) => ({ name, schema: row.success.schema })),
  ),
  ...Object.entries(sent).map(([name, schema]) => ({ name, schema, side: 'input' as const })),
];
