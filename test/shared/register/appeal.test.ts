import { describe, expect, it } from 'vitest';
import {
  type AppealLevel,
  appeal,
  appealClocks,
  appealLevels,
  appealLimits,
  appealOpen,
  appealOutcomes,
  appealStatuses,
  lastDayToDecide,
  lastDayToObject,
} from '../../../shared/register/appeal.ts';
import type { Filing, FilingDecision } from '../../../shared/register/filing.ts';
import { filingStatuses } from '../../../shared/register/lifecycle.ts';
import { day, filingNo, moment, partyNo } from './sample.ts';
import { expectShape, idOf } from './shape.ts';

const refusedAt = moment('2026-03-02T02:00:00.000Z');
const refusal: FilingDecision = { outcome: 'refused', by: 'examiner', at: refusedAt, findings: [] };

describe('the days to object (A5.7)', () => {
  it('are sixty from the decision, the day of the decision not counted, and end on a working day', () => {
    // The sixtieth day is 1 May; the holiday of Labour Day runs through the fifth.
    expect(lastDayToObject('reconsideration', refusedAt)).toEqual({ date: '2026-05-06', estimated: false });
    expect(lastDayToObject('reconsideration', moment('2026-03-12T02:00:00.000Z')).date).toBe('2026-05-11');
  });

  it('are fifteen for the further appeal', () => {
    expect(lastDayToObject('further', refusedAt)).toEqual({ date: '2026-03-17', estimated: false });
  });

  it('are counted from the day of the decision in Shanghai', () => {
    expect(lastDayToObject('further', moment('2026-03-02T16:00:00.000Z')).date).toBe('2026-03-18');
    expect(lastDayToObject('further', moment('2026-03-02T15:59:59.999Z')).date).toBe('2026-03-17');
  });

  it('are an estimate where they end in a year whose holidays are not published (J7)', () => {
    expect(lastDayToObject('reconsideration', moment('2998-12-20T02:00:00.000Z')).estimated).toBe(true);
  });

  it('each rest on a dated source, and hold under the old law and the new', () => {
    for (const level of appealLevels) {
      for (const { source } of appealLimits[level]) expect(source).toMatch(/法.*第.+条/);
    }
    for (const { source } of appealClocks) expect(source).toMatch(/行政复议法.*第.+条/);
    const before = lastDayToObject('reconsideration', moment('2023-06-01T02:00:00.000Z'));
    expect(before.date).toBe('2023-07-31');
    expect(lastDayToObject('further', moment('2023-06-01T02:00:00.000Z')).date).toBe('2023-06-16');
    for (const level of appealLevels)
      expect(() => lastDayToObject(level, moment('1999-09-30T02:00:00.000Z'))).toThrow(RangeError);
    expect(lastDayToObject('further', moment('1999-10-01T02:00:00.000Z')).date).toMatch(/^1999-10-/);
  });

  it('in which the office decides are sixty too', () => {
    expect(lastDayToDecide(day('2026-03-12'))).toEqual({ date: '2026-05-11', estimated: false });
    expect(lastDayToDecide(day('2023-06-01')).date).toBe('2023-07-31');
  });
});

