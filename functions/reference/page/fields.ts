import { asSchema } from '../../../shared/contracts/openapi/conversion.ts';
import type { Parameter, Schema } from '../../../shared/contracts/openapi/document.ts';
import { nameIn } from '../../../shared/contracts/openapi/example.ts';
import { type Html, html, joined } from './html.ts';
import { described, followed, say, type View } from './view.ts';
import { words } from './words.ts';

type Row = {
  readonly name: string;
  readonly required: boolean;
  readonly schema: Schema;
  readonly meaning: Html;
};

/** The fields of an object as a table; on a narrow screen each row stands as a block of its own. */
export function fieldTable(view: View, schema: Schema, caption?: string): Html {
  const object = followed(view, schema);
  const required: unknown = object['required'];
  const rows = Object.entries(asSchema(object['properties'])).map(([name, value]): Row => {
    const field = asSchema(value);
    const isRequired = Array.isArray(required) && required.includes(name);
    return { name, required: isRequired, schema: field, meaning: described(view, field) };
  });
  return rows.length === 0 ? html`<p>${say(view, words.noFields)}</p>` : table(view, rows, caption);
}

/** Parameters of path, query or header as a table. */
export function parameterTable(view: View, parameters: readonly Parameter[], caption: string): Html {
  const rows = parameters.map((one): Row => {
    const { name, schema, required } = one;
    return { name, required: required === true, schema, meaning: described(view, one) };
  });
  return table(view, rows, caption);
}

function table(view: View, rows: readonly Row[], caption: string | undefined): Html {
  const labels = [words.field, words.type, words.meaning].map((text) => text[view.language]);
  const [field = '', type = '', meaning = ''] = labels;
  return html`<table class="fields">${caption !== undefined && html`<caption>${caption}</caption>`}
<thead><tr>${labels.map((label) => html`<th scope="col">${label}</th>`)}</tr></thead>
<tbody>${rows.map(
    (row) => html`<tr><th scope="row" data-label="${field}"><code>${row.name}</code>${
      row.required ? html` <span class="required">${say(view, words.required)}</span>` : ''
    }</th><td data-label="${type}">${typeText(view, row.schema)}</td><td data-label="${meaning}">${row.meaning}</td></tr>
`,
  )}</tbody></table>`;
}

/** A schema in few words: a link for a named type, values of an enumeration, bounds in digits. */
export function typeText(view: View, schema: Schema): Html {
  const { $ref, type } = schema;
  if (typeof $ref === 'string') return typeLink(nameIn($ref));
  if ('const' in schema) return html`<code>${JSON.stringify(schema['const'])}</code>`;
  const values = schema['enum'];
  if (Array.isArray(values)) {
    return joined(
      values.map((value) => html`<code>${String(value)}</code>`),
      html`<wbr> · `,
    );
  }
  if (type === 'array') {
    const bound = bounds(schema['minItems'], schema['maxItems']);
    return html`${say(view, words.listOf)} ${typeText(view, asSchema(schema['items']))}${bounded(bound)}`;
  }
  return html`${say(view, plainTypes[String(type)] ?? words.anyJson)}${bounded(detail(schema))}`;
}

export function typeLink(name: string): Html {
  return html`<a class="type" href="#type-${name}">${typeName(name)}</a>`;
}

/** The name of a type, which may break before each of its words. */
export function typeName(name: string): Html {
  return joined(name.split(/(?<=[a-z])(?=[A-Z])/), html`<wbr>`);
}

const plainTypes: Readonly<Record<string, (typeof words)[keyof typeof words]>> = {
  string: words.text,
  integer: words.integer,
  number: words.number,
  boolean: words.boolean,
  object: words.object,
};

function detail(schema: Schema): string {
  const { minLength, maxLength, minimum, maximum } = schema;
  return bounds(minimum ?? minLength, maximum ?? maxLength);
}

function bounded(bound: string): Html {
  return bound === '' ? html`` : html` <span class="nb">(${bound})</span>`;
}

/** `1–20`, `≤ 300`, `≥ 1`, or nothing. */
function bounds(low: unknown, high: unknown): string {
  if (low !== undefined && high !== undefined) return `${String(low)}–${String(high)}`;
  if (high !== undefined) return `≤ ${String(high)}`;
  return low === undefined ? '' : `≥ ${String(low)}`;
}
