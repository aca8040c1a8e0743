import { demonstrationNotice } from '../../../shared/contracts/demonstration.ts';
import { tagOf } from '../../../shared/contracts/openapi/tags.ts';
import { operations } from '../../../shared/contracts/operations/index.ts';
import { procedures } from '../../../shared/procedures/index.ts';

import { conventions, introduction, journey, signingIn } from './guide.ts';
import { type Html, html } from './html.ts';
import { namesChapter } from './names.ts';
import { operationChapters, tagAnchor, tagName } from './operations.ts';
import { problemChapter } from './problems.ts';
import { procedureChapters } from './procedures.ts';
import { style } from './style.ts';
import { typeChapters } from './types.ts';
import { say, type View } from './view.ts';
import { words } from './words.ts';

/** The whole page: one document without script, frame, picture or font of anybody else's. */
export function page(view: View): string {
  const { language, document, demonstration } = view;
  const title = `${language === 'zh' ? document.info['x-title-zh'] : document.info.title} · ${words.pageTitle[language]}`;
  const other = language === 'zh' ? 'en' : 'zh';
  return html`<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><link rel="icon" href="data:,">
<style>${{ markup: style }}</style></head>
<body id="top"><a class="skip" href="#content">${say(view, words.skip)}</a>
<header>${demonstration && html`<p class="notice">${demonstrationNotice}</p>`}<div><h1>${title}</h1>
<a href="?lang=${other}" hreflang="${other}" lang="${other === 'zh' ? 'zh-CN' : 'en'}">${say(view, words.switchTo)}</a></div></header>
<div class="frame">
<nav class="side" aria-label="${words.contents[language]}">${contents(view)}</nav>
<div><nav class="fold" aria-label="${words.contents[language]}"><details><summary>${say(view, words.contents)}</summary>${contents(view)}</details></nav>
<main id="content">${chapters(view).map(
    ({
      id,
      name,
      content,
    }) => html`<section aria-labelledby="${id}"><h2 id="${id}">${say(view, words[name])}</h2>
${content(view)}</section>
`,
  )}</main>
<footer><p>${document.info.title} ${document.info.version} · OpenAPI ${document.openapi} · <a href="#top">${say(view, words.top)}</a></p></footer>
</div></div></body></html>
`.markup;
}

type Chapter = {
  readonly id: string;
  readonly name: keyof typeof words;
  readonly content: (view: View) => Html;
  readonly parts?: readonly { readonly id: string; readonly name: string }[];
};

function chapters(view: View): readonly Chapter[] {
  const tags = view.document.tags.filter((tag) => operations.some((row) => tagOf(row) === tag.name));
  return [
    { id: 'introduction', name: 'introduction', content: introduction },
    { id: 'signing-in', name: 'signingIn', content: signingIn },
    { id: 'conventions', name: 'conventions', content: conventions },
    { id: 'journey', name: 'journey', content: journey },
    {
      id: 'operations',
      name: 'operations',
      content: operationChapters,
      parts: tags.map((tag) => ({ id: tagAnchor(tag.name), name: tagName(view, tag) })),
    },
    {
      id: 'procedures',
      name: 'procedures',
      content: procedureChapters,
      parts: [...procedures.values()].map((one) => ({
        id: `procedure-${one.id}`,
        name: one.title[view.language],
      })),
    },
    { id: 'names', name: 'names', content: namesChapter },
    { id: 'problems', name: 'problems', content: problemChapter },
    { id: 'types', name: 'types', content: typeChapters },
  ];
}

function contents(view: View): Html {
  const part = (one: { readonly id: string; readonly name: string }) =>
    html`<li><a href="#${one.id}">${one.name}</a></li>`;
  return html`<ul>${chapters(view).map(
    ({ id, name, parts }) =>
      html`<li><a href="#${id}">${say(view, words[name])}</a>${parts && html`<ul>${parts.map(part)}</ul>`}</li>`,
  )}</ul>`;
}
