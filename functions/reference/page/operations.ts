import { tagOf } from '../../../shared/contracts/openapi/tags.ts';
import type { OperationRow } from '../../../shared/contracts/operation.ts';
import { operations } from '../../../shared/contracts/operations/index.ts';
import { type Html, html } from './html.ts';
import { methodBadge, operationArticle, pathCode } from './operation.ts';
import { described, type View } from './view.ts';

/** All operations: first at a glance, then chapter by chapter. */
export function operationChapters(view: View): Html {
  return html`${index(view)}${view.document.tags.map((tag) => {
    const rows = operations.filter((row) => tagOf(row) === tag.name);
    return html`<section id="${tagAnchor(tag.name)}"><h3>${tagName(view, tag)}</h3><p>${described(view, tag)}</p>
${rows.map((row) => operationArticle(view, row))}</section>`;
  })}`;
}

function index(view: View): Html {
  const line = (row: OperationRow) => html`<tr><td>${methodBadge(row)}</td>
<td><a href="#${row.id}">${row.summary[view.language]}</a></td><td>${pathCode(row.path)}</td></tr>`;
  return html`<table class="index">${view.document.tags.map(
    (tag) => html`<tbody><tr><th colspan="3" scope="rowgroup">${tagName(view, tag)}</th></tr>
${operations.filter((row) => tagOf(row) === tag.name).map(line)}</tbody>`,
  )}</table>`;
}

export function tagAnchor(name: string): string {
  return `chapter-${name.toLowerCase().replaceAll(' ', '-')}`;
}

export function tagName(
  { language }: View,
  tag: { readonly name: string; readonly 'x-name-zh': string },
): string {
  return language === 'zh' ? tag['x-name-zh'] : tag.name;
}
