import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  formFaultTexts,
  issueCode,
  issueText,
  schemaFaultTexts,
} from '../../../shared/contracts/issue-texts.ts';
import { exampleParties } from '../../../shared/contracts/openapi/texts/text.ts';
import { operations } from '../../../shared/contracts/operations/index.ts';
import { patentNumber } from '../../../shared/kernel/patent-number.ts';
import { form as grantForm } from '../../../shared/procedures/mandate/grant/form.ts';
import { form as detailsForm } from '../../../shared/procedures/party/details/form.ts';
import { form as enrolmentForm } from '../../../shared/procedures/party/enrolment/form.ts';
import { form } from '../../../shared/procedures/pledge/registration/form.ts';
import { documentList } from '../../../shared/register/document.ts';
import { paper } from '../../functions/papers.ts';

const canary = 'CANARY-7f3a';

/** The first issue that the schema has with the value. */
function issueOf(schema: z.ZodType, value: unknown) {
  const parsed = schema.safeParse(value);
  const issue = parsed.success ? undefined : parsed.error.issues[0];
  if (!issue) throw new Error('the value was accepted');
  return issue;
}

const object = z.strictObject({
  name: z.string(),
  count: z.int().min(2).max(4),
  list: z.array(z.int()).max(2),
});
const whole = { name: 'x', count: 3, list: [] };

describe('issue codes', () => {
  it.each([
    ['required', object, { count: 3, list: [] }],
    ['required', z.strictObject({ kind: z.array(z.string()) }), {}],
    ['invalid-type', object, { ...whole, name: 5 }],
    ['invalid-type', object, { ...whole, name: null }],
    ['invalid-value', z.enum(['a', 'b']), canary],
    ['invalid-value', z.literal('a'), canary],
    ['invalid-format', z.string().regex(/^a$/), canary],
    ['too-small', object, { ...whole, count: 1 }],
    ['too-big', object, { ...whole, count: 5 }],
    ['too-big', object, { ...whole, list: [1, 2, 3] }],
    ['unrecognized-keys', object, { ...whole, [canary]: canary }],
    ['invalid-union', z.union([z.string().max(2), z.int()]), { canary }],
    ['invalid-key', z.record(z.string().max(3), z.string()), { [canary]: canary }],
    ['not-multiple-of', z.number().multipleOf(5), 3],
    ['custom', z.string().refine(() => false, canary), canary],
    ['patentNumber.format', patentNumber, canary],
    ['patentNumber.checkDigit', patentNumber, '2017106018620'],
  ] as const)('%s', (code, schema, value) => {
    expect(issueCode(issueOf(schema, value))).toBe(code);
  });

  it('gives the form’s own code where the form speaks', () => {
    expect(issueCode({ code: 'custom', message: 'form.partyOnBothSides' })).toBe('form.partyOnBothSides');
  });

  it('treats a message that only looks like a property of the list as any other', () => {
    for (const message of ['constructor', '__proto__', 'toString', '']) {
      expect(issueCode({ code: 'custom', message })).toBe('custom');
      expect(issueText({ code: message, message })).toEqual(schemaFaultTexts.custom);
    }
  });
});

