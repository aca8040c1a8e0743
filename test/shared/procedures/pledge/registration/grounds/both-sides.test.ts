import { describe, expect, it } from 'vitest';
import { type Mandate, mandate, type Party } from '../../../../../../shared/register/party.ts';
import { type FiledFacts, nothingKnown } from '../../../../../../shared/register/procedure.ts';
import { organisation } from '../../../../register/sample.ts';
import { bank, filedOf, findingsOn, formOf, owner, partiesOf, verdicts } from '../sample.ts';

const agent = organisation(7, '代理机构');
const second = organisation(8, '另一代理机构');
const coOwner = organisation(3, '共有人有限公司');

type Given = FiledFacts['consents'][number];
const given = (principal: Party, count: number, more: { by?: Party; bothSides?: true } = {}): Mandate =>
  mandate.parse({
    ...{ id: `mdt_0${String(count).padStart(25, '0')}`, principal: principal.id },
    ...{ agent: (more.by ?? agent).id, acts: ['consent'], from: '2020-01-01' },
    ...(more.bothSides && { bothSides: true }),
  });
const under = (one: Mandate, account = 'agent-1'): Given => ({
  party: one.principal,
  by: { account, party: one.agent, mandate: one.id },
});
const own = (party: Party, account = `of ${party.id}`): Given => ({
  party: party.id,
  by: { account, party: party.id },
});
const facts = (mandates: Mandate[], consents: readonly Given[] = mandates.map((one) => under(one))) => ({
  filed: filedOf({ consents }),
  known: { ...nothingKnown, mandates },
});
const judged = (mandates: Mandate[], consents?: readonly Given[]) => verdicts(facts(mandates, consents));

describe('A9.3: one agent for both sides (双方代理, Civil Code art. 168(2))', () => {
  const agreed = { bothSides: true } as const;

  it('needs the agreement of both principals in their mandates', () => {
    expect(judged([given(owner, 1), given(bank, 2)])).toEqual(['A9.3 deficiency']);
    expect(judged([given(owner, 1, agreed), given(bank, 2)])).toEqual(['A9.3 deficiency']);
    expect(judged([given(owner, 1), given(bank, 2, agreed)])).toEqual(['A9.3 deficiency']);
    expect(judged([given(owner, 1, agreed), given(bank, 2, agreed)])).toEqual([]);
  });

  it('does not concern an agent of one side, nor one whose other principal consented itself', () => {
    const one = given(owner, 1);
    expect(judged([one])).toEqual([]);
    expect(judged([given(bank, 1)])).toEqual([]);
    expect(judged([one], [under(one), own(bank)])).toEqual([]);
    expect(judged([], [own(owner), own(bank)])).toEqual([]);
  });

  it('does not concern two agents, each of one side, nor one agent of two on the same side', () => {
    expect(judged([given(owner, 1), given(bank, 2, { by: second })])).toEqual([]);
    const pledgors = [owner, coOwner].map((party) => ({ party: party.id, address: 'a' }));
    const both = [given(owner, 1), given(coOwner, 2)];
    const judgedWith = verdicts({
      ...facts(both, [...both.map((one) => under(one)), own(bank)]),
      ...{ form: formOf({ pledgors }), parties: partiesOf(owner, coOwner, bank) },
    });
    expect(judgedWith.filter((one) => one.startsWith('A9.3'))).toEqual([]);
  });

  it('asks nothing more of an agent of one side beside it', () => {
    const [mine, theirs] = [given(owner, 1, agreed), given(bank, 2, agreed)];
    const beside = given(bank, 3, { by: second });
    expect(judged([mine, theirs, beside])).toEqual([]);
  });

  it('is judged by the mandate under which it consented, and never by one that is not known', () => {
    const [mine, theirs] = [given(owner, 1, agreed), given(bank, 2, agreed)];
    expect(judged([mine], [under(mine), under(theirs)])).toEqual(['A9.3 deficiency']);
    const other = given(bank, 3);
    expect(judged([mine, theirs, other], [under(mine), under(other)])).toEqual(['A9.3 deficiency']);
  });

  it('is told once of each such agent, with its id', () => {
    const found = findingsOn(facts([given(owner, 1), given(bank, 2)]));
    expect(found).toHaveLength(1);
    expect(found[0]?.text.zh).toContain(agent.id);
    expect(found[0]?.text.en).toContain(agent.id);
    const two = [
      given(owner, 1),
      given(bank, 2),
      given(owner, 3, { by: second }),
      given(bank, 4, { by: second }),
    ];
    expect(judged(two)).toEqual(['A9.3 deficiency', 'A9.3 deficiency']);
    expect(
      judged(
        [given(owner, 1), given(bank, 2)],
        [...[under(given(owner, 1)), under(given(owner, 1), 'agent-2')], under(given(bank, 2))],
      ),
    ).toEqual(['A9.3 deficiency']);
  });
});

describe('A9.3: one side as the agent of the other (自己代理, Civil Code art. 168(1))', () => {
  it('pledgor or pledgee that consents for the other too needs its agreement', () => {
    const forBank = given(bank, 1, { by: owner });
    expect(judged([forBank], [own(owner), under(forBank)])).toEqual(['A9.3 deficiency']);
    const forOwner = given(owner, 1, { by: bank });
    expect(judged([forOwner], [under(forOwner), own(bank)])).toEqual(['A9.3 deficiency']);
  });

  it('passes where that mandate says so', () => {
    const forBank = given(bank, 1, { by: owner, bothSides: true });
    expect(judged([forBank], [own(owner), under(forBank)])).toEqual([]);
  });
});

describe('A9.3: one account for both sides as their own', () => {
  it('is looked at by a person, and is not named', () => {
    const consents = [own(owner, 'same'), own(bank, 'same')];
    expect(judged([], consents)).toEqual(['A9.3 examiner']);
    const [found] = findingsOn(facts([], consents));
    expect(found?.text.zh).toMatch(/^同一账户/);
    expect(found?.text.en).toMatch(/^One account/);
    expect(JSON.stringify(found)).not.toContain('same');
  });

  it('is found among many, and not where each side has accounts of its own', () => {
    const consents = [own(owner, 'a'), own(owner, 'b'), own(bank, 'c')];
    expect(judged([], consents)).toEqual([]);
    expect(judged([], [...consents, own(bank, 'b')])).toEqual(['A9.3 examiner']);
  });

  it('does not concern one that consents under mandates for both: that is its agency’s business', () => {
    const two = [given(owner, 1, { bothSides: true }), given(bank, 2, { bothSides: true })];
    expect(
      judged(
        two,
        two.map((one) => under(one, 'same')),
      ),
    ).toEqual([]);
    const one = given(bank, 2);
    expect(judged([one], [own(owner, 'same'), under(one, 'same')])).toEqual([]);
  });

  it('consents of parties that are on neither side count for nothing', () => {
    expect(judged([], [own(owner, 'same'), own(coOwner, 'same')])).toEqual([]);
  });
});
