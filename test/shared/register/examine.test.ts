import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { rightOf } from '../../../shared/kernel/right.ts';
import { decide } from '../../../shared/register/decide.ts';
import { examine, findingsMax, groundsOn } from '../../../shared/register/examine.ts';
import { finding, type Severity, severities } from '../../../shared/register/finding.ts';
import {
  type ExaminationFacts,
  type Ground,
  type GroundHit,
  nothingKnown,
  type Procedure,
} from '../../../shared/register/procedure.ts';
import { day, partyNo, patentNo } from './sample.ts';

const form = z.strictObject({ word: z.string() });
type Form = z.output<typeof form>;

function ground(id: string, more: Partial<Ground<Form>> = {}): Ground<Form> {
  return {
    id,
    source: { zh: '法', en: 'law' },
    validFrom: '2021-11-15',
    severity: 'refusal',
    heading: { zh: '题', en: 'heading' },
    text: { zh: '{word}不行', en: '{word} will not do' },
    check: (facts) => [{ params: { word: facts.form.word } }],
    ...more,
  };
}

function procedureWith(grounds: readonly Ground<Form>[]): Procedure<typeof form> {
  return {
    id: 'test.request',
    asks: 'pledge',
    title: { zh: '测试', en: 'Test' },
    form,
    neutral: { word: '' },
    clocks: [],
    grounds,
    rights: () => [],
    consenting: () => [],
    documents: () => [],
    otherGround: { id: 'A9.9', heading: { zh: '其他', en: 'Other' } },
    effect: () => {
      throw new Error('not asked for');
    },
  };
}

function factsOn(today: string, more: Partial<ExaminationFacts<Form>> = {}): ExaminationFacts<Form> {
  return {
    form: { word: '此' },
    titles: new Map(),
    parties: new Map(),
    declared: [],
    represented: [],
    filed: {
      applicant: partyNo(1),
      filedBy: { account: 'a', party: partyNo(1) },
      documents: [],
      consents: [],
      objections: [],
    },
    known: nothingKnown,
    today: day(today),
    ...more,
  };
}

const hits =
  (count: number, more: GroundHit = {}) =>
  () =>
    Array.from({ length: count }, () => more);

describe('groundsOn', () => {
  const old = ground('A1.1', { validFrom: '2010-10-01', validTo: '2021-11-14' });
  const now = ground('A1.2');

  it('rules are dated: the first and the last day are in force, the days outside are not', () => {
    const on = (today: string) => groundsOn([old, now], today).map(({ id }) => id);
    expect(on('2010-09-30')).toEqual([]);
    expect(on('2010-10-01')).toEqual(['A1.1']);
    expect(on('2021-11-14')).toEqual(['A1.1']);
    expect(on('2021-11-15')).toEqual(['A1.2']);
    expect(on('2999-12-31')).toEqual(['A1.2']);
  });
});

describe('examine', () => {
  it('gives one finding a hit, in the order of the grounds, filled in both languages', () => {
    const right = rightOf(patentNo(1));
    const found = examine(
      procedureWith([
        ground('A4.g1', { check: () => [{ right, pointer: '/word', params: { word: '甲' } }, {}] }),
        ground('A4.g2', { check: () => [] }),
        ground('A4.g3', { severity: 'note' }),
      ]),
      factsOn('2026-01-01'),
    );
    expect(found).toEqual([
      {
        ground: 'A4.g1',
        severity: 'refusal',
        right,
        pointer: '/word',
        text: { zh: '甲不行', en: '甲 will not do' },
      },
      { ground: 'A4.g1', severity: 'refusal', text: { zh: '{word}不行', en: '{word} will not do' } },
      { ground: 'A4.g3', severity: 'note', text: { zh: '此不行', en: '此 will not do' } },
    ]);
    for (const one of found) expect(finding.parse(one)).toEqual(one);
  });

  it('leaves out grounds that are not in force on the day', () => {
    const procedure = procedureWith([ground('A4.g1'), ground('A4.g2', { validFrom: '2027-01-01' })]);
    expect(examine(procedure, factsOn('2026-12-31')).map((one) => one.ground)).toEqual(['A4.g1']);
    expect(examine(procedure, factsOn('2027-01-01')).map((one) => one.ground)).toEqual(['A4.g1', 'A4.g2']);
  });

  it('a hit may be lighter or graver than its ground', () => {
    const procedure = procedureWith([ground('A4.g4', { check: () => [{ severity: 'examiner' }, {}] })]);
    expect(examine(procedure, factsOn('2026-01-01')).map((one) => one.severity)).toEqual([
      'examiner',
      'refusal',
    ]);
  });

  it('A4.1: a declaration cures its own ground, and only where the ground is curable', () => {
    const procedure = procedureWith([
      ground('A4.g10', { severity: 'declaration' }),
      ground('A4.g11', { severity: 'declaration' }),
      ground('A4.g9'),
    ]);
    const declared = ['A4.g9', 'A4.g10'];
    expect(examine(procedure, factsOn('2026-01-01', { declared })).map((one) => one.ground)).toEqual([
      'A4.g11',
      'A4.g9',
    ]);
  });

  it('as many as can be told are told whole, in the order of the grounds', () => {
    const grounds = [
      ground('A4.g1', { severity: 'note', check: hits(1) }),
      ground('A4.g2', { check: hits(findingsMax - 1) }),
    ];
    const found = examine(procedureWith(grounds), factsOn('2026-01-01'));
    expect(found).toHaveLength(findingsMax);
    expect(found[0]?.ground).toBe('A4.g1');
  });

  it('tells forty findings at most, and always the gravest, so that the decision stays the same', () => {
    const counts = fc.record(
      Object.fromEntries(severities.map((one) => [one, fc.integer({ min: 0, max: 80 })])),
    );
    fc.assert(
      fc.property(counts, fc.shuffledSubarray([...severities]), (drawn, order) => {
        const grounds = order.map((severity: Severity, at) =>
          ground(`A4.g${at + 1}`, { severity, check: hits(drawn[severity] ?? 0) }),
        );
        const all = grounds.flatMap((one) => one.check(factsOn('2026-01-01')).map(() => one.severity));
        const found = examine(procedureWith(grounds), factsOn('2026-01-01'));
        expect(found).toHaveLength(Math.min(all.length, findingsMax));
        const text = { zh: '', en: '' };
        const untold = all.map((severity) => ({ ground: 'A1', severity, text }));
        expect(decide(found, true)).toBe(decide(untold, true));
      }),
    );
  });

  it('does not change the facts it is given', () => {
    const facts = factsOn('2026-01-01');
    const before = structuredClone({ ...facts });
    examine(procedureWith([ground('A4.g1')]), facts);
    expect(facts).toEqual(before);
  });
});
