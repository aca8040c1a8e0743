import {
  type EntryId,
  entryId,
  type FilingId,
  filingId,
  type PartyId,
  partyId,
} from '../../../shared/kernel/id.ts';
import { type Instant, instant } from '../../../shared/kernel/instant.ts';
import {
  type PatentKind,
  type PatentNumber,
  patentCheckDigit,
  patentNumber,
} from '../../../shared/kernel/patent-number.ts';
import { type PlainDate, plainDate } from '../../../shared/kernel/plain-date.ts';
import { rightOf } from '../../../shared/kernel/right.ts';
import type { Hold } from '../../../shared/register/hold.ts';
import { type Party, party } from '../../../shared/register/party.ts';
import { type Title, title } from '../../../shared/register/title.ts';

/** Well-formed values of the register for tests; every one passes the schema of its kind. */

const padded = (count: number) => String(count).padStart(25, '0');

export const entryNo = (count: number): EntryId => entryId.parse(`ent_0${padded(count)}`);
export const filingNo = (count: number): FilingId => filingId.parse(`fil_0${padded(count)}`);
export const partyNo = (count: number): PartyId => partyId.parse(`pty_0${padded(count)}`);
export const day = (text: string): PlainDate => plainDate.parse(text);
export const moment = (text: string): Instant => instant.parse(text);

const kindDigit: Readonly<Record<PatentKind, string>> = { invention: '1', utilityModel: '2', design: '3' };

/** The number of the patent with this kind, filing year and serial, its check digit computed. */
export function patentNo(serial: number, kind: PatentKind = 'invention', year = 2017): PatentNumber {
  const digits = `${year}${kindDigit[kind]}${String(serial).padStart(7, '0')}`;
  return patentNumber.parse(digits + patentCheckDigit(digits));
}

/** An organisation in China without an identifier, as most owners on the register are. */
export function organisation(count: number, name: string, more: Partial<Party> = {}): Party {
  return party.parse({
    id: partyNo(count),
    version: 1,
    instant: '2026-01-05T01:00:00.000Z',
    status: 'enrolled',
    kind: 'organisation',
    name,
    formerNames: [],
    residence: 'CN',
    accounts: [],
    signing: { signatures: 1 },
    enrolledAt: '2026-01-05T01:00:00.000Z',
    ...more,
  });
}

export type TitleChanges = {
  readonly kind?: PatentKind;
  readonly filingDate?: string;
  readonly compensationDays?: number;
  readonly owners?: Title['owners'];
  readonly facts?: Partial<Title['facts']>;
  readonly holds?: readonly Hold[];
  readonly version?: number;
  readonly name?: string;
};

/** A granted patent with paid annuities, no hold and no proceeding: nothing stands against pledging it. */
export function titleOf(number: PatentNumber, changes: TitleChanges = {}): Title {
  const basis = 'source';
  return title.parse({
    right: rightOf(number),
    version: changes.version ?? 1,
    instant: '2026-02-01T00:00:00.000Z',
    entry: entryNo(1),
    particulars: {
      kind: changes.kind ?? 'invention',
      name: changes.name ?? '一种测试装置',
      language: 'zh',
      mainClassification: 'H04L 9/32',
      filingDate: changes.filingDate ?? '2017-07-21',
      grantDate: '2019-05-14',
      compensationDays: changes.compensationDays ?? 0,
    },
    owners: changes.owners ?? [{ name: '演示出质科技有限公司' }],
    facts: {
      status: { value: 'granted', basis },
      annuity: { value: 'paid', basis },
      invalidation: { started: false, public: true, basis },
      ...changes.facts,
    },
    holds: changes.holds ?? [],
    source: 'test',
  });
}

export function holdOf(kind: Hold['kind'], more: Partial<Hold> = {}): Hold {
  return {
    kind,
    holders: [],
    since: moment('2026-02-02T00:00:00.000Z'),
    entry: entryNo(2),
    public: true,
    ...more,
  };
}