describe('whether a party may object now', () => {
  type Asked = Pick<Filing, 'status' | 'decisions' | 'appeals'>;
  const filed = (more: Partial<Asked> = {}): Asked => ({ status: 'refused', decisions: [refusal], ...more });
  const past = (level: AppealLevel, more: Record<string, unknown> = {}) => ({
    ...{ id: idOf('apl') as never, level, against: refusedAt, status: 'rejected' as const },
    ...{ decidedAt: moment('2026-04-01T02:00:00.000Z'), ...more },
  });
  const soon = day('2026-03-03');

  it('it may against a decision that ended the filing, and against no other state of it', () => {
    const open = filingStatuses.filter(
      (status) => typeof appealOpen(filed({ status }), 'reconsideration', soon) === 'object',
    );
    expect(open).toEqual(['registered', 'refused', 'returned']);
    expect(appealOpen(filed(), 'reconsideration', soon)).toEqual({ against: refusedAt });
    expect(appealOpen(filed({ decisions: [] }), 'reconsideration', soon)).toBe('not-now');
  });

  it('through the last day, and not one day longer', () => {
    expect(appealOpen(filed(), 'reconsideration', day('2026-05-06'))).toEqual({ against: refusedAt });
    expect(appealOpen(filed(), 'reconsideration', day('2026-05-07'))).toBe('too-late');
  });

  it('it is the newest decision that it objects to', () => {
    const newest = { ...refusal, at: moment('2026-06-01T02:00:00.000Z') };
    expect(appealOpen(filed({ decisions: [refusal, newest] }), 'reconsideration', day('2026-06-02'))).toEqual(
      { against: newest.at },
    );
  });

  it('not while any appeal is open, nor twice on one level against one decision', () => {
    const { decidedAt: _never, ...open } = past('reconsideration', { status: 'open' });
    const other = { ...open, against: moment('2026-01-01T00:00:00.000Z') };
    expect(appealOpen(filed({ appeals: [open] }), 'further', soon)).toBe('not-now');
    expect(appealOpen(filed({ appeals: [other] }), 'reconsideration', soon)).toBe('not-now');
    const decided = filed({ appeals: [past('reconsideration')] });
    expect(appealOpen(decided, 'reconsideration', soon)).toBe('not-now');
    const twice = filed({ appeals: [past('reconsideration'), past('further')] });
    expect(appealOpen(twice, 'further', day('2026-04-02'))).toBe('not-now');
  });

  it('again against a new decision, whatever was decided on the old one', () => {
    const newest = { ...refusal, at: moment('2026-06-01T02:00:00.000Z') };
    const again = filed({ decisions: [refusal, newest], appeals: [past('reconsideration')] });
    expect(appealOpen(again, 'reconsideration', day('2026-06-02'))).toEqual({ against: newest.at });
    // What was decided on the old one opens no further appeal against the new one.
    expect(appealOpen(again, 'further', day('2026-06-02'))).toBe('not-now');
  });

  it('further only where a reconsideration was rejected, within fifteen days of that', () => {
    expect(appealOpen(filed(), 'further', soon)).toBe('not-now');
    const rejected = filed({ appeals: [past('reconsideration')] });
    expect(appealOpen(rejected, 'further', day('2026-04-16'))).toEqual({ against: refusedAt });
    expect(appealOpen(rejected, 'further', day('2026-04-17'))).toBe('too-late');
    const upheld = filed({ appeals: [past('reconsideration', { status: 'upheld' })] });
    expect(appealOpen(upheld, 'further', day('2026-04-02'))).toBe('not-now');
    // A further appeal alone is no reconsideration.
    expect(appealOpen(filed({ appeals: [past('further')] }), 'further', day('2026-04-02'))).toBe('not-now');
  });
});

describe('an appeal', () => {
  const judged = { account: 'e1', at: '2026-04-01T02:00:00.000Z', reason: '理由' };

  it('is read as it was written, and nothing unknown with it', () => {
    expectShape(appeal, {
      full: {
        ...{ id: idOf('apl'), version: 2, level: 'reconsideration', status: 'rejected', filing: filingNo(1) },
        ...{ against: refusedAt, party: partyNo(1), by: { account: 'a', party: partyNo(1) } },
        ...{ reason: '理由', filedAt: refusedAt, deadline: { date: '2026-05-06', estimated: false } },
        proposal: { ...judged, outcome: 'upheld' },
        sentBack: judged,
        outcome: { ...judged, second: 'e2' },
      },
      optional: ['/proposal', '/sentBack', '/outcome', '/outcome/second'],
      taken: {
        ...{ '/version': [1], '/level': appealLevels, '/status': appealStatuses },
        ...{ '/proposal/outcome': appealOutcomes, '/reason': ['字'.repeat(4000), 'a\nb'] },
        '/sentBack/reason': ['字'.repeat(4000)],
      },
      refused: {
        ...{ '/version': [0, 1.5], '/level': ['third'], '/status': ['refused'] },
        ...{ '/proposal/outcome': ['open'], '/reason': ['字'.repeat(4001), ''] },
        '/sentBack/reason': ['字'.repeat(4001), ''],
      },
    });
  });

  it('has closed words for its level, status and outcome', () => {
    expect([appealLevels, appealStatuses, appealOutcomes]).toEqual([
      ['reconsideration', 'further'],
      ['open', 'proposed', 'upheld', 'rejected'],
      ['upheld', 'rejected'],
    ]);
  });
});
