import { formFaultTexts, schemaFaultTexts } from '../../../shared/contracts/issue-texts.ts';
import { gatewayAnswers } from '../../../shared/contracts/openapi/responses.ts';
import { problems } from '../../../shared/contracts/problems.ts';
import type { Localised } from '../../../shared/kernel/localised.ts';
import { type Html, html } from './html.ts';
import { simpleTable } from './tables.ts';
import { say, type View } from './view.ts';
import { words } from './words.ts';

/** Every problem code, what the gateway answers by itself, and the codes of single fields. */
export function problemChapter(view: View): Html {
  const codes = Object.entries(problems).map(([code, { status, title }]) => [
    html`<code class="nb" id="problem-${code}">${code}</code>`,
    html`<code>${status}</code>`,
    html`${title[view.language]}`,
  ]);
  const gateway = Object.entries(gatewayAnswers).map(([status, one]) => [
    html`<code>{"message":"${one.message}"}</code>`,
    html`<code>${status}</code>`,
    html`${one[view.language]}`,
  ]);
  const fields = Object.entries<Localised>({ ...schemaFaultTexts, ...formFaultTexts }).map(([code, text]) => [
    html`<code>${code}</code>`,
    html`${text[view.language]}`,
  ]);
  return html`${simpleTable(view, [words.code, words.status, words.meaning], codes)}
<h3 id="gateway">${say(view, texts.gateway)}</h3><p>${say(view, texts.gatewayText)}</p>
${simpleTable(view, [words.answer, words.status, words.meaning], gateway)}
<h3 id="field-codes">${say(view, texts.fields)}</h3><p>${say(view, texts.fieldsText)}</p>
${simpleTable(view, [words.code, words.meaning], fields)}`;
}

const texts = {
  gateway: { zh: '网关自身的答复', en: 'What the gateway answers by itself' },
  gatewayText: {
    zh: '这些答复不经过登记簿，没有代码，也不是问题文档。401 与 403 没有 Content-Type。',
    en: 'These do not come from the register: they have no code and are no problem documents. 401 and 403 come without a Content-Type.',
  },
  fields: { zh: '字段的错误代码', en: 'Codes of fields' },
  fieldsText: {
    zh: '`errors[].code` 除下列代码外，还可能是某一类值自己的代码，如 `patentNumber.checkDigit`；`errors[].detail` 是相应的文字。',
    en: 'Beside these, `errors[].code` may be a value’s own, such as `patentNumber.checkDigit`; `errors[].detail` says it in words.',
  },
} as const;
