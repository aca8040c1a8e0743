import type { Results } from './measure.ts';
import type { Comparison } from './statistics.ts';

/** What the register aims at; ratios, since times belong to a machine. */
const aims = { registration: 1.5, reading: 1.3, loading: 1.3 } as const;
/** A certificate over its bare words in the same fonts, and its bytes; the gateway takes 4.4 MB of a file at most. */
const certificateAims = {
  '1 patent': { ratio: 3, bytes: 150_000 },
  '20 patents': { ratio: 6, bytes: 500_000 },
} as const;

/** The results as tables for people. */
export function report(results: Results): string {
  const { machine } = results;
  const load = machine.load.map((one) => one.toFixed(1)).join(' before, ');
  return [
    ...(results.plan === 'hasty'
      ? ['A hasty run: it shows that the bench works, its times mean nothing.']
      : []),
    `${results.at}  Node ${machine.node}, ${machine.cores} × ${machine.processor}, load ${load} after`,
    title(
      'Time in the function',
      'medians in ms; ratio of medians, and the middle half of the rounds’ ratios',
    ),
    table([['', 'function', 'base', 'ratio', 'middle half', 'aim'], ...timeRows(results)]),
    title(
      'Calls and capacity units',
      'engine: as answered; rules: by AWS’s rules; least: what cannot be saved',
    ),
    table([consumptionHead, ...consumptionRows(results)]),
    title('Writes of a registration of one patent', 'by AWS’s rules, in a transaction'),
    table([['item', 'bytes', 'units'], ...writeRows(results)]),
    title('Weight and loading of the functions', 'base: a handler that only creates the SDK clients used'),
    table([loadHead, ...loadRows(results)]),
    title('Certificates', 'medians in ms; words: the same characters in the same fonts, and nothing else'),
    table([certificateHead, ...certificateRows(results)]),
  ].join('\n');
}

function timeRows({ registration, reading }: Results): string[][] {
  const line = (name: string, of: Comparison, aim?: number) => [name, ...figures(of, aim)];
  return [
    ...reading.map(({ way, overRead }) =>
      line(`title / bare GetItem, by the ${way}`, overRead, aims.reading),
    ),
    ...registration.flatMap(({ way, patents, overTransaction, overCalls }) => [
      line(
        `registration of ${patents} / bare transaction, by the ${way}`,
        overTransaction,
        aims.registration,
      ),
      line(`registration of ${patents} / its three calls bare, by the ${way}`, overCalls),
    ]),
  ];
}

function figures({ subject, base, ratio, ratios }: Comparison, aim?: number): string[] {
  const half = `${ratios.lower.toFixed(2)}-${ratios.upper.toFixed(2)}`;
  const times = [subject.median.toFixed(2), base.median.toFixed(2)];
  return [...times, ratio.toFixed(2), half, aim === undefined ? '' : verdict(ratio, aim)];
}

const verdict = (ratio: number, aim: number) => `≤ ${aim} ${ratio <= aim ? 'held' : 'MISSED'}`;

const consumptionHead = [
  '',
  'calls',
  'least',
  'read: engine',
  'rules',
  'least',
  'write: engine',
  'rules',
  'floor',
];

function consumptionRows({ consumption }: Results): string[][] {
  return consumption.map(({ name, calls, steps, read, write }) => {
    const writes = write ? [write.engine, write.rules, write.floor] : ['', '', ''];
    return [name, calls.length, steps.length, read.engine, read.rules, read.needed, ...writes].map(String);
  });
}

function writeRows({ consumption }: Results): string[][] {
  const one = consumption.find((line) => line.name === 'registration, 1 patent');
  return (one?.write?.lines ?? []).map(({ item, bytes, rules }) => [item, String(bytes), String(rules)]);
}

const loadHead = [
  '',
  'bytes',
  'gzip',
  'base bytes',
  'load',
  'base',
  'ratio',
  'middle half',
  'aim',
  'by processor time',
];

function loadRows({ loading }: Results): string[][] {
  return loading.map(({ name, bytes, gzipBytes, base, wall, processor }) => [
    name,
    ...[bytes, gzipBytes, base.bytes].map((size) => size.toLocaleString('en')),
    ...figures(wall, aims.loading),
    processor.ratio.toFixed(2),
  ]);
}

const certificateHead = [
  '',
  'drawing',
  'words',
  'ratio',
  'middle half',
  'aim',
  'over a page',
  'bytes',
  'words',
  'aim',
];

function certificateRows({ certificates }: Results): string[][] {
  return certificates.map(({ name, patents, bytes, bareBytes, overWords, overPage }) => {
    const aim = certificateAims[patents];
    return [
      name,
      ...figures(overWords, aim.ratio),
      overPage.ratio.toFixed(0),
      ...[bytes, bareBytes].map((size) => size.toLocaleString('en')),
      verdict(bytes, aim.bytes),
    ];
  });
}

export function title(name: string, note: string): string {
  return `\n${name} (${note})`;
}

/** Columns as wide as their widest cell; the first to the left, figures to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ');
  return rows.map((row) => line(row).trimEnd()).join('\n');
}
