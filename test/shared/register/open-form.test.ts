import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { partyId } from '../../../shared/kernel/id.ts';
import { money } from '../../../shared/kernel/money.ts';
import { rightId, rightOf } from '../../../shared/kernel/right.ts';
import { closeForm, toPointer } from '../../../shared/register/open-form.ts';
import {
  type Effect,
  type EffectContext,
  type Ground,
  nothingKnown,
  type Procedure,
} from '../../../shared/register/procedure.ts';
import { day, partyNo, patentNo } from './sample.ts';

const claim = z.discriminatedUnion('nature', [
  z.strictObject({ nature: z.literal('sum'), amount: z.string().max(5), days: z.int() }),
  z.strictObject({ nature: z.literal('ceiling'), ceiling: z.array(z.string()).min(1) }),
]);
const schema = z.strictObject({
  name: z.string().trim().min(2),
  kind: z.enum(['loan', 'trade']),
  parties: z.array(partyId).min(1).max(3),
  rights: z.array(rightId).min(1).max(200),
  count: z.int().min(1).max(9).optional(),
  claim,
  claims: z.array(claim).optional(),
  amount: money.optional(),
});
type Form = z.output<typeof schema>;

const ground: Ground<Form> = {
  ...{ id: 'A4.g1', source: { zh: '法', en: 'law' }, validFrom: '2021-11-15', severity: 'refusal' },
  ...{ heading: { zh: '题', en: 'heading' }, text: { zh: '{right}不行', en: '{right} will not do' } },
  check: ({ form }) =>
    form.rights.map((right, at) => ({ right, pointer: `/rights/${at}`, params: { right } })),
};
const named: Ground<Form> = {
  ...{ ...ground, id: 'A4.g2', text: { zh: '{name}', en: '{name}' } },
  check: ({ form }) => (form.name === '?' ? [] : [{ pointer: '/name', params: { name: form.name } }, {}]),
};
const made: Effect = { advances: [], reads: [], gazette: {}, sealed: {} };
const plain: Procedure<typeof schema> = {
  ...{ id: 'test.request', title: { zh: '测试', en: 'Test' }, form: schema, clocks: [] },
  neutral: { name: '?', kind: 'loan', parties: [], rights: [], claim: { nature: 'ceiling', ceiling: [] } },
  grounds: [ground, named],
  rights: ({ rights }) => rights,
  consenting: ({ parties }, asker) => [asker.applicant, ...parties],
  documents: ({ name }) => [{ kind: 'other', source: { zh: name, en: name } }],
  otherGround: { id: 'A4.g12', heading: { zh: '其他', en: 'Other' } },
  effect: ({ name }, { today }) => ({ ...made, gazette: { name, today } }),
};
const asker = { applicant: partyNo(1), filedBy: { account: 'a', party: partyNo(1) } };
const right = (count: number) => rightOf(patentNo(count));
const complete = {
  ...{ name: ' 甲方 ', kind: 'loan', parties: [partyNo(2)], rights: [right(1), right(2)] },
  claim: { nature: 'sum', amount: '5', days: 3 },
};
const without = (name: keyof typeof complete) => {
  const { [name]: _gone, ...rest } = complete;
  return rest;
};
const facts = {
  ...{ titles: new Map(), parties: new Map(), declared: [], represented: [], today: day('2026-11-23') },
  ...{ filed: { ...asker, documents: [], consents: [], objections: [] }, known: nothingKnown },
};
const procedure = closeForm(plain);
const faultsOf = (raw: Record<string, unknown>) =>
  procedure.openDraft(raw, asker).faults.map(({ pointer, code }) => `${pointer} ${code}`);
const issuesOf = (raw: Record<string, unknown>) =>
  procedure.openDraft(raw, asker).issues.map(({ pointer }) => pointer);

