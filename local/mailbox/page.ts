import { type Html, html } from '../identity/html.ts';
import type { KeptMail } from './mailbox.ts';
import { readMessage } from './message.ts';

const style = `
  body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #222 }
  table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: .35rem .6rem; vertical-align: top }
  tr { border-bottom: 1px solid #ddd } td { overflow-wrap: anywhere } time { white-space: nowrap; color: #555 }
  iframe { width: 100%; height: 26rem; border: 1px solid #ccc; background: #fff }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #f6f6f6; padding: 1rem }
  .zh { color: #555; font-weight: normal }`;

/** Nothing is loaded or run; the frame in which a mail is shown has this policy too, and no rights of its own. */
export const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'";

function page(title: string, body: Html): string {
  const whole = html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>
    <meta name="viewport" content="width=device-width">
    <style>${{ markup: style }}</style></head><body>${body}</body></html>`;
  return whole.markup;
}

/** A text of a mail, shown so that nothing in it reads otherwise than it is stored: what cannot be seen is named. */
const told = (text: string): Html => html`<bdi>${text.replaceAll(/[\p{Cc}\p{Cf}]/gu, named)}</bdi>`;

const named = (sign: string): string =>
  `[U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`;

export function listPage(mails: readonly KeptMail[]): string {
  const rows = mails.map((mail) => {
    const { headers } = readMessage(mail.raw);
    const subject = headers['subject'] ?? '';
    return html`<tr><td><time>${mail.at.replace('T', ' ').slice(0, 19)}</time></td>
      <td>${told(mail.to.join(', '))}</td>
      <td><a href="/mailbox/${mail.id}">${told(subject === '' ? '-' : subject)}</a></td></tr>`;
  });
  const none = html`<p>No mail yet. <span class="zh">尚无邮件。</span></p>`;
  const table = html`<table><thead><tr><th>When <span class="zh">时间 (UTC)</span></th>
    <th>To <span class="zh">收件人</span></th><th>Subject <span class="zh">主题</span></th></tr></thead>
    <tbody>${rows}</tbody></table>`;
  return page(
    'Mailbox 邮箱',
    html`<h1>Mailbox <span class="zh">邮箱</span></h1>
      <p>Every mail that the register sent on this machine. None of them left it.
      <span class="zh">本机登记簿发出的全部邮件，均未离开本机。</span></p>${mails.length === 0 ? none : table}`,
  );
}

const shownHeaders = [
  ...['from', 'to', 'subject', 'date', 'message-id', 'references'],
  ...['auto-submitted', 'list-unsubscribe', 'list-unsubscribe-post', 'content-language'],
];

export function mailPage(mail: KeptMail): string {
  const { headers, text, html: shown } = readMessage(mail.raw);
  const rows = shownHeaders.flatMap((name) => {
    const value = headers[name];
    return value === undefined ? [] : [html`<tr><th>${name}</th><td>${told(value)}</td></tr>`];
  });
  const tags = Object.entries(mail.tags).map(([name, value]) => `${name}=${value}`);
  // Without any allowance the frame runs no script, sends no form, opens nothing, and has no origin.
  const frame = html`<iframe sandbox="" srcdoc="${shown}" title="HTML"></iframe>`;
  return page(
    'Mailbox 邮箱',
    html`<p><a href="/mailbox">← Mailbox <span class="zh">邮箱</span></a></p>
      <h1>${told(headers['subject'] ?? '-')}</h1><table>${rows}
      <tr><th>tags</th><td>${told(tags.join(', '))}</td></tr></table>
      <h2>Text <span class="zh">文本</span></h2><pre dir="auto">${text}</pre>
      <h2>HTML</h2>${frame}
      <p><a href="/mailbox/${mail.id}.eml">Source <span class="zh">原文</span></a></p>`,
  );
}
