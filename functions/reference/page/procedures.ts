import { formName } from '../../../shared/contracts/openapi/form-schema.ts';
import type { Localised } from '../../../shared/kernel/localised.ts';
import { procedures } from '../../../shared/procedures/index.ts';
import type { Severity } from '../../../shared/register/finding.ts';
import type { AnyProcedure } from '../../../shared/register/open-form.ts';
import { type Html, html } from './html.ts';
import { simpleTable } from './tables.ts';
import { formParts } from './types.ts';
import { say, type View } from './view.ts';
import { words } from './words.ts';

/** Each procedure: its grounds with their sources, its clocks, and its form with all parts. */
export function procedureChapters(view: View): Html {
  return html`${[...procedures.values()].map((one) => procedureSection(view, one))}`;
}

function procedureSection(view: View, { id, title, grounds, clocks }: AnyProcedure): Html {
  const colon = view.language === 'zh' ? '：' : ': ';
  return html`<section id="procedure-${id}"><h3>${title[view.language]} <code>${id}</code></h3>
<h4>${say(view, words.grounds)}</h4>
${simpleTable(
  view,
  [words.ground, words.leadsTo, words.source],
  grounds.map((one) => [
    html`<code class="nb">${one.id}</code> ${one.heading[view.language]}`,
    html`<span class="nb">${say(view, severityTexts[one.severity])}</span>`,
    html`${one.source[view.language]}`,
  ]),
  'grounds',
)}
<h4>${say(view, words.clocks)}</h4>
<ul>${clocks.map(
    (one) =>
      html`<li>${say(view, words[one.channel])}${colon}${one.workingDays} ${say(view, words.workingDays)} (${one.source[view.language]})</li>`,
  )}</ul>
<h4>${say(view, words.form)}</h4>
${formParts(view, formName(id))}</section>`;
}

const severityTexts: Readonly<Record<Severity, Localised>> = {
  refusal: { zh: '不予登记', en: 'refusal' },
  deficiency: { zh: '补正', en: 'correction' },
  declaration: { zh: '声明继续', en: 'declaration' },
  waiting: { zh: '等待期', en: 'waiting period' },
  examiner: { zh: '人工审查', en: 'examiner' },
  note: { zh: '提示', en: 'note' },
};
