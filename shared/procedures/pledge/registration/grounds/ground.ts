import { formatPatentNumber, type PatentNumber } from '../../../../kernel/patent-number.ts';
import { rightOf } from '../../../../kernel/right.ts';
import type { Party } from '../../../../register/party.ts';
import type { ExaminationFacts, Ground, GroundHit } from '../../../../register/procedure.ts';
import type { Title } from '../../../../register/title.ts';
import { announcement461From } from '../../../source.ts';
import type { PledgeForm } from '../form.ts';

export type Facts = ExaminationFacts<PledgeForm>;
export type PledgeGround = Ground<PledgeForm>;

/** Every ground of this procedure came into force with Announcement 461. */
export const since = { validFrom: announcement461From } as const;

/** Hits for each title of the form that the register knows; what it does not know is `unknownRight`'s business. */
export function eachTitle(facts: Facts, check: (title: Title) => GroundHit | undefined): GroundHit[] {
  return facts.form.rights.flatMap((number) => {
    const right = rightOf(number);
    const title = facts.titles.get(right);
    const hit = title && check(title);
    return hit ? [{ right, ...hit, params: { ...hit.params, patent: patentText(number) } }] : [];
  });
}

export function patentText(number: PatentNumber): string {
  return `ZL${formatPatentNumber(number)}`;
}

/** The enrolled parties of one side of the form. */
export function partiesOf(facts: Facts, side: 'pledgors' | 'pledgees'): Party[] {
  return facts.form[side].flatMap((one) => facts.parties.get(one.party) ?? []);
}
