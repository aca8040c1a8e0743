import type { PartyId } from '../../../kernel/id.ts';
import { normaliseName } from '../../../kernel/name.ts';
import type { ExaminationFacts, Ground } from '../../../register/procedure.ts';
import { announcement461From, houseRule, oneCode, oneCodeFrom } from '../../source.ts';

type Facts = ExaminationFacts<unknown>;

/** P2: 一主体一代码. An identifier is enrolled once; the commit's condition says so again when two come at once. */
export const identifierTaken: Ground<unknown> = {
  id: 'P2',
  source: oneCode,
  validFrom: oneCodeFrom,
  severity: 'refusal',
  heading: { zh: '证件号码已登记', en: 'Identifier already enrolled' },
  text: {
    zh: '该证件号码已由另一主体登记；无法使用原账户的，请办理账户恢复',
    en: 'This identifier is enrolled already; whoever has lost its accounts asks for their recovery',
  },
  check: ({ known, filed }) =>
    [...known.identified.values()].some((party) => party !== filed.applicant)
      ? [{ pointer: '/subject/identifier' }]
      : [],
};

/** Organisations other than this party that are enrolled under one of the names. */
function others({ known }: Facts, names: readonly string[], self: PartyId) {
  const keys = names.map(normaliseName);
  return known.namesakes.filter((one) => one.id !== self && keys.includes(normaliseName(one.name)));
}

/**
 * P3: a name that reads like another's may be chosen to be taken for it. Names repeat in good faith too, so a person
 * looks; a former name counts, since the register compares owners by it.
 */
export function namesake<Form>(
  namesOf: (form: Form) => readonly { readonly name: string; readonly pointer: string }[],
  selfOf: (facts: ExaminationFacts<Form>) => PartyId = ({ filed }) => filed.applicant,
): Ground<Form> {
  return {
    id: 'P3',
    source: houseRule,
    validFrom: announcement461From,
    severity: 'examiner',
    heading: { zh: '与已登记的主体同名', en: 'Same name as an enrolled party' },
    text: {
      zh: '名称与已登记的“{name}”（{party}）相同或者仅书写不同',
      en: 'The name is that of “{name}” ({party}), or differs from it in spelling only',
    },
    check: (facts) =>
      namesOf(facts.form).flatMap(({ name, pointer }) =>
        others(facts, [name], selfOf(facts)).map((one) => ({
          pointer,
          params: { name: one.name, party: one.id },
        })),
      ),
  };
}

/**
 * P4: letters of two alphabets in one word pass for another word: Cyrillic А stands for Latin A. The examiner is
 * told, since the eye cannot see it.
 */
export function mixedLetters<Form>(
  namesOf: (form: Form) => readonly { readonly name: string; readonly pointer: string }[],
): Ground<Form> {
  return {
    id: 'P4',
    source: houseRule,
    validFrom: announcement461From,
    severity: 'examiner',
    heading: { zh: '名称混用字母表', en: 'Letters of two alphabets in one word' },
    text: {
      zh: '名称“{name}”混用拉丁、希腊或者西里尔字母，可能与他人名称混淆',
      en: '“{name}” mixes Latin, Greek or Cyrillic letters and may be taken for another name',
    },
    check: ({ form }) =>
      namesOf(form).flatMap(({ name, pointer }) => (mixes(name) ? [{ pointer, params: { name } }] : [])),
  };
}

const alphabets = [/\p{Script=Latin}/u, /\p{Script=Greek}/u, /\p{Script=Cyrillic}/u];

function mixes(name: string): boolean {
  const words = name.normalize('NFKC').split(/[\p{P}\p{Z}\p{Script=Han}]/u);
  return words.some((word) => alphabets.filter((one) => one.test(word)).length > 1);
}
