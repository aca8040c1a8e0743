import { loadavg } from 'node:os';
import type { Tail } from './percentile.ts';
import { table, title } from './report.ts';
import { bytesAim, type SearchCertificates, timeSearchCertificates } from './search-certificate-time.ts';

/** Of one right, over a map of 100,000 encumbered titles. */
const aims = { bytes: bytesAim, madeMs: 50, checkedMs: 10 } as const;

const plans = {
  full: { encumbered: 100_000, rounds: { warmUp: 50, counted: 200 }, changes: 200 },
  hasty: { encumbered: 500, rounds: { warmUp: 1, counted: 4 }, changes: 5 },
} as const;

export type SearchCertificateResults = SearchCertificates & {
  readonly at: string;
  readonly plan: keyof typeof plans;
  readonly load: readonly [number, number];
};

/** Measures search certificates over a map of many encumbered titles. */
export async function measureSearchCertificates(
  plan: keyof typeof plans,
  tell: (what: string) => void,
): Promise<SearchCertificateResults> {
  const [before = 0] = loadavg();
  tell(`search certificates over ${plans[plan].encumbered} encumbered titles`);
  const found = await timeSearchCertificates(plans[plan]);
  const [after = 0] = loadavg();
  return { at: new Date().toISOString(), plan, load: [before, after], ...found };
}

export function searchCertificateReport(results: SearchCertificateResults): string {
  const { at, load, encumbered, pages, pageBytes, certificates, change, fit } = results;
  const count = (value: number) => value.toLocaleString('en');
  return [
    `${at}  load ${load.map((one) => one.toFixed(1)).join(' before, ')} after`,
    title(
      `Search certificates over ${count(encumbered)} encumbered titles`,
      `a map of ${count(pages)} pages, ${count(pageBytes)} bytes; those read lie in the local S3 server; ms`,
    ),
    table([
      ['', 'bytes', 'made p50', 'p99', 'checked p50', 'p99', 'aims'],
      ...certificates.map((one) => [
        one.what,
        count(one.bytesMax),
        ...times(one.made),
        ...times(one.checked),
        one.what.startsWith('1 ') ? verdict(one) : '',
      ]),
    ]),
    `8 KB hold ${fit.free} free rights, or ${fit.encumbered} with one hold each.`,
    `A title that changes makes ${change.pages.toFixed(1)} pages of the map anew, ${count(Math.round(change.bytes))} bytes, in ${change.millis.toFixed(2)} ms.`,
  ].join('\n');
}

const times = ({ median, p99 }: Tail) => [median, p99].map((ms) => ms.toFixed(1));

function verdict({ bytesMax, made, checked }: SearchCertificates['certificates'][number]): string {
  const held =
    bytesMax <= aims.bytes && made.median <= aims.madeMs && checked.median <= aims.checkedMs
      ? 'held'
      : 'MISSED';
  return `≤ ${aims.bytes} bytes, ${aims.madeMs} ms, ${aims.checkedMs} ms ${held}`;
}
