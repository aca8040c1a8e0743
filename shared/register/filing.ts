import * as z from 'zod';
import { digestOf, digestText } from '../kernel/digest.ts';
import { appealId, entryId, filingId, mandateId, type PartyId, partyId } from '../kernel/id.ts';
import { instant } from '../kernel/instant.ts';
import { plainDate } from '../kernel/plain-date.ts';
import { line } from '../kernel/plain-text.ts';
import { type Claim, claim, staffAccount } from './claim.ts';
import { clock } from './clock.ts';
import { correctionRequest, requestedItem } from './correction-request.ts';
import { documentList } from './document.ts';
import { finding, severities } from './finding.ts';
import { filingStatuses } from './lifecycle.ts';
import { signaturesMax } from './limits.ts';

/** Who did it: the account, the party it acted as, and the mandate where it acted for another. */
export const actor = z.strictObject({
  account: z.string().max(128),
  party: partyId,
  mandate: mandateId.optional(),
});
export type Actor = z.output<typeof actor>;

/** 同意: one signer's agreement for a party, over the digest of form and documents (A9.2). */
export const consent = z.strictObject({
  party: partyId,
  by: actor,
  digest: digestText,
  at: instant,
  /** The last day in Asia/Shanghai on which it counts. */
  until: plainDate,
  /** The version of `by.party` whose accounts gave the signer the power; 0 for a party that is not enrolled yet. */
  partyVersion: z.int().min(0),
});
export type Consent = z.output<typeof consent>;

/**
 * Why a consent counts no longer: form or documents changed; it was withdrawn; its day passed; the account signs for
 * its party no more; the mandate is over, revoked or covers no consent; the party acts no more.
 */
export const voidReasons = [
  'changed',
  'withdrawn',
  'expired',
  'signerEnded',
  'mandateEnded',
  'partyEnded',
] as const;
export type VoidReason = (typeof voidReasons)[number];

/** 失效的同意: kept, so that each party can see what ended it. */
const voidedConsent = consent.extend({
  reason: z.enum(voidReasons),
  voidedAt: instant,
  withdrawnBy: actor.optional(),
});
export type VoidedConsent = z.output<typeof voidedConsent>;

/** How many voided consents a filing keeps, the newest. */
export const voidedKept = 40;

/** 声明: a party, once told of a curable ground, declares that it continues (A4.g10, A4.g11). */
export const declaration = z.strictObject({ party: partyId, by: actor, ground: z.string(), at: instant });
export type Declaration = z.output<typeof declaration>;

/** How many objections a filing holds; a party's newest take the place of its oldest. */
export const objectionsMax = 5;

/** 异议: a party that was told of a filing, and whose consent it does not need, objects before it is decided. */
export const objection = z.strictObject({ party: partyId, by: actor, at: instant, text: line(500) });
export type Objection = z.output<typeof objection>;

/** A day by which something must happen; estimated while the year's working days are not published (J7). */
export const deadline = z.strictObject({ date: plainDate, estimated: z.boolean() });

export const decision = z.strictObject({
  outcome: z.enum(['accepted', 'refused', 'correction', 'returned', 'reopened']),
  by: z.enum(['machine', 'examiner']),
  /** The examiner's account; never shown outside the office. */
  account: z.string().optional(),
  /** The examiner who confirmed it, where two persons decide; never shown outside the office. */
  second: z.string().optional(),
  at: instant,
  findings: z.array(finding),
  reason: line(2000).optional(),
  corrections: z.array(requestedItem).optional(),
});
export type FilingDecision = z.output<typeof decision>;

/**
 * 拟决定: the first of two persons' decision. It stands on the filing as it was left by it; whatever changes the
 * filing afterwards gives it another version, and the proposal is void.
 */
export const proposal = decision
  .pick({ at: true, findings: true, reason: true })
  .extend({ outcome: z.enum(['accepted', 'refused']), account: staffAccount, version: z.int() });
export type Proposal = z.output<typeof proposal>;

/** Findings in short, as a line of the queue shows them. */
export const examined = z.strictObject({
  ground: z.string(),
  severity: z.enum(severities),
  count: z.int().min(1),
});

/** The examiners that a filing remembers; a filing that so many took part in is past any procedure. */
export const examinersMax = 40;

/** Appeals that a filing remembers: more than two against one decision there are not. */
export const appealsMax = 40;

