import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { html, prose } from '../../../functions/reference/page/html.ts';
import { curl } from '../../../functions/reference/page/operation.ts';
import { page } from '../../../functions/reference/page/page.ts';
import { contentSecurityPolicy } from '../../../functions/reference/presentation.ts';
import { demonstrationNotice } from '../../../shared/contracts/demonstration.ts';
import { formName } from '../../../shared/contracts/openapi/form-schema.ts';
import { openApiDocument } from '../../../shared/contracts/openapi.ts';
import { documentedPath } from '../../../shared/contracts/operation.ts';
import { operations } from '../../../shared/contracts/operations/index.ts';
import { problems } from '../../../shared/contracts/problems.ts';
import { procedures } from '../../../shared/procedures/index.ts';

const document = openApiDocument({ demonstration: true });
const pages = {
  zh: page({ language: 'zh', document, demonstration: true }),
  en: page({ language: 'en', document, demonstration: true }),
};

/** Elements that have no end tag. */
const empty = ['meta', 'link', 'br', 'wbr'];

/** The first place where tags do not nest, or nothing. */
function misnested(markup: string): string | undefined {
  const open: string[] = [];
  for (const [tag, slash = '', name = ''] of markup.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>/g)) {
    if (empty.includes(name)) continue;
    if (slash === '') open.push(name);
    else if (open.pop() !== name) return tag;
  }
  return open.length > 0 ? open.join() : undefined;
}

function idsIn(markup: string): string[] {
  return [...markup.matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id);
}

describe.each(['zh', 'en'] as const)('the page in %s', (language) => {
  const markup = pages[language];

  it('nests its tags and names each id once', () => {
    expect(misnested(markup)).toBeUndefined();
    const ids = idsIn(markup);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('links to nothing that is not there', () => {
    const targets = [...markup.matchAll(/href="#([^"]+)"/g)].map(([, id = '']) => id);
    expect(targets.length).toBeGreaterThan(300);
    const ids = new Set(idsIn(markup));
    expect(targets.filter((id) => !ids.has(id))).toEqual([]);
  });

  it('has every operation, problem, procedure and type', () => {
    const ids = new Set(idsIn(markup));
    for (const { id, summary } of operations) {
      expect(ids.has(id), id).toBe(true);
      expect(markup).toContain(html`${summary[language]}`.markup);
    }
    for (const code of Object.keys(problems)) expect(ids.has(`problem-${code}`), code).toBe(true);
    for (const { id, grounds } of procedures.values()) {
      expect(ids.has(`procedure-${id}`)).toBe(true);
      expect(ids.has(`type-${formName(id)}`)).toBe(true);
      for (const { heading } of grounds) expect(markup).toContain(html`${heading[language]}`.markup);
    }
  });

  it('runs nothing, fetches nothing, and styles nothing that the policy does not name', () => {
    expect(markup).not.toMatch(/<(script|iframe|img|object|embed|form|svg|base)\b/i);
    expect(markup).not.toMatch(/<[^>]* (on\w+|style|src)=/i);
    expect([...markup.matchAll(/(?:href|src)="(?!#|\?lang=|\/v1\/openapi\.json"|data:,")([^"]*)"/g)]).toEqual(
      [],
    );
    const styles = [...markup.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, text = '']) => text);
    expect(styles).toHaveLength(1);
    const digest = createHash('sha256').update(styles.join()).digest('base64');
    expect(contentSecurityPolicy).toContain(`'sha256-${digest}'`);
    expect(contentSecurityPolicy).not.toContain('unsafe');
  });

  it('says its language and offers the other', () => {
    expect(markup).toContain(`<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">`);
    expect(markup).toContain(`href="?lang=${language === 'zh' ? 'en' : 'zh'}"`);
  });

  it('leaves no text out and shows no value that is missing', () => {
    expect(markup).not.toMatch(/undefined|\[object|NaN/);
    expect(markup).not.toMatch(/<t[dh][^>]*><\/t[dh]>/);
    expect(markup).not.toMatch(/<h\d[^>]*><\/h\d>/);
  });
});

describe('the mark of demonstrations', () => {
  const legal = openApiDocument({ demonstration: false });
  const banner = `<p class="notice">${demonstrationNotice}</p>`;

  it('stands at the top of a demonstration’s page, and on no other', () => {
    expect(pages.zh).toContain(banner);
    expect(page({ language: 'zh', document: legal, demonstration: false })).not.toContain(banner);
  });
});

describe('markup', () => {
  const hostile = `<script>alert("1")</script>&'`;

  it('escapes whatever is put in, in text and in attributes', () => {
    const made = html`<p title="${hostile}">${hostile}${[hostile, 1, false, undefined]}</p>`.markup;
    expect(made).not.toContain('<script');
    expect(made.match(/&lt;script&gt;alert\(&quot;1&quot;\)&lt;\/script&gt;&amp;&#39;/g)).toHaveLength(3);
    expect(made.endsWith('1</p>')).toBe(true);
    expect(prose('`<b>` <i>').markup).toBe('<code class="nb">&lt;b&gt;</code> &lt;i&gt;');
  });

  it('keeps markup that was made here', () => {
    expect(html`<p>${html`<b>${'&'}</b>`}</p>`.markup).toBe('<p><b>&amp;</b></p>');
  });
});

describe('an example command', () => {
  const view = { language: 'en', document, demonstration: true } as const;

  it.each(operations.map((row) => ({ id: row.id, row })))('$id is what the operation takes', ({ row }) => {
    const operation = document.paths[documentedPath(row.path)]?.[row.method.toLowerCase()];
    if (!operation) throw new Error('not described');
    const parameters = (operation.parameters ?? []).flatMap(
      ({ $ref }) => document.components.parameters[$ref.split('/').at(-1) ?? ''] ?? [],
    );
    const command = curl(view, row, operation, parameters);
    const url = new URL(/"\$REGISTER([^"]*)"/.exec(command)?.[1] ?? '', 'https://register.test');
    expect(url.pathname).not.toMatch(/[{}]|%7B/);
    expect(row.query?.safeParse(Object.fromEntries(url.searchParams)).error?.issues ?? []).toEqual([]);
    const sent = /-d '([\s\S]*)'$/.exec(command)?.[1];
    expect(sent === undefined).toBe(row.body === undefined);
    expect(row.body?.safeParse(JSON.parse(sent ?? '{}')).error?.issues ?? []).toEqual([]);
    expect(command.includes('$TOKEN')).toBe(row.audience !== 'public');
    expect(command.includes('Idempotency-Key')).toBe(row.idempotent === true);
    expect(command.includes('If-Match')).toBe(row.etag === 'required');
  });
});
