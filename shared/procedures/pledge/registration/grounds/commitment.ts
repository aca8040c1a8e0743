import { announcement461 } from '../../../source.ts';
import { type PledgeGround, partiesOf, since } from './ground.ts';

/** A9.1, art. 7: 承诺书 in place of proof is not for whoever was found to have committed itself falsely. */
export const commitmentBarred: PledgeGround = {
  id: 'A9.1',
  source: announcement461(7),
  ...since,
  severity: 'deficiency',
  heading: { zh: '不得以承诺书代替证明', en: 'Barred from filing by commitment' },
  text: {
    zh: '{party}在{until}之前不得以承诺书代替身份证明，请提交身份证明文件',
    en: '{party} may not file by commitment until {until}: bring identity papers',
  },
  check: (facts) =>
    (['pledgors', 'pledgees'] as const).flatMap((side) =>
      partiesOf(facts, side).flatMap(({ kind, id, name, commitmentBarredUntil: until = facts.today }) =>
        facts.form.commitment && facts.today < until
          ? [{ pointer: '/commitment', params: { party: kind === 'organisation' ? name : id, until } }]
          : [],
      ),
    ),
};
