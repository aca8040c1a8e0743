import type * as z from 'zod';
import type { EntryId, FilingId, PartyId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Localised } from '../kernel/localised.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { RightId } from '../kernel/right.ts';
import type { Severity } from './finding.ts';
import type { RequestKind } from './hold.ts';
import type { Party } from './party.ts';
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
  readonly number: string;
  readonly titles: ReadonlyMap<RightId, Title>;
  readonly parties: ReadonlyMap<PartyId, Party>;
};

/** What an accepted filing changes: the titles it advances, those it only reads, and the record it makes. */
export type Effect = {
  readonly advances: readonly Title[];
  readonly reads: readonly Title[];
  readonly record: RegisterRecord;
  /** The gazette's items (A6.4): public for ever, part of the entry. */
  readonly gazette: Readonly<Record<string, unknown>>;
  /** WIPO ST.27 event code of the change (J4). */
  readonly eventCode: string;
  /** What goes into the entry only as salted digests, by name. */
  readonly sealed: Readonly<Record<string, { readonly value: unknown; readonly public: boolean }>>;
};

/**
 * 业务类型: a kind of request. A new kind of transaction is one new folder that exports one of these;
 * the engine, the API, the portal and the statistics know from it what to do.
 */
export type Procedure<Schema extends z.ZodObject> = {
  readonly id: string;
  readonly asks: RequestKind;
  readonly title: Localised;
  readonly form: Schema;
  /** Values for fields not filled in yet, chosen so that no ground fires on them: a draft is examined as far as it goes. */
  readonly neutral: z.output<Schema>;
  readonly clocks: readonly ClockRule[];
  readonly grounds: readonly Ground<z.output<Schema>>[];
  readonly rights: (form: z.output<Schema>) => readonly RightId[];
  /** Parties whose consent makes the application joint, in the order of the form (A1.1, A9.2). */
  readonly consenting: (form: z.output<Schema>) => readonly PartyId[];
  /** 应提交的文件 (A2.1): what must be listed with this form, each with its source. */
  readonly documents: (form: z.output<Schema>, facts: DocumentFacts) => readonly RequiredDocument[];
  /** The number of the record, from the year and a random serial; uniqueness is the commit's condition. */
  readonly number: (year: number, serial: number) => string;
  readonly effect: (form: z.output<Schema>, context: EffectContext) => Effect;
};
