import { createHash } from 'node:crypto';
import { demonstrationNotice } from '../../../shared/contracts/demonstration.ts';
import type { Language } from '../../../shared/kernel/localised.ts';
import { html } from '../page/html.ts';
import { style } from './style.ts';
import { words } from './words.ts';

const digestOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * One script and one style, each named by its digest; nothing is fetched but from the register itself. So whatever a
 * file that is checked here might contain could neither run nor send anything anywhere.
 */
export function verificationPolicyOf(script: string): string {
  return [
    "default-src 'none'",
    `script-src ${digestOf(script)}`,
    `style-src ${digestOf(style)}`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

export type VerificationView = {
  readonly language: Language;
  readonly demonstration: boolean;
  /** The script, bundled; it reads the entry it is about from its own address. */
  readonly script: string;
};

/** 核验页: the page whose address every certificate bears. One document with one script, and nothing from elsewhere. */
export function verificationPage({ language, demonstration, script }: VerificationView): string {
  const other = language === 'zh' ? 'en' : 'zh';
  const say = (word: keyof typeof words) => words[word][language];
  return html`<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${say('title')} · ${say('register')}</title><link rel="icon" href="data:,">
<style>${{ markup: style }}</style></head>
<body>
<header>${demonstration && html`<p class="notice">${demonstrationNotice}</p>`}<div><h1><small>${say('register')}</small> ${say('title')}</h1>
<a href="?lang=${other}" hreflang="${other}" lang="${other === 'zh' ? 'zh-CN' : 'en'}">${say('other')}</a></div></header>
<main>
<noscript><p class="notice">${say('noScript')}</p></noscript>
<section id="published" hidden><h2 id="entry"></h2><p class="soft">${say('entryHelp')}</p><div id="published-result" aria-live="polite"></div></section>
<p>${say('lead')}</p>
<label class="drop" id="drop"><b>${say('choose')}</b><span class="soft">${say('accepted')}</span>
<input type="file" id="files" multiple accept=".pdf,.json,.tlog-proof,application/pdf,application/json"></label>
<div id="result" aria-live="polite"></div>
<h2><label for="keys">${say('keys')}</label></h2>
<p class="soft" id="keys-help">${say('keysHelp')}</p>
<textarea id="keys" spellcheck="false" autocomplete="off" aria-describedby="keys-help"></textarea>
</main>
<script type="module">${{ markup: script }}</script>
</body></html>`.markup;
}
