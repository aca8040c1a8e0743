import { describe, expect, it } from 'vitest';
import { rightOf } from '../../../shared/kernel/right.ts';
import {
  type Finding,
  finding,
  groundId,
  inShort,
  type Severity,
  severities,
} from '../../../shared/register/finding.ts';
import { patentNo } from './sample.ts';
import { expectShape } from './shape.ts';

const found = (ground: string, severity: Severity): Finding => ({
  ...{ ground, severity, text: { zh: '文', en: 'text' } },
});

describe('a finding', () => {
  it('is of one of six severities, from the gravest to the lightest', () => {
    expect(severities).toEqual(['refusal', 'deficiency', 'declaration', 'waiting', 'examiner', 'note']);
  });

  it('is read as it was written, and nothing unknown with it', () => {
    expectShape(finding, {
      full: { ...found('A4.g6', 'refusal'), right: rightOf(patentNo(1)), pointer: '/rights/0' },
      optional: ['/right', '/pointer'],
      taken: { '/severity': severities },
      refused: { '/severity': ['grave', ''] },
    });
  });

  it('names its rule as the rules’ document does', () => {
    for (const id of [
      'A4.g6',
      'A4.g10',
      'A1.1',
      'P18',
      'A9',
      'J1.1',
      'A1.2.3',
      'A1.12',
      `A${'1'.repeat(19)}`,
    ])
      expect(groundId.safeParse(id).success, id).toBe(true);
    for (const id of ['', 'a4', '4', 'A', 'A4.', 'A4.g', 'A4.g6x', 'xA4', 'A4.g6.1', 'A4 g6', 'A4.6g1'])
      expect(groundId.safeParse(id).success, id).toBe(false);
    expect(groundId.safeParse(`A${'1'.repeat(20)}`).success).toBe(false);
  });
});

describe('findings in short, as a line of a queue', () => {
  it('are the grounds with how often each was found, the gravest first', () => {
    const all = [
      ...[found('A4.1', 'note'), found('A4.g8', 'examiner'), found('A4.g1', 'refusal')],
      ...[found('A4.g8', 'examiner'), found('A4.g10', 'declaration'), found('A4.g8', 'examiner')],
    ];
    expect(inShort(all)).toEqual([
      { ground: 'A4.g1', severity: 'refusal', count: 1 },
      { ground: 'A4.g10', severity: 'declaration', count: 1 },
      { ground: 'A4.g8', severity: 'examiner', count: 3 },
      { ground: 'A4.1', severity: 'note', count: 1 },
    ]);
    expect(inShort([])).toEqual([]);
  });

  it('one ground with two severities stands there twice', () => {
    expect(inShort([found('A4.g4', 'examiner'), found('A4.g4', 'refusal')])).toEqual([
      { ground: 'A4.g4', severity: 'refusal', count: 1 },
      { ground: 'A4.g4', severity: 'examiner', count: 1 },
    ]);
  });

  it('in the order in which they were found among equals', () => {
    expect(inShort([found('A2', 'note'), found('A1', 'note')]).map((one) => one.ground)).toEqual([
      'A2',
      'A1',
    ]);
  });
});
