import { nameAlgorithm } from '../../../shared/contracts/name-algorithm.ts';
import { type Html, html } from './html.ts';
import { simpleTable } from './tables.ts';
import { say, type View } from './view.ts';
import { words } from './words.ts';

/** How names are compared: the steps, what stays apart, and the vectors. The tables are in the operation's answer. */
export function namesChapter(view: View): Html {
  const { algorithm, steps, apart, legalForms, vectors } = nameAlgorithm;
  return html`<p><code>${algorithm}</code> · ${legalForms.asOf} · <a href="#names.algorithm"><code>GET /v1/names/algorithm</code></a></p>
<ol>${steps.map((step) => html`<li><code>${step.key}</code> ${say(view, step.does)}</li>`)}</ol>
<p>${say(view, words.namesApart)}</p>
<ul>${apart.map((one) => html`<li>${say(view, one)}</li>`)}</ul>
${simpleTable(
  view,
  [words.name, words.strictKey, words.exactKey, words.coreKey],
  vectors.map(({ name, strict, exact, core }) =>
    [name, strict, exact, core].map((text) => html`<code>${text}</code>`),
  ),
)}`;
}
