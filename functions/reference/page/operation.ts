import { asSchema } from '../../../shared/contracts/openapi/conversion.ts';
import type { OperationObject, Parameter, Schema } from '../../../shared/contracts/openapi/document.ts';
import { exampleOf, nameIn } from '../../../shared/contracts/openapi/example.ts';
import { documentedPath, type OperationRow, problemsOf } from '../../../shared/contracts/operation.ts';
import { fieldTable, parameterTable, typeLink, typeText } from './fields.ts';
import { type Html, html, joined } from './html.ts';
import { followed, say, type View } from './view.ts';
import { callers, words } from './words.ts';

/** One operation: what it does, who may call it, what it takes and answers, and how to call it with curl. */
export function operationArticle(view: View, row: OperationRow): Html {
  const operation = view.document.paths[documentedPath(row.path)]?.[row.method.toLowerCase()];
  if (!operation) return html``;
  const parameters = parametersOf(view, operation);
  return html`<article class="operation" id="${row.id}">
<h4>${row.summary[view.language]} <a class="anchor" href="#${row.id}" aria-label="${row.id}">#</a></h4>
<p class="route">${methodBadge(row)} ${pathCode(row.path)}</p>
<p class="who"><span class="label">${say(view, words.whoCalls)}</span> ${say(view, callerOf(row))}</p>
${inputs(view, operation, parameters)}
<p><span class="label">${say(view, words.answer)}</span> ${answer(view, row, operation)}</p>
<details><summary>${say(view, words.exampleRequest)}</summary>
<pre><code>${curl(view, row, operation, parameters)}</code></pre></details>
<p class="codes"><span class="label">${say(view, words.refusals)}</span> ${joined(
    problemsOf(row).map((code) => html`<a href="#problem-${code}"><code class="nb">${code}</code></a>`),
    html` `,
  )}</p>
</article>
`;
}

/** The method, told by its word and not by colour alone. */
export function methodBadge({ method }: OperationRow): Html {
  return html`<span class="method ${method.toLowerCase()}">${method}</span>`;
}

/** A path may break after each slash, so that the longest fits a telephone. */
export function pathCode(text: string): Html {
  const pieces = text.split('/').slice(1);
  return html`<code class="path">${pieces.map((piece) => html`<wbr>/${piece}`)}</code>`;
}

function callerOf(row: OperationRow) {
  switch (row.audience) {
    case 'public':
      return callers.public;
    case 'own':
      return callers[row.relation];
    case 'office':
      return callers[row.role];
  }
}

function parametersOf(view: View, operation: OperationObject): Parameter[] {
  return (operation.parameters ?? []).flatMap(
    ({ $ref }) => view.document.components.parameters[nameIn($ref)] ?? [],
  );
}

/** Headers that every operation of the kind takes are told once, under the conventions. */
function inputs(view: View, operation: OperationObject, all: readonly Parameter[]): Html {
  const placed = all.filter((one) => one.in !== 'header');
  const headers = all.filter((one) => one.in === 'header' && one.required === true);
  const body = operation.requestBody?.content['application/json']?.schema;
  return html`${
    placed.length > 0 && parameterTable(view, placed, words.parameters[view.language])
  }${headers.length > 0 && parameterTable(view, headers, words.headers[view.language])}${
    body !== undefined && bodyFields(view, body)
  }`;
}

/** The fields of the body; of a union, each member under the word that chooses it. */
function bodyFields(view: View, body: Schema): Html {
  const caption = words.body[view.language];
  const schema = followed(view, body);
  const members = schema['oneOf'];
  if (!Array.isArray(members)) return fieldTable(view, body, caption);
  const chooser = String(asSchema(schema['discriminator'])['propertyName']);
  return html`${members.map((one) => {
    const member = followed(view, asSchema(one));
    const chosen = asSchema(asSchema(member['properties'])[chooser])['const'];
    return fieldTable(view, member, `${caption} · ${String(chosen)}`);
  })}`;
}

function answer(view: View, row: OperationRow, operation: OperationObject): Html {
  const { status } = row.success;
  const response = operation.responses[String(status)];
  if (!response || '$ref' in response) return html`<code>${status}</code>`;
  const [[mediaType, media] = ['', undefined], ...others] = Object.entries(response.content ?? {});
  const headers = Object.keys(response.headers ?? {});
  const shown =
    mediaType === 'application/json'
      ? typeOfAnswer(view, media?.schema ?? {})
      : html`<code>${mediaType}</code>`;
  const alternatives = others.map(([type]) => html` / <code>${type}</code>`);
  return html`<code>${status}</code> ${shown}${alternatives}${
    headers.length > 0 &&
    html` ${say(view, words.withHeader)} ${joined(
      headers.map((name) => html`<code>${name}</code>`),
      html`, `,
    )}`
  }`;
}

/** The type without the demonstration mark, which the conventions explain once. */
function typeOfAnswer(view: View, schema: Schema): Html {
  const all = schema['allOf'];
  const first = asSchema(Array.isArray(all) ? all[0] : schema);
  const reference = first['$ref'];
  return typeof reference === 'string' ? typeLink(nameIn(reference)) : typeText(view, first);
}

/** A command that can be pasted into a shell in which REGISTER, and TOKEN where one is needed, are set. */
export function curl(
  view: View,
  row: OperationRow,
  operation: OperationObject,
  parameters: readonly Parameter[],
): string {
  const sampleOf = (one: Parameter) =>
    String(one.example ?? exampleOf(one.schema, view.document.components.schemas));
  const url = parameters
    .filter((one) => one.in === 'path')
    .reduce<string>(
      (made, one) =>
        made
          .replace(`{${one.name}}`, encodeURIComponent(sampleOf(one)))
          // What takes the rest of a path keeps its slashes.
          .replace(`{${one.name}+}`, sampleOf(one).split('/').map(encodeURIComponent).join('/')),
      row.path,
    );
  const query = parameters
    .filter((one) => one.in === 'query' && (one.required || one.example !== undefined))
    .map((one) => `${one.name}=${encodeURIComponent(sampleOf(one))}`);
  const example: unknown = operation.requestBody?.content['application/json']?.example;
  const lines = [
    `curl ${row.method === 'GET' ? '' : `-X ${row.method} `}"$REGISTER${url}${query.length > 0 ? `?${query.join('&')}` : ''}"`,
    ...(row.audience === 'public' ? [] : ['-H "Authorization: Bearer $TOKEN"']),
    ...(row.idempotent ? ['-H "Idempotency-Key: $(uuidgen)"'] : []),
    ...(row.etag === 'required' ? [`-H 'If-Match: "3"'`] : []),
    ...(example === undefined ? [] : ["-H 'Content-Type: application/json'", `-d ${quoted(example)}`]),
  ];
  return lines.join(' \\\n  ');
}

/** JSON between the shell's single quotes. */
function quoted(value: unknown): string {
  return `'${JSON.stringify(value, null, 2).replaceAll("'", "'\\''")}'`;
}
