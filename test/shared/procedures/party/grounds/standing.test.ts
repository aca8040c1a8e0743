import { describe, expect, it } from 'vitest';
import type { FiledFacts } from '../../../../../shared/register/procedure.ts';
import { account, byCandidate, bySelf, desk, mandateNo, mapOf, merged, other, self } from '../sample.ts';

const accounts = [account('self-1')];
const signing = { signatures: 1 };
const changing = desk('party.accounts', { version: self.version, accounts, signing });
const details = desk('party.details', { version: self.version, address: '演示市科技路2号' });
const desks = [
  changing,
  details,
  desk(
    'party.enrolment',
    { subject: { kind: 'person', name: '李四', residence: 'CN', address: 'a' }, accounts, signing },
    byCandidate,
  ),
  desk('party.merger', { absorbed: other.id, absorbedGone: false }),
  desk('party.recovery', { party: other.id, accounts, signing }, byCandidate),
  desk('mandate.grant', { agent: other.id, acts: ['file'], from: '2026-01-01', bothSides: false }),
  desk('mandate.revocation', { principal: self.id, agent: other.id, mandate: mandateNo(1).id }),
].map((one) => [one.procedure.id, one] as const);

describe('A1.1: whoever changes itself is enrolled', () => {
  it.each([
    ['party.accounts', changing],
    ['party.details', details],
  ] as const)('%s: and not merged into another', (_id, one) => {
    const judged = (parties: ReturnType<typeof mapOf>) =>
      one.verdicts({}, { parties }).filter((found) => found.startsWith('A1.1'));
    expect(judged(mapOf(self))).toStrictEqual([]);
    expect(judged(mapOf(other))).toStrictEqual(['A1.1 deficiency']);
    expect(judged(mapOf(merged(self)))).toStrictEqual(['A1.1 deficiency']);
  });
});

describe('P5: what is asked was agreed on the version of the party that there is', () => {
  it('is a deficiency on any other, later or earlier, and says which there is now', () => {
    expect(changing.verdicts({ version: 3 })).toStrictEqual(['P5 deficiency /version']);
    expect(changing.verdicts({ version: 4 })).toStrictEqual([]);
    expect(changing.verdicts({ version: 5 })).toStrictEqual(['P5 deficiency /version']);
    const [found] = changing.findings({ version: 3 });
    expect(found?.text.zh).toContain('第4版');
    expect(found?.text.en).toContain('version 4');
    expect(details.verdicts({ version: 3 })).toStrictEqual(['P5 deficiency /version', 'P1 examiner']);
  });

  it('is not told of a draft that states no version yet, nor where there is no party', () => {
    expect(changing.draft()).toStrictEqual([]);
    expect(details.draft()).toStrictEqual(['P1 examiner']);
    expect(changing.verdicts({ version: 3 }, { parties: mapOf() })).toStrictEqual(['A1.1 deficiency']);
  });
});

describe('P6: no agent consents to what says who acts for its principal', () => {
  type Given = FiledFacts['consents'];
  const own = { party: self.id, by: { account: 'self-1', party: self.id } };
  const byAgent = { party: self.id, by: { account: 'x', party: other.id, mandate: mandateNo(1).id } };
  const byOther = { party: self.id, by: { account: 'x', party: other.id } };
  const ofItself = { party: self.id, by: { account: 'x', party: self.id, mandate: mandateNo(1).id } };

  it.each(desks)('%s', (_id, one) => {
    const judged = (consents: Given) =>
      one.verdicts({}, { filed: { consents } }).filter((found) => found.startsWith('P6'));
    expect(judged([])).toStrictEqual([]);
    expect(judged([own])).toStrictEqual([]);
    for (const given of [byAgent, byOther, ofItself])
      expect(judged([given])).toStrictEqual(['P6 deficiency']);
    expect(judged([own, byAgent, byOther])).toHaveLength(2);
  });

  it('says which party must consent itself', () => {
    const [found] = changing.findings({}, { filed: { ...bySelf, consents: [byAgent] } });
    expect(found?.text.zh).toContain(self.id);
    expect(found?.text.en).toContain(self.id);
  });
});
