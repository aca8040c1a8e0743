import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import * as z from 'zod';
import { normaliseName } from '../../shared/kernel/name.ts';
import { formatPatentNumber, parsePatentNumber, patentNumber } from '../../shared/kernel/patent-number.ts';
import { type PlainDate, plainDate } from '../../shared/kernel/plain-date.ts';
import { expiryDate } from '../../shared/register/term.ts';

export const samplePath = join(import.meta.dirname, '..', 'sample', 'patents.csv');

/** One patent of the sample; `line` is its line as it stands in the file, line end included. */
export type SamplePatent = {
  readonly line: string;
  /** As it is printed, with the dot before the check digit. */
  readonly number: string;
  readonly owners: readonly string[];
  readonly granted: boolean;
  readonly expiry: PlainDate | undefined;
};

export type Sample = { readonly header: string; readonly patents: readonly SamplePatent[] };

const blankOr = <Schema extends z.ZodType>(schema: Schema) => z.union([z.literal(''), schema]);

const row = z.object({
  raw: z.string(),
  record: z.object({
    patentNumber,
    patentees: z.string().min(1),
    filingDate: plainDate,
    grantDate: blankOr(plainDate),
  }),
});

/**
 * The sample patents (docs/data.md). Only what the seed itself decides by is read here; what a line must hold is
 * for the import to say.
 *
 * @throws ZodError when the file is not the sample, since it lies beside this code.
 */
export function readSample(path = samplePath): Sample {
  const text = readFileSync(path, 'utf8');
  const header = text.slice(0, text.indexOf('\n') + 1);
  const rows = z.array(row).parse(parse(text, { columns: true, raw: true }));
  return { header, patents: rows.map(({ raw, record }) => patentOf(raw, record)) };
}

function patentOf(line: string, record: z.output<typeof row>['record']): SamplePatent {
  const { patentNumber: number, filingDate, grantDate } = record;
  const parsed = parsePatentNumber(number);
  const kind = parsed.ok ? parsed.kind : undefined;
  // Compensation days and the other particulars are not in the sample, and a term needs none of them.
  const particulars = kind && { kind, name: '', language: 'en' as const, filingDate, compensationDays: 0 };
  return {
    line,
    number: formatPatentNumber(number),
    owners: record.patentees.split(';').map((owner) => owner.trim()),
    granted: grantDate !== '',
    expiry: particulars && expiryDate(particulars),
  };
}

/** Patents that can be pledged on the day as far as the sample says: granted, and within their term. */
export function inForce(sample: Sample, day: PlainDate): readonly SamplePatent[] {
  return sample.patents.filter((one) => one.granted && one.expiry !== undefined && one.expiry >= day);
}

export type DemoOwners = { readonly owner: string; readonly coOwner: string };

/**
 * Whom the demo accounts `owner` and `co-owner` act for, by their names on the register. The owner is the
 * organisation that alone owns most of the patents in force on the day; the co-owner is the one that owns most of
 * them jointly with others. Among equals the first by name.
 *
 * @throws RangeError when nobody owns three alone, or nothing is owned jointly: the sample has grown too old.
 */
export function chooseOwners(sample: Sample, day: PlainDate): DemoOwners {
  const patents = inForce(sample, day);
  const [owner] = byCount(patents.filter((one) => one.owners.length === 1));
  const [coOwner] = byCount(patents.filter((one) => one.owners.length > 1)).filter(
    (one) => !owner || normaliseName(one.name) !== normaliseName(owner.name),
  );
  if (!owner || owner.count < patentsNeeded || !coOwner) {
    throw new RangeError(`on ${day} no owner in ${samplePath} has ${patentsNeeded} patents in force`);
  }
  return { owner: owner.name, coOwner: coOwner.name };
}

/** How many patents of one owner the demonstration pledges together. */
export const patentsNeeded = 3;

function byCount(patents: readonly SamplePatent[]): { name: string; count: number }[] {
  const counted = new Map<string, { name: string; count: number }>();
  for (const name of patents.flatMap((one) => one.owners)) {
    const key = normaliseName(name);
    const known = counted.get(key);
    counted.set(key, { name: known?.name ?? name, count: (known?.count ?? 0) + 1 });
  }
  return [...counted.values()].sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}
