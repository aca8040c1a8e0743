import type { Localised } from '../../../shared/kernel/localised.ts';
import { type Html, html } from './html.ts';
import type { View } from './view.ts';

/** A table of prepared cells; on a narrow screen each cell says which column it is. */
export function simpleTable(
  view: View,
  heads: readonly Localised[],
  rows: readonly (readonly Html[])[],
  kind = 'plain',
): Html {
  const labels = heads.map((head) => head[view.language]);
  return html`<table class="${kind}"><thead><tr>${labels.map((label) => html`<th scope="col">${label}</th>`)}</tr></thead>
<tbody>${rows.map(
    (row) => html`<tr>${row.map((cell, index) => html`<td data-label="${labels[index]}">${cell}</td>`)}</tr>
`,
  )}</tbody></table>`;
}
