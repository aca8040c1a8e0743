import type { Item } from '../../../functions/_platform/dynamodb.ts';
import type { RecordVersion } from '../../../functions/_platform/store/record-versions.ts';
import type { TitleVersion } from '../../../functions/_platform/store/titles.ts';
import type { EntryId, FilingId, PartyId } from '../../../shared/kernel/id.ts';
import type { RightId } from '../../../shared/kernel/right.ts';
import type { DecidedLine } from '../../../shared/register/clock.ts';
import type { DocumentState } from '../../../shared/register/document.ts';
import type { Entry, Opening } from '../../../shared/register/entry.ts';
import type { Filing } from '../../../shared/register/filing.ts';
import type { Notice } from '../../../shared/register/notice.ts';
import type { OfficeCorrection } from '../../../shared/register/office-correction.ts';
import type { Party } from '../../../shared/register/party.ts';
import type { TableName } from '../../../shared/tables.ts';
import type { Broken } from './broken.ts';

/** A value with the item in which it lies. */
export type Lying<Value> = { readonly value: Value; readonly item: Item };

/** A stored reply, with its body read. */
export type KeptReply = {
  readonly requestDigest: string;
  readonly status: number;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly etag?: string | undefined;
};

/** Everything that stands in the tables, read once and sorted by what it is. */
export type Standing = {
  readonly items: Readonly<Record<TableName, readonly Item[]>>;
  /** Versions of each title and record, in the order of their numbers. */
  readonly titles: Map<RightId, Lying<TitleVersion>[]>;
  readonly records: Map<string, Lying<RecordVersion>[]>;
  readonly entries: Map<EntryId, Entry>;
  readonly openings: Map<EntryId, Opening[]>;
  readonly pending: EntryId[];
  readonly indices: Map<EntryId, number>;
  readonly filings: Map<FilingId, Lying<Filing>>;
  readonly links: { readonly party: PartyId; readonly filing: FilingId }[];
  readonly notices: { readonly party: PartyId; readonly notice: Notice }[];
  readonly documents: Lying<DocumentState>[];
  readonly decided: DecidedLine[];
  readonly received: FilingId[];
  readonly corrections: OfficeCorrection[];
  /** By the key under which it lies. */
  readonly replies: Map<string, KeptReply>;
  readonly parties: Map<PartyId, Lying<Party>>;
  readonly checkpoints: { readonly size: number; readonly instant: string; readonly note: string }[];
  readonly sizes: { readonly size: number; readonly instant: string }[];
  readonly cursors: Map<string, number>;
  readonly faults: readonly Broken[];
};
