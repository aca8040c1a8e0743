import { schemaFaultTexts } from '../../shared/contracts/issue-texts.ts';
import type { Language } from '../../shared/kernel/localised.ts';
import type { Filing } from '../../shared/register/filing.ts';
import { Problem } from '../_platform/problem.ts';
import { type Action, actionsMax } from '../_platform/transaction.ts';

/**
 * Form and documents as JSON, in bytes. The fullest form that the schemas take weighs less; more can only be
 * spaces around the texts, which are kept as they were typed. With it a filing stays under DynamoDB's 400 KB,
 * its consents, its decisions and the stored reply that shows it included.
 */
export const draftBytesMax = 180_224;

/** Refuses a draft that the store could not hold. */
export function demandStorable(draft: Pick<Filing, 'form' | 'documents'>, language: Language): void {
  const { form, documents } = draft;
  if (Buffer.byteLength(JSON.stringify({ form, documents })) <= draftBytesMax) return;
  throw tooBig(schemaFaultTexts['too-big'][language]);
}

const tooManyChange = {
  zh: '一次更换的当事人过多，请分两次修改',
  en: 'Too many parties change at once: change them in two steps.',
};

/** Refuses an edit that has more parties to link and to tell than one transaction can write. */
export function demandOneTransaction(actions: readonly Action[], language: Language): void {
  if (actions.length > actionsMax) throw tooBig(tooManyChange[language]);
}

function tooBig(detail: string): Problem {
  return new Problem('invalid-request', {
    errors: [{ in: 'body', pointer: '/form', code: 'too-big', detail }],
  });
}
