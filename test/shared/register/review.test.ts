import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDrawn, remedies, review, reviewKinds, reviewStatuses } from '../../../shared/register/review.ts';
import { entryNo, filingNo, moment, partyNo } from './sample.ts';
import { expectShape, idOf } from './shape.ts';

const at = moment('2026-11-23T02:00:00.000Z');
const bytesOf = (value: number) => Uint8Array.of(value >> 16, (value >> 8) & 255, value & 255);
const chances = 2 ** 24;

describe('drawing by lot (A9.1)', () => {
  it('draws exactly the share: the lot below it is drawn, the one at it is not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), (share) => {
        const first = Math.ceil((share * chances) / 10_000);
        if (first > 0) expect(isDrawn(share, bytesOf(first - 1))).toBe(true);
        if (first < chances) expect(isDrawn(share, bytesOf(first))).toBe(false);
      }),
    );
  });

  it('is settled by all three bytes, the first the weightiest', () => {
    // Two in a hundred of 16 777 216 lots: up to 335 544.
    expect(isDrawn(200, Uint8Array.of(5, 30, 184))).toBe(true);
    expect(isDrawn(200, Uint8Array.of(5, 30, 185))).toBe(false);
    expect(isDrawn(200, Uint8Array.of(5, 31, 0))).toBe(false);
    expect(isDrawn(200, Uint8Array.of(6, 0, 0))).toBe(false);
    expect(isDrawn(200, Uint8Array.of(4, 255, 255))).toBe(true);
  });

  it('draws nobody where nobody is to be drawn, and everybody where all are', () => {
    expect(isDrawn(0, bytesOf(0))).toBe(false);
    expect(isDrawn(10_000, bytesOf(chances - 1))).toBe(true);
  });
});

describe('a review', () => {
  it('is read as it was written, and nothing unknown with it', () => {
    expectShape(review, {
      full: {
        ...{ id: idOf('rev'), version: 1, kind: 'sampling', status: 'error', filing: filingNo(1) },
        ...{ procedure: 'pledge.registration', entry: entryNo(1), number: 'Y2026980000001' },
        ...{ parties: [partyNo(1)], openedAt: at, deadline: { date: '2026-12-21', estimated: true } },
        outcome: { account: 'e1', at, reason: '有误', proposes: 'correction' },
      },
      optional: ['/number', '/outcome', '/outcome/reason', '/outcome/proposes'],
      taken: {
        ...{ '/kind': reviewKinds, '/status': reviewStatuses, '/outcome/proposes': remedies },
        ...{ '/parties': [[]], '/outcome/reason': ['字'.repeat(2000)] },
      },
      refused: {
        ...{ '/kind': ['whim'], '/status': ['perhaps'], '/outcome/proposes': ['nothing'], '/version': [0] },
        '/outcome/reason': ['字'.repeat(2001), ''],
      },
    });
  });

  it('has closed words for kind, status and remedy', () => {
    expect([reviewKinds, reviewStatuses, remedies]).toEqual([
      ['sampling', 'appeal'],
      ['open', 'ok', 'error', 'remedied'],
      ['correction', 'revocation'],
    ]);
  });
});