/** 申请: one request with its form, consents and one life cycle. `version` is its ETag. */
export const filing = z.strictObject({
  id: filingId,
  procedure: z.string().max(64),
  status: z.enum(filingStatuses),
  version: z.int().min(1),
  createdAt: instant,
  updatedAt: instant,
  /** The party on whose behalf it was opened, and who opened it. */
  applicant: partyId,
  filedBy: actor,
  /** Parties that may see it: the applicant, its agent, and every party the form names. */
  parties: z.array(partyId).max(64),
  form: z.record(z.string(), z.unknown()),
  documents: documentList,
  consents: z.array(consent).max(40 * signaturesMax),
  voided: z.array(voidedConsent).max(voidedKept),
  declarations: z.array(declaration).max(80 * signaturesMax),
  /** What parties that were told of it have against it, until it is decided. */
  objections: z.array(objection).max(objectionsMax).optional(),
  /** 受理日 is the day of this instant; a completed correction restarts it (A2.4). */
  receivedAt: instant.optional(),
  deadline: deadline.optional(),
  decisions: z.array(decision).max(100),
  /** What made it wait for a person, when it entered the queue. */
  examined: z.array(examined).max(40).optional(),
  claim: claim.optional(),
  proposal: proposal.optional(),
  /** Why the second person sent the last proposal back. */
  sentBack: z.strictObject({ account: staffAccount, at: instant, reason: line(2000) }).optional(),
  /** Every examiner who took part in a decision: none of them decides on an appeal against it. */
  examiners: z.array(staffAccount).max(examinersMax).optional(),
  correction: correctionRequest.optional(),
  /** Appeals against its decisions, in short: at most one of each level against one decision. */
  appeals: z
    .array(
      z.strictObject({
        id: appealId,
        level: z.enum(['reconsideration', 'further']),
        against: instant,
        status: z.enum(['open', 'upheld', 'rejected']),
        decidedAt: instant.optional(),
      }),
    )
    .max(appealsMax)
    .optional(),
  /** The office's working days so far. */
  clock: clock.optional(),
  /** The entry that it led to, and the number of the record where one was made. */
  registration: z.strictObject({ number: z.string().optional(), entry: entryId, instant }).optional(),
});
export type Filing = z.output<typeof filing>;

/** What a consent is given over: the procedure, the form as it will be examined, and the documents. */
export function filingDigest(of: Pick<Filing, 'procedure' | 'form' | 'documents'>): string {
  return digestOf({ procedure: of.procedure, form: of.form, documents: of.documents });
}

/** The proposal, as far as nothing changed the filing since. */
export function standingProposal(filing: Pick<Filing, 'proposal' | 'version'>): Proposal | undefined {
  return filing.proposal?.version === filing.version ? filing.proposal : undefined;
}

/**
 * The filing with another claim, or none. It is another version, so that claims come in one order with everything
 * else; a proposal is carried along, because nothing of what was proposed on has changed.
 */
export function withClaim(of: Filing, claimed: Claim | undefined): Filing {
  const { claim: _old, ...rest } = of;
  const proposed = standingProposal(of);
  const version = of.version + 1;
  return {
    ...{ ...rest, version },
    ...(claimed && { claim: claimed }),
    ...(proposed && { proposal: { ...proposed, version } }),
  };
}

/** The parties for whom an agent acts here: it consented for them, or opened the filing and they have not yet consented. */
export function representedIn(filing: Pick<Filing, 'applicant' | 'filedBy' | 'consents'>): PartyId[] {
  const { applicant, filedBy, consents } = filing;
  const consented = consents.some((given) => given.party === applicant);
  const opened = filedBy.mandate !== undefined && !consented ? [applicant] : [];
  return [
    ...opened,
    ...consents.filter((given) => given.by.mandate !== undefined).map((given) => given.party),
  ];
}

/** 代理人: the parties that act as agents of this one in the filing; a party to it is nobody's agent in it. */
export function agentsIn(
  filing: Pick<Filing, 'applicant' | 'filedBy' | 'consents' | 'parties'>,
  principal: PartyId,
): PartyId[] {
  const opened = filing.applicant === principal ? [filing.filedBy] : [];
  const consented = filing.consents.filter((given) => given.party === principal).map((given) => given.by);
  const agents = [...opened, ...consented].filter((by) => by.mandate !== undefined).map((by) => by.party);
  return [...new Set(agents)].filter((one) => !filing.parties.includes(one));
}
