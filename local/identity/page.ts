import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { type Html, html, trusted } from './html.ts';

const style = `
  body { margin: 0; background: #f3f5f8; color: #1c2430; font: 16px/1.5 system-ui, "Noto Sans SC", sans-serif; }
  main { max-width: 34rem; margin: 2rem auto; padding: 1.5rem 2rem; background: #fff; border-radius: 8px; }
  h1 { margin: 0; font-size: 1.4rem; }
  [lang=en] { color: #4a5666; }
  .mark { margin: 0 0 1rem; padding: .4rem .7rem; background: #fff4d6; border-left: 4px solid #b07a00; font-size: .9rem; }
  .wrong { padding: .4rem .7rem; background: #fde8e8; border-left: 4px solid #b3261e; }
  label { display: block; margin-top: .8rem; }
  input { width: 100%; box-sizing: border-box; padding: .5rem; border: 1px solid #7a8696; border-radius: 4px; font: inherit; }
  button { margin: 1rem .8rem 0 0; padding: .5rem 1.4rem; border: 1px solid #12509b; border-radius: 4px; font: inherit; }
  button { background: #12509b; color: #fff; cursor: pointer; }
  button.plain { background: #fff; color: #12509b; }
  :focus-visible { outline: 3px solid #f0a500; outline-offset: 2px; }
  table { width: 100%; margin-top: 1.5rem; border-collapse: collapse; font-size: .92rem; }
  th, td { padding: .35rem .5rem; border-top: 1px solid #d5dbe3; text-align: left; vertical-align: top; }
  code { font-size: 1em; }`;

const styleDigest = createHash('sha256').update(style).digest('base64');

/**
 * What every page of the identity provider is sent with: it loads nothing, runs nothing, and posts only to itself and
 * onward to where its clients live (browsers hold a form's redirects to `form-action` too).
 */
export function pageHeaders(formTargets: readonly string[]): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    // Without a source no script runs; the library adds the digest of its own where it must repost a form.
    'script-src',
    `style-src 'sha256-${styleDigest}'`,
    ["form-action 'self'", ...formTargets].join(' '),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cache-control': 'no-store',
  };
}

/** A whole page, Chinese first and English beside it, under the mark that everything local carries. */
export function page(title: { readonly zh: string; readonly en: string }, body: Html): Html {
  return html`<!DOCTYPE html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title.zh} · ${title.en}</title>
<style>${trusted(style)}</style>
</head>
<body>
<main>
<p class="mark"><span lang="en">DEMONSTRATION - NOT A LEGAL RECORD</span> 演示数据，不具法律效力</p>
<h1>${title.zh} <span lang="en">${title.en}</span></h1>
${body}
</main>
</body>
</html>
`;
}

/** Answers with a page. `formTargets`: the origins a form on it may lead to. */
export function sendPage(
  res: ServerResponse,
  status: number,
  content: Html,
  formTargets: readonly string[] = [],
): void {
  res.writeHead(status, { ...pageHeaders(formTargets), 'content-type': 'text/html; charset=utf-8' });
  res.end(content.markup);
}
