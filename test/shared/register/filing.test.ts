import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestText } from '../../../shared/kernel/digest.ts';
import { mandateId } from '../../../shared/kernel/id.ts';
import { claimOf } from '../../../shared/register/claim.ts';
import { documentReference } from '../../../shared/register/document.ts';
import {
  agentsIn,
  type Consent,
  type Filing,
  filing,
  filingDigest,
  type Proposal,
  representedIn,
  standingProposal,
  voidReasons,
  withClaim,
} from '../../../shared/register/filing.ts';
import { severities } from '../../../shared/register/finding.ts';
import { filingStatuses } from '../../../shared/register/lifecycle.ts';
import { day, filingNo, moment, partyNo } from './sample.ts';
import { expectShape, idOf, times } from './shape.ts';

const [owner, bank, agency] = [partyNo(1), partyNo(3), partyNo(4)];
const at = moment('2026-11-23T02:00:00.000Z');
const document = {
  ...{ kind: 'pledgeContract' as const, name: '质押合同.pdf', type: 'application/pdf' as const },
  ...{ sha256: 'a'.repeat(64), bytes: 10 },
};
const base = { procedure: 'pledge.registration', form: { rights: ['1', '2'] }, documents: [document] };
const digest = digestText.parse(filingDigest(base));

const consented = (party: typeof owner, over = digest): Consent => ({
  party,
  by: { account: 'a', party },
  digest: over,
  at,
  until: day('2027-02-21'),
  partyVersion: 1,
});

describe('filingDigest', () => {
  it('A9.2: changes with the procedure, any field, and any document', () => {
    const changed = [
      { ...base, procedure: 'pledge.discharge' },
      { ...base, form: { rights: ['2', '1'] } },
      { ...base, form: { ...base.form, debtor: { name: 'x' } } },
      { ...base, documents: [] },
      { ...base, documents: [document, document] },
      { ...base, documents: [{ ...document, sha256: 'b'.repeat(64) }] },
    ];
    const digests = [base, ...changed].map((one) => filingDigest(one));
    expect(new Set(digests).size).toBe(changed.length + 1);
  });

  it('A9.2: does not depend on the order in which a client writes its fields', () => {
    const form = { b: 1, a: { d: 2, c: 3 } };
    const turned = { a: { c: 3, d: 2 }, b: 1 };
    expect(filingDigest({ ...base, form })).toBe(filingDigest({ ...base, form: turned }));
  });

  it('A9.2: two forms have one digest only if they are the same JSON', () => {
    const forms = fc.dictionary(fc.string({ unit: 'grapheme', maxLength: 5 }), fc.jsonValue({ maxDepth: 3 }));
    const wellFormed = (value: unknown) => JSON.stringify(value).isWellFormed();
    fc.assert(
      fc.property(forms, forms, (a, b) => {
        fc.pre(wellFormed(a) && wellFormed(b));
        const [one, other] = [JSON.parse(JSON.stringify(a)), JSON.parse(JSON.stringify(b))];
        const same = filingDigest({ ...base, form: one }) === filingDigest({ ...base, form: other });
        expect(same).toBe(JSON.stringify(sorted(one)) === JSON.stringify(sorted(other)));
      }),
    );
  });
});

