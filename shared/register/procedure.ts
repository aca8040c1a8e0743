import type * as z from 'zod';
import type { EntryId, FilingId, PartyId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Localised } from '../kernel/localised.ts';
import type { Money } from '../kernel/money.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { RightId } from '../kernel/right.ts';
import type { Consent, Filing } from './filing.ts';
import type { Severity } from './finding.ts';
import type { RequestKind } from './hold.ts';
import type { ConsentCapacity, Mandate, Party } from './party.ts';
import type { RegisterRecord } from './record.ts';
import type { DocumentFacts, RequiredDocument } from './required-documents.ts';
import type { Title } from './title.ts';

/** Everything a ground may look at: the complete form, the titles as the asker may see them, the parties, the day. */
export type ExaminationFacts<Form> = {
  readonly form: Form;
  readonly titles: ReadonlyMap<RightId, Title>;
  readonly parties: ReadonlyMap<PartyId, Party>;
  /** Grounds that every consenting party has declared to continue despite (A4.g10, A4.g11). */
  readonly declared: readonly string[];
  /** Parties for whom an agent acts in this filing, under a mandate (A1.3). */
  readonly represented: readonly PartyId[];
  readonly today: PlainDate;
  readonly filed: FiledFacts;
  readonly known: KnownFacts;
};

/** For whom a filing was opened, and by which account, party and mandate. */
export type Asker = Pick<Filing, 'applicant' | 'filedBy'>;

/** What a ground may know of the filing itself beside its form. */
export type FiledFacts = Asker & {
  readonly documents: Filing['documents'];
  /** The consents over the form as it stands, each with who gave it. */
  readonly consents: readonly Pick<Consent, 'party' | 'by'>[];
  /** 异议 of parties that were told of it. */
  readonly objections: readonly { readonly party: PartyId; readonly on: PlainDate }[];
  /** 受理日, once it was submitted. */
  readonly receivedOn?: PlainDate | undefined;
};

/** What a procedure needs to know of who may act, beyond the parties that consent. */
export type Concerned = {
  readonly parties?: readonly PartyId[];
  readonly mandates?: readonly Pick<Mandate, 'agent' | 'principal' | 'id'>[];
  /** Parties whose given mandates matter, and parties whose mandates as agents do. */
  readonly givenBy?: readonly PartyId[];
  readonly heldBy?: readonly PartyId[];
  /** Parties to which an identifier may be enrolled already (`identifierKeyOf`). */
  readonly identifiers?: readonly string[];
  /** Names under which organisations may be enrolled already. */
  readonly names?: readonly string[];
  /** Accounts that will act, or act no more, for a party; and every account of these parties. */
  readonly accounts?: readonly string[];
  readonly accountsOf?: readonly PartyId[];
};

/** What the register answers to `Concerned`. */
export type KnownFacts = {
  readonly mandates: readonly Mandate[];
  /** To which party an identifier is enrolled. */
  readonly identified: ReadonlyMap<string, PartyId>;
  /** Organisations whose normalised name is one of the names asked for. */
  readonly namesakes: readonly Party[];
  /** For which parties each account acts, candidates included; an account unknown to the register for none. */
  readonly accounts: ReadonlyMap<string, readonly PartyId[]>;
};

export const nothingKnown: KnownFacts = {
  mandates: [],
  identified: new Map(),
  namesakes: [],
  accounts: new Map(),
};

export type GroundHit = {
  readonly right?: RightId;
  readonly pointer?: string;
  readonly params?: Readonly<Record<string, string | number>>;
  /** Where one ground may lead to different things, the hit says which; else the ground's own severity holds. */
  readonly severity?: Severity;
};

/** 不予登记事由: one rule, dated, with its legal source; the law changes, the engine does not. */
export type Ground<Form> = {
  readonly id: string;
  readonly source: Localised;
  readonly validFrom: string;
  readonly validTo?: string;
  readonly severity: Severity;
  readonly heading: Localised;
  /** The finding's text; `{name}` is filled from the hit's params. */
  readonly text: Localised;
  readonly check: (facts: ExaminationFacts<Form>) => readonly GroundHit[];
};

/** 办理期限: working days the office has to decide, by channel, dated (A5.1). */
export type ClockRule = {
  readonly channel: 'online' | 'paper';
  readonly workingDays: number;
  readonly validFrom: string;
  readonly source: Localised;
};

