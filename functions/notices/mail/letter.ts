import type { Language, Localised } from '../../../shared/kernel/localised.ts';
import { procedures } from '../../../shared/procedures/index.ts';
import { type Notice, noticeKinds } from '../../../shared/register/notice.ts';
import type { NoticePreferences } from '../../../shared/register/notice-preferences.ts';
import type { Mailing } from '../deps.ts';
import { type Message, written } from './message.ts';
import { words } from './words.ts';

/** One thing told: what a mail may say of it. Names, amounts and documents stay at the register. */
export type Told = { readonly notice: Notice; readonly procedure: string | undefined };

export type Letter = {
  readonly mailing: Mailing;
  readonly demonstration: boolean;
  readonly to: string;
  readonly language: NoticePreferences['language'];
  /** What the message is named by; the mail service may put a name of its own in its place. */
  readonly id: string;
  readonly nowMs: number;
  readonly unsubscribeToken: string | undefined;
};

type Row = { readonly label?: Localised; readonly value: Localised; readonly link?: string };
type Block = { readonly title: Localised; readonly rows: readonly Row[] };

/** 通知邮件: one notice. */
export function noticeLetter(letter: Letter, told: Told): string {
  const { title } = noticeKinds[told.notice.code];
  return message(letter, title, [blockOf(letter, told)], told.notice.filing);
}

/** 每日汇总: the notices of a day. */
export function digestLetter(letter: Letter, all: readonly Told[], more: boolean): string {
  const title = { zh: `${words.digest.zh}（${all.length}）`, en: `${words.digest.en} (${all.length})` };
  const rest: Block[] = more ? [{ title: words.more, rows: [] }] : [];
  return message(letter, title, [...all.map((told) => blockOf(letter, told)), ...rest]);
}

/** 验证码邮件: proves that whoever asked for it reads the address. */
export function codeLetter(letter: Letter, code: string): string {
  const rows = [{ label: words.code, value: same(code) }, { value: words.codeStep }];
  return message(letter, words.codeTitle, [{ title: words.codeTitle, rows }]);
}

const same = (text: string): Localised => ({ zh: text, en: text });

function blockOf({ mailing }: Letter, { notice, procedure }: Told): Block {
  const { title, step } = noticeKinds[notice.code];
  const name = procedure === undefined ? undefined : procedures.get(procedure)?.title;
  const at = new Date(Date.parse(notice.at) + 8 * 3_600_000).toISOString();
  const rows: (Row | undefined)[] = [
    { value: step },
    name && { label: words.procedure, value: name },
    { label: words.filing, value: same(notice.filing) },
    notice.number === undefined ? undefined : { label: words.number, value: same(notice.number) },
    notice.principal && { value: words.principal },
    { label: words.at, value: same(`${at.slice(0, 10)} ${at.slice(11, 16)}`) },
    { label: words.read, value: same(''), link: linkOf(mailing.origin, notice) },
  ];
  return { title, rows: rows.filter((row) => row !== undefined) };
}

function linkOf(origin: string, { filing, number, code }: Notice): string {
  if (code === 'registered' && number !== undefined) {
    return `${origin}/v1/pledges/${encodeURIComponent(number)}`;
  }
  return `${origin}/v1/my/filings/${filing}`;
}

function message(letter: Letter, title: Localised, blocks: readonly Block[], thread?: string): string {
  const { mailing, demonstration, language, unsubscribeToken } = letter;
  const languages: readonly Language[] = language === 'both' ? ['zh', 'en'] : [language];
  const unsubscribe =
    unsubscribeToken === undefined ? undefined : `${mailing.origin}/v1/unsubscriptions/${unsubscribeToken}`;
  const domain = mailing.from.slice(mailing.from.lastIndexOf('@') + 1);
  const foot = unsubscribe === undefined ? [] : [{ title: words.why, rows: [stopRow(unsubscribe)] }];
  const marked = demonstration ? [{ title: words.demonstrationLine, rows: [] }] : [];
  const all = [...marked, ...blocks, ...foot];
  const [first = 'zh'] = languages;
  const mark = demonstration ? words.demonstration[first] : '';
  const made: Message = {
    from: { name: languages.map((one) => words.sender[one]).join(' '), address: mailing.from },
    to: letter.to,
    subject: `${words.subject[first]}${mark}${languages.map((one) => title[one]).join(' ')}`,
    date: new Date(letter.nowMs),
    id: `${letter.id}@${domain}`,
    ...(thread !== undefined && { references: `${thread}@${domain}` }),
    languages,
    ...(unsubscribe !== undefined && { unsubscribe }),
    text: languages.map((one) => textOf(all, one)).join(`\n${'-'.repeat(40)}\n\n`),
    html: htmlOf(all, languages),
  };
  return written(made);
}

const stopRow = (link: string): Row => ({ label: words.stop, value: same(''), link });

function textOf(blocks: readonly Block[], language: Language): string {
  const colon = language === 'zh' ? '：' : ': ';
  const rowText = ({ label, value, link }: Row) =>
    `${label ? label[language] + colon : ''}${value[language]}${link ?? ''}\n`;
  return blocks.map(({ title, rows }) => `${title[language]}\n${rows.map(rowText).join('')}`).join('\n');
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
const escaped = (text: string) => text.replaceAll(/[&<>"]/g, (sign) => escapes[sign] ?? sign);

/** Plain paragraphs and links: no picture, no style sheet, nothing that a reader's program fetches. */
function htmlOf(blocks: readonly Block[], languages: readonly Language[]): string {
  const rowHtml = ({ label, value, link }: Row, language: Language) => {
    const name = label ? escaped(label[language]) : '';
    if (link !== undefined) return `<a href="${escaped(link)}">${name}</a><br>`;
    return `${name === '' ? '' : `<b>${name}</b> `}${escaped(value[language])}<br>`;
  };
  const inLanguage = (language: Language) =>
    blocks
      .map(
        ({ title, rows }) =>
          `<p><strong>${escaped(title[language])}</strong><br>${rows.map((row) => rowHtml(row, language)).join('')}</p>`,
      )
      .join('');
  const sections = languages.map((one) => `<div lang="${one}">${inLanguage(one)}</div>`);
  return `<!doctype html><html><head><meta charset="utf-8"></head><body>${sections.join('<hr>')}</body></html>`;
}
