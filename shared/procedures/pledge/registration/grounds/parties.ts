import { rightOf } from '../../../../kernel/right.ts';
import { isSameParty, type Party } from '../../../../register/party.ts';
import type { GroundHit } from '../../../../register/procedure.ts';
import { announcement461 } from '../../../source.ts';
import { eachTitle, type PledgeGround, partiesOf, patentText, since } from './ground.ts';

/** A natural person appears by the id that the asker gave: a draft must not be a way to learn who stands behind it. */
function calledInFindings(party: Party): string {
  return party.kind === 'organisation' ? party.name : party.id;
}

/** A1.1, art. 3: both parties apply jointly. One that is not enrolled, or was merged into another, cannot consent, so the draft is told before anybody waits for it. */
export const unknownParty: PledgeGround = {
  id: 'A1.1',
  source: announcement461(3),
  ...since,
  severity: 'deficiency',
  heading: { zh: '当事人未登记', en: 'Party not enrolled' },
  text: {
    zh: '该当事人未在本系统登记，或者已被合并',
    en: 'This party is not enrolled with the register, or was merged into another',
  },
  check: (facts) =>
    (['pledgors', 'pledgees'] as const).flatMap((side) =>
      facts.form[side].flatMap((one, index) =>
        facts.parties.get(one.party)?.status === 'enrolled' ? [] : [{ pointer: `/${side}/${index}/party` }],
      ),
    ),
};

/** A1.3: without residence or place of business in China, a party acts through a patent agency. */
export const foreignWithoutAgency: PledgeGround = {
  id: 'A1.3',
  source: announcement461(5),
  ...since,
  severity: 'deficiency',
  heading: { zh: '境外当事人未委托代理机构', en: 'Foreign party without an agency' },
  text: {
    zh: '{party}在中国内地没有经常居所或者营业所，应当委托专利代理机构办理',
    en: '{party} has no residence or place of business in mainland China and must act through a patent agency',
  },
  check: (facts) =>
    (['pledgors', 'pledgees'] as const).flatMap((side) =>
      facts.form[side].flatMap((one, index) => {
        const party = facts.parties.get(one.party);
        return party && party.residence !== 'CN' && !facts.represented.includes(party.id)
          ? [{ pointer: `/${side}/${index}/party`, params: { party: calledInFindings(party) } }]
          : [];
      }),
    ),
};

/** A4.g1, art. 11(1): 出质人与专利登记簿记载的专利权人不一致. */
export const pledgorIsNotOwner: PledgeGround = {
  id: 'A4.g1',
  source: announcement461(11, 1),
  ...since,
  severity: 'refusal',
  heading: { zh: '出质人与登记的专利权人不一致', en: 'Pledgor is not the registered patentee' },
  text: {
    zh: '出质人{party}不是专利{patent}登记的专利权人',
    en: 'Pledgor {party} is not a registered patentee of {patent}',
  },
  check: (facts) =>
    partiesOf(facts, 'pledgors').flatMap((pledgor) =>
      eachTitle(facts, (title) =>
        title.owners.some((owner) => isSameParty(owner, pledgor))
          ? undefined
          : { params: { party: calledInFindings(pledgor) } },
      ),
    ),
};

/**
 * A9.4, art. 11(1): many people share a name. Where nothing but the name says that a natural person is the patentee, an
 * examiner compares the papers, or a namesake could pledge what is another's.
 */
export const personByNameAlone: PledgeGround = {
  id: 'A9.4',
  source: announcement461(11, 1),
  ...since,
  severity: 'examiner',
  heading: { zh: '自然人仅凭姓名对应', en: 'A natural person matched by name alone' },
  text: {
    zh: '出质人{party}与专利{patent}登记的专利权人仅姓名相同，由审查员核实是否为同一人',
    en: 'Pledgor {party} and the patentee of {patent} share a name and nothing else is known: an examiner judges whether they are one',
  },
  check: (facts) =>
    partiesOf(facts, 'pledgors')
      .filter((pledgor) => pledgor.kind === 'person')
      .flatMap((pledgor) =>
        eachTitle(facts, (title) =>
          title.owners.some((owner) => !owner.identifier && isSameParty(owner, pledgor))
            ? { params: { party: calledInFindings(pledgor) } }
            : undefined,
        ),
      ),
};

/** A4.g8, art. 11(8): 专利权共有人未取得一致同意; an agreement to the contrary (art. 4) needs a person's eye. */
export const coOwnerMissing: PledgeGround = {
  id: 'A4.g8',
  source: announcement461(11, 8),
  ...since,
  severity: 'refusal',
  heading: { zh: '未经全体共有人同意', en: 'A co-owner has not joined' },
  text: {
    zh: '专利{patent}的共有人{owner}未参加出质，其同意或者共有人的另行约定尚待证明',
    en: 'Co-owner {owner} of {patent} has not joined; its consent, or an agreement to the contrary, is not proved yet',
  },
  check: (facts) => {
    const pledgors = partiesOf(facts, 'pledgors');
    return facts.form.rights.flatMap((number) => {
      const right = rightOf(number);
      const owners = facts.titles.get(right)?.owners ?? [];
      // A pledgor who owns nothing here is g1's finding; naming every owner as missing would only blur it.
      if (!owners.some((owner) => pledgors.some((pledgor) => isSameParty(owner, pledgor)))) return [];
      return owners
        .filter((owner) => !pledgors.some((pledgor) => isSameParty(owner, pledgor)))
        .map(
          (owner): GroundHit => ({
            right,
            params: { patent: patentText(number), owner: owner.name },
            ...(facts.form.coOwnersAgreedOtherwise && { severity: 'examiner' }),
          }),
        );
    });
  },
};