export type EffectContext = {
  readonly instant: Instant;
  readonly today: PlainDate;
  readonly entry: EntryId;
  readonly filing: FilingId;
  readonly asker: Asker;
  /** The number drawn for the record; absent where the procedure numbers none. */
  readonly number: string | undefined;
  readonly titles: ReadonlyMap<RightId, Title>;
  readonly parties: ReadonlyMap<PartyId, Party>;
  readonly known: KnownFacts;
};

/**
 * What an accepted filing changes among those who may act. Only the registrar commits these, with the entry; a
 * changed or relied-on party must still be at the version that was read.
 */
export type PartyChange =
  | { readonly kind: 'enrolled'; readonly party: Party }
  /** `party` is the next version: one more than the one read. */
  | { readonly kind: 'changed'; readonly party: Party }
  | { readonly kind: 'relied'; readonly party: Party }
  | { readonly kind: 'mandateGiven'; readonly mandate: Mandate }
  | { readonly kind: 'mandateRevoked'; readonly mandate: Mandate }
  /** The stand-in under which an account asked for something that is now done. */
  | { readonly kind: 'candidateEnded'; readonly account: string; readonly candidate: PartyId };

/** What an accepted filing changes: the titles it advances, those it only reads, the record it makes, who may act. */
export type Effect = {
  readonly advances: readonly Title[];
  readonly reads: readonly Title[];
  readonly record?: RegisterRecord;
  readonly parties?: readonly PartyChange[];
  /** The gazette's items (A6.4): public for ever, part of the entry. */
  readonly gazette: Readonly<Record<string, unknown>>;
  /** WIPO ST.27 event code of a change of titles (J4). */
  readonly eventCode?: string;
  /** What goes into the entry only as salted digests, by name. */
  readonly sealed: Readonly<Record<string, { readonly value: unknown; readonly public: boolean }>>;
};

/**
 * 业务类型: a kind of request. A new kind of transaction is one new folder that exports one of these;
 * the engine, the API, the portal and the statistics know from it what to do.
 */
export type Procedure<Schema extends z.ZodObject> = {
  readonly id: string;
  /** What it asks of titles; nothing where it changes none. */
  readonly asks?: RequestKind;
  readonly title: Localised;
  readonly form: Schema;
  /** Values for fields not filled in yet, chosen so that no ground fires on them: a draft is examined as far as it goes. */
  readonly neutral: z.output<Schema>;
  readonly clocks: readonly ClockRule[];
  readonly grounds: readonly Ground<z.output<Schema>>[];
  readonly rights: (form: z.output<Schema>) => readonly RightId[];
  /** Parties whose consent makes the application joint, in the order of the form (A1.1, A9.2). */
  readonly consenting: (form: z.output<Schema>, asker: Asker) => readonly PartyId[];
  /** 应提交的文件 (A2.1): what must be listed with this form, each with its source. */
  readonly documents: (form: z.output<Schema>, facts: DocumentFacts) => readonly RequiredDocument[];
  /** Who of a consenting party must agree; its signers where nothing is said. */
  readonly consentBy?: ConsentCapacity;
  /** The secured amount, which decides whether a second signer is needed (`signaturesNeeded`). */
  readonly amount?: (form: z.output<Schema>) => Money | undefined;
  /** What else the grounds and the effect need to know of who may act. */
  readonly concerned?: (form: z.output<Schema>, asker: Asker) => Concerned;
  /** Parties that are told once it is submitted, and may read it, but whose consent is not needed. */
  readonly told?: (form: z.output<Schema>, asker: Asker) => readonly PartyId[];
  /** Asked for by an account for a party that is not enrolled: the applicant is a candidate. */
  readonly byCandidate?: true;
  /** Nothing in it needs a person's judgement: clean, it is registered at once, whatever is switched off. */
  readonly byMachineAlone?: true;
  /** 双人审查: what cannot be undone is decided by two examiners. */
  readonly twoPersons?: true;
  /** The examiner's own ground, which has no check. */
  readonly otherGround: { readonly id: string; readonly heading: Localised };
  /** The number of the record, from the year and a random serial; uniqueness is the commit's condition. */
  readonly number?: (year: number, serial: number) => string;
  readonly effect: (form: z.output<Schema>, context: EffectContext) => Effect;
  /**
   * The form again, from an entry's public fields and the values its commitments opened to. Where nothing is said, the
   * registrar seals the form whole, under the name `form`.
   */
  readonly restore?: (
    published: Readonly<Record<string, unknown>>,
    opened: ReadonlyMap<string, unknown>,
  ) => unknown;
};
