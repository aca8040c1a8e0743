import { describe, expect, it } from 'vitest';
import { mediaTypes } from '../../../shared/register/document.ts';
import { checkOutcomes, checkStatuses, spotCheck } from '../../../shared/register/spot-check.ts';
import { entryNo, filingNo, moment, partyNo } from './sample.ts';
import { expectShape, idOf } from './shape.ts';

const at = moment('2026-11-23T02:00:00.000Z');
const document = {
  ...{ kind: 'identity', name: '执照.pdf', type: mediaTypes.pdf, sha256: 'a'.repeat(64), bytes: 10 },
};

describe('a spot check of a commitment (A9.1)', () => {
  it('is asked, answered, and found true, put right or false', () => {
    expect(checkStatuses).toEqual(['asked', 'answered', 'true', 'corrected', 'false']);
    expect(checkOutcomes).toEqual(['true', 'corrected', 'false']);
  });

  it('is read as it was written, and nothing unknown with it', () => {
    expectShape(spotCheck, {
      full: {
        ...{ id: idOf('chk'), version: 1, status: 'false', filing: filingNo(1), party: partyNo(1) },
        ...{ parties: [partyNo(1)], asks: '请证明', openedBy: 'e1', openedAt: at },
        deadline: { date: '2026-12-14', estimated: false },
        answer: { by: { account: 'a', party: partyNo(1) }, at, text: '见附件', documents: [document] },
        outcome: { account: 'e1', at, reason: '不实', entry: entryNo(1) },
      },
      optional: ['/answer', '/answer/documents/0/parties', '/outcome', '/outcome/entry'],
      taken: {
        ...{ '/status': checkStatuses, '/asks': ['字'.repeat(2000), 'a\nb'], '/answer/documents': [[]] },
        ...{ '/answer/text': ['字'.repeat(4000)], '/outcome/reason': ['字'.repeat(2000)] },
      },
      refused: {
        ...{ '/status': ['open'], '/asks': ['字'.repeat(2001), ''], '/version': [0, 1.5] },
        ...{ '/answer/text': ['字'.repeat(4001), ''], '/outcome/reason': ['字'.repeat(2001), ''] },
      },
    });
  });
});
