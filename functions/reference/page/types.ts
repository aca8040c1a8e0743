import { asSchema } from '../../../shared/contracts/openapi/conversion.ts';
import type { Schema } from '../../../shared/contracts/openapi/document.ts';
import { nameIn } from '../../../shared/contracts/openapi/example.ts';
import { formName } from '../../../shared/contracts/openapi/form-schema.ts';
import { procedures } from '../../../shared/procedures/index.ts';
import { fieldTable, typeLink, typeName, typeText } from './fields.ts';
import { type Html, html, joined } from './html.ts';
import { simpleTable } from './tables.ts';
import { described, say, type View } from './view.ts';
import { words } from './words.ts';

/** All named types that do not stand elsewhere: the short ones in one table, objects each with their fields. */
export function typeChapters(view: View): Html {
  const shown = Object.entries(view.document.components.schemas).filter(
    ([name]) => !standsElsewhere(view, name),
  );
  const plain = shown.filter(([, schema]) => !isStructured(schema));
  return html`<h3 id="plain-types">${say(view, words.plainTypes)}</h3>
${simpleTable(
  view,
  [words.type, words.meaning, words.pattern],
  plain.map(([name, schema]) => [
    html`<code id="type-${name}">${typeName(name)}</code>`,
    described(view, schema),
    patternOf(view, schema),
  ]),
  'words',
)}
<h3 id="object-types">${say(view, words.objectTypes)}</h3>
${shown.filter(([, schema]) => isStructured(schema)).map(([name, schema]) => objectType(view, name, schema, 'h4'))}`;
}

/** The parts of a procedure’s form, each an object of its own, in the order of their names. */
export function formParts(view: View, form: string): Html {
  const parts = Object.entries(view.document.components.schemas).filter(([name]) => name.startsWith(form));
  return html`${parts.map(([name, schema]) => objectType(view, name, schema, 'h5'))}`;
}

/** The body of a request stands with its operation, the parts of a form with its procedure. */
function standsElsewhere(view: View, name: string): boolean {
  return bodies(view).has(name) || [...procedures.keys()].some((id) => name.startsWith(formName(id)));
}

/** Bodies of requests, and the members of those that are unions. */
function bodies({ document }: View): ReadonlySet<string> {
  const found = Object.values(document.paths)
    .flatMap((methods) => Object.values(methods))
    .map((operation) => nameIn(String(operation.requestBody?.content['application/json']?.schema['$ref'])));
  return new Set([...found, ...found.flatMap((name) => membersOf(document.components.schemas[name] ?? {}))]);
}

function membersOf(schema: Schema): string[] {
  const members = schema['oneOf'];
  return Array.isArray(members) ? members.map((member) => nameIn(String(asSchema(member)['$ref']))) : [];
}

function isStructured(schema: Schema): boolean {
  return 'properties' in schema || 'oneOf' in schema || schema['type'] === 'object';
}

function patternOf(view: View, schema: Schema): Html {
  if ('enum' in schema) return typeText(view, schema);
  const [example]: unknown[] = Array.isArray(schema['examples']) ? schema['examples'] : [];
  const pattern = schema['pattern'];
  return html`${example !== undefined && html`<code>${String(example)}</code>`}${
    typeof pattern === 'string' && html`<br><code class="pattern">${pattern}</code>`
  }`;
}

function objectType(view: View, name: string, schema: Schema, level: 'h4' | 'h5'): Html {
  const members = membersOf(schema);
  const content =
    members.length > 0
      ? html`<p>${say(view, words.oneOf)} ${joined(members.map(typeLink), html`, `)}</p>`
      : fieldTable(view, schema);
  return html`<section class="type-entry" id="type-${name}"><${level}>${typeName(name)}</${level}><p>${described(view, schema)}</p>
${content}</section>
`;
}