describe('issue texts', () => {
  it('says the bound where the schema has one', () => {
    expect(issueText(issueOf(object, { ...whole, count: 1 }))).toEqual({
      zh: '不得小于2',
      en: 'The least allowed is 2.',
    });
    expect(issueText(issueOf(object, { ...whole, list: [1, 2, 3] })).en).toBe('At most 2 items are allowed.');
    expect(issueText(issueOf(z.string().max(3), 'abcd')).zh).toBe('最多3个字符');
  });

  it('falls back to the general text where a form passes on only code and message', () => {
    expect(issueText({ code: 'too_small', message: 'Too small: expected array to have >=1 items' })).toEqual(
      schemaFaultTexts['too-small'],
    );
  });

  it('names the type expected, and tells a missing value from one of the wrong type', () => {
    expect(issueText(issueOf(object, { ...whole, name: 5 })).en).toBe('This must be text.');
    expect(issueText(issueOf(object, { count: 3, list: [] }))).toEqual(schemaFaultTexts.required);
  });

  it('uses the kernel’s own text', () => {
    expect(issueText(issueOf(patentNumber, '2017106018620')).zh).toBe('专利号的校验位不正确');
  });

  it('never echoes input or zod’s own English, whatever any operation is sent', () => {
    const hostile: unknown[] = [
      canary,
      { [canary]: canary },
      [canary],
      null,
      -1,
      { form: canary, documents: [{ kind: canary, name: canary, [canary]: 1 }], procedure: 5 },
      { outcome: canary, digest: canary, csv: '', source: canary, name: `${canary}\u0000` },
      { pledgors: [{ party: canary }], rights: [canary], claim: { nature: canary }, scope: [canary] },
    ];
    const schemas = operations.flatMap((row) => [row.params, row.query, row.body]);
    let seen = 0;
    for (const schema of [...schemas, form]) {
      if (!schema) continue;
      for (const value of hostile) {
        for (const issue of schema.safeParse(value).error?.issues ?? []) {
          const said = `${issueCode(issue)} ${issueText(issue).zh} ${issueText(issue).en}`;
          expect(said).not.toContain(canary);
          expect(said).not.toMatch(/Invalid |received |Unrecognized|Too (small|big):/);
          seen += 1;
        }
      }
    }
    expect(seen).toBeGreaterThan(100);
  });

  it('has a text for every code that the forms can raise', () => {
    const messages = new Set<string>();
    const day = '2026-01-02';
    const party = { party: 'pty_01arz3ndektsv4rrffq69g5fav', address: 'x' };
    const raw = {
      pledgors: [party, party],
      pledgees: [party],
      rights: ['2017106018623', '2017106018623'],
      mainContract: { name: 'x', signedOn: day },
      pledgeContract: { signedOn: day },
      claim: {
        nature: 'ordinary',
        kind: 'loan',
        performanceFrom: day,
        performanceUntil: '2026-01-01',
        amount: { amount: '1', currency: 'CNY' },
      },
      scope: ['principal'],
      contractItems: {
        partiesAndAddresses: true,
        claimKindAndAmount: true,
        performancePeriod: true,
        patentsWithNumbersAndDates: true,
        scopeOfSecurity: true,
      },
      coOwnersAgreedOtherwise: false,
      commitment: true,
    };
    for (const issue of form.safeParse(raw).error?.issues ?? []) messages.add(issueCode(issue));
    for (const [schema, value] of aboutParties()) {
      for (const issue of schema.safeParse(value).error?.issues ?? []) messages.add(issueCode(issue));
    }
    const twice = [paper('other'), paper('other')];
    for (const issue of documentList.safeParse(twice).error?.issues ?? []) messages.add(issueCode(issue));
    expect([...messages].sort()).toEqual(Object.keys(formFaultTexts).sort());
  });
});

/** Forms of the procedures about who may act, each with what does not go together in it. */
function aboutParties(): [z.ZodType, unknown][] {
  const account = { subject: 'a', administrator: false, signer: false };
  const subject = { kind: 'foreignOrganisation', name: 'x', formerNames: [], identifier: 'y', address: 'z' };
  const accounts = [account, account];
  const signing = { signatures: 1 };
  return [
    [enrolmentForm, { subject: { ...subject, residence: 'CN' }, accounts: [account], signing }],
    [enrolmentForm, { subject: { ...subject, residence: 'DE' }, accounts: [account], signing }],
    [enrolmentForm, { subject: { ...subject, residence: 'DE' }, accounts, signing }],
    [detailsForm, { version: 1 }],
    [
      grantForm,
      { agent: exampleParties.second, acts: ['file', 'file'], from: '2026-01-02', bothSides: false },
    ],
  ];
}