describe('a procedure, closed', () => {
  it('keeps what it says of itself, and its grounds without their checks', () => {
    const { check: _check, ...shown } = ground;
    const { check: _other, ...also } = named;
    expect(procedure).toMatchObject({
      ...{ id: 'test.request', title: plain.title, clocks: [], schema, otherGround: plain.otherGround },
      ...{ asks: undefined, number: undefined, grounds: [shown, also] },
    });
    expect(procedure.grounds.every((one) => !('check' in one))).toBe(true);
    const number = (year: number, serial: number) => `T${year}${serial}`;
    const clocks = [
      { channel: 'online' as const, workingDays: 2, validFrom: '2021-11-15', source: ground.source },
    ];
    expect(closeForm({ ...plain, asks: 'pledge', number, clocks })).toMatchObject({
      asks: 'pledge',
      number,
      clocks,
    });
  });

  it('that says no more is consented to by signers, decided by one, and tells nobody', () => {
    const rules = ({ consentBy, byCandidate, byMachineAlone, twoPersons, tells }: typeof procedure) => ({
      ...{ consentBy, byCandidate, byMachineAlone, twoPersons, tells },
    });
    expect(rules(procedure)).toEqual({
      ...{ consentBy: 'signer', byCandidate: false, byMachineAlone: false, twoPersons: false, tells: false },
    });
    const strict = closeForm({
      ...{ ...plain, consentBy: 'administrator', byCandidate: true, byMachineAlone: true, twoPersons: true },
      told: () => [],
    });
    expect(rules(strict)).toEqual({
      ...{
        consentBy: 'administrator',
        byCandidate: true,
        byMachineAlone: true,
        twoPersons: true,
        tells: true,
      },
    });
  });
});

describe('a complete form', () => {
  const opened = (of = procedure, raw: unknown = complete) => {
    const answer = of.open(raw, asker);
    if (!answer.ok) throw new Error(JSON.stringify(answer.issues));
    return answer.form;
  };

  it('is normalised, and bound to the rules of its procedure', () => {
    const form = opened();
    expect(form.form).toEqual({ ...complete, name: '甲方' });
    expect(form.rights).toEqual(complete.rights);
    expect(form.consenting).toEqual([partyNo(1), partyNo(2)]);
    expect(form.documents({ represented: [], parties: new Map() })).toEqual([
      { kind: 'other', source: { zh: '甲方', en: '甲方' } },
    ]);
    expect(form.examine(facts).map(({ ground: id, text }) => [id, text.zh])).toEqual([
      ['A4.g1', `${right(1)}不行`],
      ['A4.g1', `${right(2)}不行`],
      ['A4.g2', '甲方'],
      ['A4.g2', '{name}'],
    ]);
    const context = { today: day('2026-11-23') } as EffectContext;
    expect(form.effect(context).gazette).toEqual({ name: '甲方', today: '2026-11-23' });
  });

  it('tells nobody, concerns nobody else and secures no amount where its procedure does not say so', () => {
    const { told, concerned, amount } = opened();
    expect({ told, concerned, amount }).toEqual({ told: [], concerned: {}, amount: undefined });
    const talkative = closeForm({
      ...plain,
      told: ({ parties }, by) => [...parties, by.applicant],
      concerned: ({ name }, by) => ({ names: [name], parties: [by.applicant] }),
      amount: (form) => form.amount,
    });
    const secured = { amount: '1.00', currency: 'CNY' };
    const form = opened(talkative, { ...complete, amount: secured });
    expect(form.told).toEqual([partyNo(2), partyNo(1)]);
    expect(form.concerned).toEqual({ names: ['甲方'], parties: [partyNo(1)] });
    expect(form.amount).toEqual(secured);
  });

  it('is told all that is wrong with it: where, what, and the bound, never what was sent', () => {
    const answer = procedure.open({ ...complete, name: '甲', count: 12, kind: 'gift' }, asker);
    expect(answer.ok).toBe(false);
    expect(answer.ok || answer.issues).toStrictEqual([
      {
        pointer: '/name',
        code: 'too_small',
        message: expect.any(String),
        origin: 'string',
        minimum: 2,
        inclusive: true,
      },
      { pointer: '/kind', code: 'invalid_value', message: expect.any(String) },
      {
        pointer: '/count',
        code: 'too_big',
        message: expect.any(String),
        origin: 'number',
        maximum: 9,
        inclusive: true,
      },
    ]);
    const typed = procedure.open({ ...complete, name: 7 }, asker);
    expect(typed.ok || typed.issues).toStrictEqual([
      { pointer: '/name', code: 'invalid_type', message: expect.any(String), expected: 'string' },
    ]);
    expect(JSON.stringify(answer)).not.toContain('gift');
  });
});

