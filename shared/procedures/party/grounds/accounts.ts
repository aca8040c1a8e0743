import type { PartyId } from '../../../kernel/id.ts';
import { type PartyAccount, partiesOfAccountMax } from '../../../register/party.ts';
import type { ExaminationFacts, Ground } from '../../../register/procedure.ts';
import { announcement461From, houseRule } from '../../source.ts';

type WithAccounts = { readonly accounts: readonly PartyAccount[] };

/** P7: the account's own bound; what it acts for already, or as a stand-in, takes no more room. */
export function accountFull<Form extends WithAccounts>(
  ownIn: (facts: ExaminationFacts<Form>) => readonly PartyId[],
): Ground<Form> {
  return {
    id: 'P7',
    source: houseRule,
    validFrom: announcement461From,
    severity: 'deficiency',
    heading: { zh: '账户代表的主体过多', en: 'The account acts for too many parties' },
    text: {
      zh: `一个账户最多代表${partiesOfAccountMax}个主体，请改用另一账户`,
      en: `An account acts for ${partiesOfAccountMax} parties at most: name another`,
    },
    check: (facts) =>
      facts.form.accounts.flatMap(({ subject }, index) => {
        const own = ownIn(facts);
        const others = facts.known.accounts.get(subject)?.filter((one) => !own.includes(one));
        return (others?.length ?? 0) >= partiesOfAccountMax
          ? [{ pointer: `/accounts/${index}/subject` }]
          : [];
      }),
  };
}
