import { describe, expect, it } from 'vitest';
import type { PlainDate } from '../../../../../shared/kernel/plain-date.ts';
import { decide } from '../../../../../shared/register/decide.ts';
import { day } from '../../../register/sample.ts';
import { account, byCandidate, desk, other, third } from '../sample.ts';

const recovering = desk(
  'party.recovery',
  { party: other.id, accounts: [account('new-1')], signing: { signatures: 1 } },
  byCandidate,
);
const merging = desk('party.merger', { absorbed: other.id, absorbedGone: true });
const desks = [recovering, merging].map((one) => [one.procedure.id, one] as const);

describe('P9: ten days for objections run from the receipt', () => {
  it.each(desks)('%s: nobody registers it before the eleventh day', (_id, one) => {
    const on = (today: string, receivedOn?: PlainDate) =>
      one
        .verdicts({}, { today: day(today), filed: { receivedOn } })
        .filter((found) => found.startsWith('P9'));
    const received = day('2026-11-23');
    expect(on('2026-11-23', received)).toStrictEqual(['P9 waiting']);
    expect(on('2026-12-02', received)).toStrictEqual(['P9 waiting']);
    expect(on('2026-12-03', received)).toStrictEqual(['P9 waiting']);
    expect(on('2026-12-04', received)).toStrictEqual([]);
    expect(on('2027-01-01', received)).toStrictEqual([]);
    // What was not received yet has all of its ten days before it.
    expect(on('2026-11-23')).toStrictEqual(['P9 waiting']);
    expect(on('2030-01-01')).toStrictEqual(['P9 waiting']);
  });

  it('says from which day on, and leaves the rest to a person', () => {
    const findings = recovering.findings({}, { filed: { receivedOn: day('2026-11-23') } });
    const [found] = findings.filter(({ ground }) => ground === 'P9');
    expect(found?.text.zh).toContain('2026-12-04');
    expect(found?.text.en).toContain('2026-12-04');
    expect(decide(findings, true)).toBe('examiner');
  });

  it('does not concern a merger to which the absorbed party itself consents', () => {
    expect(merging.verdicts({ absorbedGone: false })).toStrictEqual(['P1 examiner']);
  });
});

describe('P10: what the party told has to say is heard by a person', () => {
  it.each(desks)('%s: each objection is found, with whose it is and of which day', (_id, one) => {
    const objections = [
      { party: other.id, on: day('2026-11-25') },
      { party: third.id, on: day('2026-11-26') },
    ];
    const found = one
      .findings({}, { filed: { objections } })
      .filter(({ ground, severity }) => ground === 'P10' && severity === 'examiner');
    expect(found).toHaveLength(2);
    for (const [at, { text }] of found.entries()) {
      for (const words of [text.zh, text.en]) {
        expect(words).toContain(objections[at]?.party);
        expect(words).toContain(objections[at]?.on);
      }
    }
    expect(one.verdicts().filter((verdict) => verdict.startsWith('P10'))).toStrictEqual([]);
  });
});