describe('a draft', () => {
  it('may lack what it will need: that is an issue, and no fault', () => {
    expect(issuesOf({})).toEqual(['/name', '/kind', '/parties', '/rights', '/claim']);
    expect(faultsOf({})).toEqual([]);
    expect(issuesOf(complete)).toEqual([]);
    for (const name of ['name', 'kind', 'parties', 'rights', 'claim'] as const) {
      expect(issuesOf(without(name)), name).toEqual([`/${name}`]);
      expect(faultsOf(without(name)), name).toEqual([]);
    }
  });

  it('may have a list that is still empty', () => {
    expect(issuesOf({ ...complete, parties: [] })).toEqual(['/parties']);
    expect(faultsOf({ ...complete, parties: [] })).toEqual([]);
  });

  it('may not have what is wrong: a value of another type or word, a text too short, a member unknown', () => {
    expect(faultsOf({ name: 7 })).toEqual(['/name invalid_type']);
    expect(faultsOf({ name: '甲' })).toEqual(['/name too_small']);
    expect(faultsOf({ name: null })).toEqual(['/name invalid_type']);
    expect(faultsOf({ kind: 'gift' })).toEqual(['/kind invalid_value']);
    expect(faultsOf({ count: 0 })).toEqual(['/count too_small']);
    expect(faultsOf({ parties: Array(4).fill(partyNo(1)) })).toEqual(['/parties too_big']);
    expect(faultsOf({ extra: 1 })).toEqual([' unrecognized_keys']);
    expect(faultsOf({ claim: { nature: 'gift' } })).toEqual(['/claim/nature invalid_union']);
    expect(faultsOf({ claim: 'x' })).toEqual(['/claim invalid_type']);
  });

  it('may not lack what a rule of the form finds missing though nothing is due there', () => {
    const ruled = schema.check(({ value, issues }) => {
      if (value.count === undefined)
        issues.push({ code: 'custom', path: ['count'], message: 'form.count', input: value, continue: true });
    });
    const strict = closeForm({ ...plain, form: ruled });
    expect(
      strict.openDraft(complete, asker).faults.map(({ pointer, message }) => [pointer, message]),
    ).toEqual([['/count', 'form.count']]);
  });

  it('may lack a field of any name, also one that every object has without being told', () => {
    const odd = closeForm({ ...plain, form: schema.extend({ valueOf: z.string() }) } as never);
    const draft = odd.openDraft(complete, asker);
    expect([draft.issues.map(({ pointer }) => pointer), draft.faults]).toEqual([['/valueOf'], []]);
  });

  it.each([
    ['what is not there', ['amount', 'currency']],
    ['a text', ['kind', 0]],
    ['nothing', ['note', 'x']],
  ])('is told a fault that a rule of the form places below %s', (_what, path) => {
    const noted = schema.extend({ note: z.string().nullable() }).check(({ value, issues }) => {
      issues.push({ code: 'custom', path, message: 'form.rule', input: value, continue: true });
    });
    const ruled = closeForm({ ...plain, form: noted } as never);
    const { faults } = ruled.openDraft({ ...complete, note: null }, asker);
    expect(faults.map(({ pointer }) => pointer)).toEqual([toPointer(path)]);
  });

  it('keeps the neutral value of a field that may be left out, and was', () => {
    const counted: Ground<Form> = { ...ground, check: ({ form }) => (form.count === undefined ? [{}] : []) };
    const of = closeForm({ ...plain, neutral: { ...plain.neutral, count: 3 }, grounds: [counted] });
    expect(of.openDraft({}, asker).examine(facts)).toEqual([]);
    expect(procedure.openDraft({}, asker).examine(facts)).toEqual([]);
  });

  it('may be complete but for the choice of a shape', () => {
    expect(faultsOf({ ...complete, claim: { amount: '5', days: 3 } })).toEqual([]);
    expect(issuesOf({ ...complete, claim: { amount: '5', days: 3 } })).toEqual(['/claim/nature']);
  });

  it('may hold part of a shape that is not chosen yet, and nothing that fits no shape', () => {
    for (const begun of [{}, { amount: '5' }, { amount: '5', days: 3 }, { ceiling: ['x'] }, { ceiling: [] }])
      expect(faultsOf({ claim: begun }), JSON.stringify(begun)).toEqual([]);
    for (const wrong of [
      { amount: 'too long' },
      { days: 'x' },
      { amount: '5', ceiling: ['x'] },
      { x: 1 },
      { ceiling: [1] },
    ])
      expect(faultsOf({ claim: wrong }), JSON.stringify(wrong)).toEqual(['/claim/nature invalid_union']);
  });

  it('is judged so inside lists too, each member by itself, whatever else is wrong', () => {
    expect(faultsOf({ claims: [{ amount: '5' }, { ceiling: ['x'] }] })).toEqual([]);
    expect(faultsOf({ claims: [{ amount: '5' }, { x: 1 }] })).toEqual(['/claims/1/nature invalid_union']);
    expect(faultsOf({ name: 7, claims: [{ amount: '5' }] })).toEqual(['/name invalid_type']);
    expect(faultsOf({ claim: { x: 1 }, claims: [{}] })).toEqual(['/claim/nature invalid_union']);
  });

  it('is bound as far as it goes: what is taken by itself counts, the rest is neutral', () => {
    const draft = procedure.openDraft({ rights: [right(1)], kind: 'gift', parties: 'x' }, asker);
    expect(draft.rights).toEqual([right(1)]);
    expect(draft.consenting).toEqual([partyNo(1)]);
    expect(draft.examine(facts).map(({ ground: id }) => id)).toEqual(['A4.g1']);
    const told = procedure.openDraft({ name: '甲方', rights: [] }, asker);
    expect(told.examine(facts).map(({ text }) => text.zh)).toEqual(['甲方', '{name}']);
    expect(told.documents({ represented: [], parties: new Map() })[0]?.source.zh).toBe('甲方');
  });

  it('leaves out of a list what is no member yet, and points at the others where they stand as written', () => {
    const draft = procedure.openDraft({ ...complete, rights: ['', right(1), 7, right(2)] }, asker);
    expect(draft.rights).toEqual([right(1), right(2)]);
    expect(draft.examine(facts).map(({ pointer }) => pointer)).toEqual([
      ...['/rights/1', '/rights/3', '/name', undefined],
    ]);
    // Taken whole, a list needs no moving.
    expect(procedure.openDraft(complete, asker).examine(facts)[0]?.pointer).toBe('/rights/0');
  });

  it('moves a pointer deep below a list, and leaves one that points at the list or past its end', () => {
    const pointers = ['/rights/0/number', '/rights', '/rights/9', '/rights/0/a/b', ''];
    const deep: Ground<Form> = { ...ground, check: () => pointers.map((pointer) => ({ pointer })) };
    const draft = closeForm({ ...plain, grounds: [deep] }).openDraft({ rights: [7, right(1)] }, asker);
    expect(draft.examine(facts).map(({ pointer }) => pointer)).toEqual([
      ...['/rights/1/number', '/rights', '/rights/9', '/rights/1/a/b', undefined],
    ]);
  });

  it('is looked at no further than a hundred members of a list, whatever was sent', () => {
    const many = (count: number) => [7, ...Array.from({ length: count }, (_, at) => right(at))];
    expect(procedure.openDraft({ rights: many(99) }, asker).rights).toHaveLength(99);
    expect(procedure.openDraft({ rights: many(150) }, asker).rights).toHaveLength(99);
  });
});

