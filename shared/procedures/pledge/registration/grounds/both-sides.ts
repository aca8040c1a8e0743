import type { PartyId } from '../../../../kernel/id.ts';
import type { FiledFacts, GroundHit } from '../../../../register/procedure.ts';
import { civilCode, civilCodeFrom } from '../../../source.ts';
import type { Facts, PledgeGround } from './ground.ts';

/**
 * A9.3: 双方代理、自己代理. Whoever consents for pledgor and pledgee alike, as the agent of both or as one of them and
 * the agent of the other, deals with itself: the principals must have agreed, in their mandates or by consenting
 * themselves (Civil Code art. 168). Where one account consents for both sides as their own, no mandate shows who agreed
 * to what, and a person looks.
 */
export const bothSides: PledgeGround = {
  id: 'A9.3',
  source: civilCode(168),
  validFrom: civilCodeFrom,
  severity: 'deficiency',
  heading: { zh: '同一主体代表双方', en: 'One party acts for both sides' },
  text: {
    zh: '{who}同时代表出质人与质权人同意；双方须在委托中同意双方代理，或者由其自己的账户同意',
    en: '{whoEn} consents for pledgor and pledgee alike: both must agree to that in their mandates, or consent themselves',
  },
  check: (facts) => [...byOneAgent(facts), ...byOneAccount(facts)],
};

type Given = FiledFacts['consents'][number];

function consentsOf({ form, filed }: Facts, side: 'pledgors' | 'pledgees'): readonly Given[] {
  const parties: readonly PartyId[] = form[side].map((one) => one.party);
  return filed.consents.filter((one) => parties.includes(one.party));
}

function byOneAgent(facts: Facts): GroundHit[] {
  const [ours, theirs] = [consentsOf(facts, 'pledgors'), consentsOf(facts, 'pledgees')];
  const agents = new Set(ours.map((one) => one.by.party));
  return [...agents].flatMap((agent) => {
    const both = theirs.some((one) => one.by.party === agent);
    const given = [...ours, ...theirs].filter((one) => one.by.party === agent);
    return both && !given.every((one) => agreed(one, facts))
      ? [{ params: { who: agent, whoEn: agent } }]
      : [];
  });
}

/** Whether the principal consented itself, or lets its agent act for the other side too; none by succession does. */
function agreed({ by }: Given, { known }: Facts): boolean {
  const mandate = known.mandates.find((one) => one.id === by.mandate);
  return by.mandate === undefined || mandate?.bothSides === true;
}

function byOneAccount(facts: Facts): GroundHit[] {
  const own = (side: 'pledgors' | 'pledgees') =>
    consentsOf(facts, side)
      .filter((one) => one.by.mandate === undefined)
      .map((one) => one.by.account);
  const theirs = own('pledgees');
  const same = own('pledgors').some((account) => theirs.includes(account));
  return same ? [{ severity: 'examiner', params: oneAccount }] : [];
}

/** Accounts are people: no finding names one. */
const oneAccount = { who: '同一账户', whoEn: 'One account' };