/** Members in one order; lists stay as they are. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .map(([key, member]) => [key, sorted(member)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => ({ key, member }));
}

const draft = {
  id: filingNo(1),
  procedure: 'pledge.registration',
  status: 'draft',
  version: 1,
  createdAt: at,
  updatedAt: at,
  applicant: owner,
  filedBy: { account: 'a', party: owner },
  parties: [owner],
  form: {},
  documents: [],
  consents: [],
  voided: [],
  declarations: [],
  decisions: [],
};

const full = (more: Partial<Filing>): Filing => ({ ...filing.parse(draft), ...more });
const standing = claimOf('e1', at);
const mandated = (party: typeof owner, agent: typeof owner): Consent => ({
  ...consented(party),
  by: { account: 'x', party: agent, mandate: mandateId.parse(idOf('mdt')) },
});

describe('a proposal (A5.6)', () => {
  const proposed: Proposal = { outcome: 'refused', account: 'e1', version: 4, at, findings: [] };

  it('stands as long as nothing changed the filing since, and is void after', () => {
    expect(standingProposal({ proposal: proposed, version: 4 })).toEqual(proposed);
    expect(standingProposal({ proposal: proposed, version: 5 })).toBeUndefined();
    expect(standingProposal({ version: 4 })).toBeUndefined();
  });

  it('is carried along by a claim, which changes nothing of what was proposed on', () => {
    const before = full({ version: 4, proposal: proposed });
    const after = withClaim(before, standing);
    expect(after).toEqual({ ...before, version: 5, claim: standing, proposal: { ...proposed, version: 5 } });
    expect(standingProposal(after)).toEqual({ ...proposed, version: 5 });
  });

  it('is carried by no claim once it is void', () => {
    const before = full({ version: 5, proposal: proposed });
    expect(standingProposal(withClaim(before, standing))).toBeUndefined();
  });
});

describe('a claim of a filing (A5.5)', () => {
  it('is another version of it, whether it is taken or given back', () => {
    const free = full({ version: 4 });
    const claimed = withClaim(free, standing);
    expect(claimed).toStrictEqual({ ...free, version: 5, claim: standing });
    expect(withClaim(claimed, undefined)).toStrictEqual({ ...free, version: 6 });
  });
});

describe('for whom an agent acts in a filing (A1.3)', () => {
  const byHand = { account: 'a', party: owner };
  const byAgent = mandated(owner, agency).by;

  it('for each party whose consent came under a mandate', () => {
    const filed = { applicant: owner, filedBy: byHand };
    const consents = [consented(owner), mandated(bank, agency)];
    expect(representedIn({ ...filed, consents })).toEqual([bank]);
    expect(representedIn({ ...filed, consents: [] })).toEqual([]);
  });

  it('for the applicant whose filing it opened, until that one consents with its own hand', () => {
    const opened = { applicant: owner, filedBy: byAgent };
    expect(representedIn({ ...opened, consents: [] })).toEqual([owner]);
    expect(representedIn({ ...opened, consents: [consented(bank)] })).toEqual([owner]);
    expect(representedIn({ ...opened, consents: [consented(owner)] })).toEqual([]);
    expect(representedIn({ ...opened, consents: [mandated(bank, agency)] })).toEqual([owner, bank]);
    expect(representedIn({ ...opened, consents: [mandated(owner, agency)] })).toEqual([owner]);
  });

  it('its agents are those who opened it or consented for it, each once; no party to it is one', () => {
    const opened = { applicant: owner, filedBy: byAgent, parties: [owner, bank] };
    expect(agentsIn({ ...opened, consents: [] }, owner)).toEqual([agency]);
    expect(agentsIn({ ...opened, consents: [mandated(owner, agency)] }, owner)).toEqual([agency]);
    expect(agentsIn({ ...opened, consents: [] }, bank)).toEqual([]);
    expect(agentsIn({ ...opened, consents: [mandated(bank, partyNo(5))] }, owner)).toEqual([agency]);
    expect(agentsIn({ ...opened, consents: [mandated(bank, partyNo(5))] }, bank)).toEqual([partyNo(5)]);
    expect(agentsIn({ ...opened, consents: [mandated(bank, owner)] }, bank)).toEqual([]);
    const byItself = { ...opened, parties: [bank], filedBy: byHand, consents: [consented(owner)] };
    expect(agentsIn(byItself, owner)).toEqual([]);
  });
});

describe('filing', () => {
  it('is read back as it was stored, and refuses what it does not know', () => {
    expect(filing.parse(draft)).toEqual(draft);
    expect(filing.safeParse({ ...draft, status: 'received' }).success).toBe(false);
    expect(filing.safeParse({ ...draft, version: 0 }).success).toBe(false);
    expect(filing.safeParse({ ...draft, note: 'x' }).success).toBe(false);
    expect(filing.safeParse({ ...draft, consents: [{ ...consented(bank), party: 'pty_1' }] }).success).toBe(
      false,
    );
  });

  it('A2.1: names documents by kind, type, digest and size alone', () => {
    expect(documentReference.safeParse(document).success).toBe(true);
    for (const wrong of [
      { kind: 'photo' },
      { type: 'image/gif' },
      { type: undefined },
      { parties: [] },
      { sha256: 'A'.repeat(64) },
      { sha256: 'a'.repeat(63) },
      { bytes: 0 },
      { bytes: 52_428_801 },
      { bytes: 1.5 },
      { name: '' },
      { name: 'a\u202eb' },
      { url: 'https://example.com' },
    ]) {
      expect(documentReference.safeParse({ ...document, ...wrong }).success, JSON.stringify(wrong)).toBe(
        false,
      );
    }
  });

  it('is read as it was written when everything in it is there, and nothing unknown with it', () => {
    const by = { account: 'a', party: owner, mandate: idOf('mdt') };
    const found = { ground: 'A4.g1', severity: 'refusal', text: { zh: '文', en: 'text' } };
    const decided = {
      ...{ outcome: 'refused', by: 'examiner', account: 'e1', second: 'e2', at, findings: [found] },
      ...{ reason: '理由', corrections: [{ pointer: '/claim', text: '更正' }] },
    };
    const proposed = { outcome: 'accepted', account: 'e1', version: 2, at, findings: [] };
    const appealed = { id: idOf('apl'), level: 'further', against: at, status: 'open', decidedAt: at };
    const voided = { ...consented(owner), by, reason: 'withdrawn', voidedAt: at, withdrawnBy: by };
    const whole = {
      ...{ ...draft, receivedAt: at, deadline: { date: '2026-11-25', estimated: false } },
      ...{ filedBy: by, consents: [{ ...consented(owner), by }], voided: [voided] },
      declarations: [{ party: owner, by, ground: 'A4.g10', at }],
      objections: [{ party: owner, by, at, text: '异议' }],
      decisions: [decided],
      examined: [{ ground: 'A4.g1', severity: 'refusal', count: 1 }],
      ...{ claim: standing, proposal: { ...proposed, reason: '理由' } },
      sentBack: { account: 'e2', at, reason: '理由' },
      examiners: ['e1'],
      correction: { account: 'e1', at, items: [] },
      appeals: [appealed],
      clock: { used: 1, since: '2026-03-09', estimated: false },
      registration: { number: 'Y2026980000001', entry: idOf('ent'), instant: at },
    };
    const optional = [
      ...[
        'receivedAt',
        'deadline',
        'objections',
        'examined',
        'claim',
        'proposal',
        'sentBack',
        'examiners',
        'correction',
        'appeals',
      ],
      ...['clock', 'clock/since', 'registration', 'registration/number', 'appeals/0/decidedAt'],
      'proposal/reason',
      ...['decisions/0/account', 'decisions/0/second', 'decisions/0/reason', 'decisions/0/corrections'],
      ...['voided/0/withdrawnBy', 'voided/0/withdrawnBy/mandate', 'voided/0/by/mandate'],
      ...['filedBy/mandate', 'consents/0/by/mandate', 'declarations/0/by/mandate', 'objections/0/by/mandate'],
    ];
    expectShape(filing, {
      full: whole,
      open: ['/form'],
      optional: optional.map((name) => `/${name}`),
      taken: {
        ...{ '/status': filingStatuses, '/version': [1], '/procedure': ['x'.repeat(64)], '/form': [{}] },
        ...{ '/parties': [times(64, owner)], '/consents': [[], times(80, consented(owner))] },
        ...{ '/voided': [times(40, voided)], '/declarations': [times(160, whole.declarations[0])] },
        ...{ '/objections': [times(5, whole.objections[0])], '/objections/0/text': ['字'.repeat(500)] },
        ...{ '/examined': [times(40, whole.examined[0])], '/examined/0/severity': severities },
        ...{ '/decisions/0/outcome': ['accepted', 'refused', 'correction', 'returned', 'reopened'] },
        ...{ '/decisions/0/by': ['machine', 'examiner'], '/decisions/0/reason': ['字'.repeat(2000)] },
        ...{ '/proposal/outcome': ['accepted', 'refused'], '/sentBack/reason': ['字'.repeat(2000)] },
        '/decisions': [[], times(100, decided)],
        ...{ '/examiners': [times(40, 'e1')], '/appeals': [times(40, appealed)] },
        ...{ '/appeals/0/level': ['reconsideration', 'further'] },
        ...{ '/appeals/0/status': ['open', 'upheld', 'rejected'], '/voided/0/reason': voidReasons },
        ...{ '/consents/0/partyVersion': [0], '/filedBy/account': ['x'.repeat(128)] },
      },
      refused: {
        ...{ '/status': ['received', ''], '/version': [0, 1.5], '/procedure': ['x'.repeat(65)] },
        ...{ '/parties': [times(65, owner)], '/consents': [times(81, consented(owner))] },
        ...{ '/voided': [times(41, voided)], '/declarations': [times(161, whole.declarations[0])] },
        ...{ '/objections': [times(6, whole.objections[0])], '/objections/0/text': ['字'.repeat(501), ''] },
        ...{ '/examined': [times(41, whole.examined[0])], '/examined/0/severity': ['grave'] },
        ...{ '/examined/0/count': [0, 1.5], '/decisions/0/outcome': ['lost', ''] },
        ...{ '/decisions/0/by': ['nobody', ''], '/decisions/0/reason': ['字'.repeat(2001), ''] },
        ...{ '/proposal/outcome': ['returned', ''], '/sentBack/reason': ['字'.repeat(2001), ''] },
        '/decisions': [times(101, decided)],
        ...{ '/examiners': [times(41, 'e1'), ['']], '/appeals': [times(41, appealed)] },
        ...{ '/appeals/0/level': ['third', ''], '/appeals/0/status': ['lost', ''] },
        ...{ '/voided/0/reason': ['forgotten', ''], '/consents/0/partyVersion': [-1, 0.5] },
        ...{ '/filedBy/account': ['x'.repeat(129)], '/form': [[]], '/proposal/version': [0.5] },
      },
    });
  });

  it('ends a consent for one of six reasons (A9.2)', () => {
    expect(voidReasons).toEqual([
      ...['changed', 'withdrawn', 'expired', 'signerEnded', 'mandateEnded', 'partyEnded'],
    ]);
  });
});
