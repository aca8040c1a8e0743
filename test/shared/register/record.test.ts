import { describe, expect, it } from 'vitest';
import { rightOf } from '../../../shared/kernel/right.ts';
import { pledgeStatuses, publicParty, registerRecord } from '../../../shared/register/record.ts';
import { entryNo, filingNo, moment, partyNo, patentNo } from './sample.ts';
import { expectShape } from './shape.ts';

const organisation = { kind: 'organisation', name: '演示银行', identifier: '91110108551385082Q' };
const person = { kind: 'person', commitment: 'pledgor-1' };
const record = {
  ...{ kind: 'pledge', number: 'Y2026980000001', version: 1, status: 'registered', entry: entryNo(1) },
  ...{
    filing: filingNo(1),
    registeredAt: moment('2026-11-23T02:00:00.000Z'),
    registrationDate: '2026-11-23',
  },
  rights: [{ right: rightOf(patentNo(1)), version: 2, name: '一种测试装置' }],
  ...{ pledgors: [person], pledgees: [organisation], parties: [partyNo(1)], terms: { amount: 'x' } },
};

describe('a record of a pledge (A7)', () => {
  it('is registered, discharged or revoked', () => {
    expect(pledgeStatuses).toEqual(['registered', 'discharged', 'revoked']);
  });

  it('is read as it was written, and nothing unknown with it', () => {
    expectShape(registerRecord, {
      full: record,
      open: ['/terms'],
      optional: ['/pledgees/0/identifier'],
      taken: { '/status': pledgeStatuses, '/parties': [[]], '/terms': [{}, { claim: { amount: '1.00' } }] },
      refused: {
        ...{ '/kind': ['licence'], '/status': ['void'], '/version': [0, 1.5], '/rights/0/version': [1.5] },
        ...{ '/rights': [[]], '/pledgors': [[]], '/pledgees': [[]], '/terms': [undefined, []] },
      },
    });
  });

  it('shows an organisation by name and a person by a commitment alone, so that the name can be forgotten', () => {
    expectShape(publicParty, { full: organisation, optional: ['/identifier'] });
    expectShape(publicParty, {
      full: person,
      optional: [],
      refused: { '/name': ['张三'], '/kind': ['state'] },
    });
  });
});
