import * as z from 'zod';
import { type PatentKind, parsePatentNumber, patentNumber } from '../../kernel/patent-number.ts';
import { annuityStandings, legalStatuses, type Title } from '../title.ts';
import type { CellReader } from './cell.ts';
import type { Cells } from './columns.ts';
import type { ImportTerms } from './terms.ts';

type Facts = Title['facts'];

const annuityWord = z.enum(annuityStandings);
const statusWord = z.enum(legalStatuses);
const invalidationWord = z.enum(['none', 'public', 'unannounced']);

const invalidations = {
  none: { started: false, public: true },
  public: { started: true, public: true },
  unannounced: { started: true, public: false },
} as const;

/** The legal facts of a line, each with its basis: what no source states is assumed and says so. */
export function readFacts(
  reader: CellReader,
  cells: Cells,
  kind: PatentKind | undefined,
  terms: Pick<ImportTerms, 'statusBasis' | 'annuityBasis'>,
): Facts | undefined {
  const status = readStatus(reader, cells, terms.statusBasis);
  const annuity = reader.read('annuity', annuityWord);
  const started = reader.read('invalidationStarted', invalidationWord);
  const sameDayInvention = readSameDay(reader, kind);
  if (!status) return undefined;
  // A file that declares a source has the column; a blank cell of it is a source that does not say.
  const unstated = terms.annuityBasis === 'assumed' ? 'paid' : 'unknown';
  return {
    status,
    annuity: { value: annuity ?? unstated, basis: terms.annuityBasis },
    invalidation: { ...invalidations[started ?? 'none'], basis: started ? 'source' : 'assumed' },
    ...(sameDayInvention && { sameDayInvention }),
  };
}

/** Granted by the source where it has a grant date; without one only a declared assumption makes it so. */
function readStatus(
  reader: CellReader,
  cells: Cells,
  basis: ImportTerms['statusBasis'],
): Facts['status'] | undefined {
  const stated = reader.read('legalStatus', statusWord);
  const granted = cells.grantDate !== undefined;
  if (stated === 'application' && granted) reader.fail('legalStatus', 'title.grantedApplication');
  if (stated) return { value: stated, basis };
  if (granted) return { value: 'granted', basis: 'source' };
  if (basis === 'assumed') return { value: 'granted', basis };
  if (cells.legalStatus === undefined) reader.fail('grantDate', 'title.statusUnstated');
  return undefined;
}

/** 同日申请 (A4.g10): the invention that the same applicant filed with this utility model. */
function readSameDay(reader: CellReader, kind: PatentKind | undefined): string | undefined {
  const number = reader.read('sameDayInvention', patentNumber);
  const parsed = number && parsePatentNumber(number);
  const fits = parsed?.ok && parsed.kind === 'invention' && kind === 'utilityModel';
  if (number && kind && !fits) reader.fail('sameDayInvention', 'title.sameDayInvention');
  return number;
}