describe('the form that an entry registered', () => {
  it('is the one sealed whole, where its procedure does not take it apart', () => {
    expect(procedure.sealsForm).toBe(true);
    expect(procedure.restore({ name: 'x' }, new Map([['form', complete]]))).toEqual({
      ...complete,
      name: '甲方',
    });
    expect(procedure.restore({}, new Map([['other', complete]]))).toBeUndefined();
    expect(procedure.restore({}, new Map([['form', { name: 'x' }]]))).toBeUndefined();
  });

  it('is put together from public and opened values, where it does', () => {
    const apart = closeForm({
      ...plain,
      restore: (published, opened) => ({ ...complete, ...published, claim: opened.get('claim') }),
    });
    expect(apart.sealsForm).toBe(false);
    const opened = new Map([['claim', { nature: 'ceiling', ceiling: ['x'] }]]);
    expect(apart.restore({ kind: 'trade' }, opened)).toMatchObject({
      ...{ kind: 'trade', claim: { nature: 'ceiling', ceiling: ['x'] } },
    });
    expect(apart.restore({}, new Map())).toBeUndefined();
  });
});

describe('a pointer (RFC 6901)', () => {
  it('names each step, with what would part or escape it written otherwise', () => {
    expect(toPointer([])).toBe('');
    expect(toPointer(['rights', 0, 'name'])).toBe('/rights/0/name');
    expect(toPointer(['a/b', 'm~n', '~1'])).toBe('/a~1b/m~0n/~01');
  });
});
