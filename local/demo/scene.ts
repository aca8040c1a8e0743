import type { Answer } from '../../shared/contracts/operations/index.ts';
import type { PartyId } from '../../shared/kernel/id.ts';
import { formatPatentNumber, type PatentNumber } from '../../shared/kernel/patent-number.ts';
import type { PlainDate } from '../../shared/kernel/plain-date.ts';
import { partyOf } from '../seed/parties.ts';
import type { People } from '../seed/people.ts';
import { demand } from '../seed/refused.ts';
import { patentsNeeded } from '../seed/sample.ts';
import { freePatents } from './free-patents.ts';
import { expect, expected, type Steps } from './steps.ts';

type TitleView = Answer<'titles.get'>;
type DemoParty = { readonly id: PartyId; readonly name: string };

/** Who acts, and on which patents: what every later step of the demonstration knows. */
export type Scene = {
  readonly people: People;
  readonly steps: Steps;
  readonly today: PlainDate;
  readonly owner: DemoParty;
  readonly bank: DemoParty;
  /** The titles as they stood before anything was filed. */
  readonly titles: readonly TitleView[];
};

/** A patent number as people read it: `ZL201720760694.8`. */
export function shown(number: PatentNumber): string {
  return `ZL${formatPatentNumber(number)}`;
}

/**
 * Signs in and picks the patents. An earlier run may have pledged some already: the next free ones are taken, and
 * when fewer than three are left the demonstration says how to begin anew.
 */
export async function setScene(of: Pick<Scene, 'people' | 'steps' | 'today'>): Promise<Scene> {
  const { people, steps, today } = of;
  const { owner, bank } = await steps.step({ zh: '登录', en: 'Sign in' }, async (say) => {
    const owner = expected((await partyOf(people, 'owner'))?.party, 'the account owner acts for a party');
    const bank = expected((await partyOf(people, 'bank'))?.party, 'the account bank acts for a party');
    say(`owner → ${owner.name}`);
    say(`bank  → ${bank.name}`);
    return { owner, bank };
  });
  await steps.step(
    { zh: '双方均经审查登记为主体', en: 'Both parties are enrolled, by an examiner' },
    async (say) => {
      for (const one of [owner, bank]) {
        const params = { entryId: expected(one.entry, `${one.name} was enrolled by an entry`) };
        const { entry } = demand(await people.as('owner').call('entries.get', { params }), 'entries.get');
        const { act, decidedBy, instant } = entry;
        expect(act === 'party.enrolment' && decidedBy === 'examiner', `an examiner enrolled ${one.name}`);
        say(`${one.name}  ${one.identifier?.value ?? ''}  ${instant}`);
      }
    },
  );
  const titles = await steps.step({ zh: '选取三件专利', en: 'Pick three patents' }, async (say) => {
    const free = await freePatents(people.as('owner'), owner.name, today);
    expect(free.length >= patentsNeeded, `${free.length} of ${owner.name}'s patents are free. ${beginAnew}`);
    const picked = free.slice(0, patentsNeeded);
    for (const one of picked) say(`${shown(one.patentNumber)}  ${one.particulars.name}`);
    return picked;
  });
  return { ...of, owner, bank, titles };
}

const beginAnew =
  'All others are pledged: begin anew with "npm start -- --fresh", or run "npm run demo -- --own" in a cloud of its own.';
