/** A text in both languages of the register. Chinese is the language of record. */
export type Localised = { readonly zh: string; readonly en: string };

export type Language = keyof Localised;

type Range = { readonly tag: string; readonly weight: number };

const WEIGHT = /^q=(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/i;

/** A language range with its weight, or undefined where the weight is malformed: a guess would be worse. */
function rangeOf(member: string): Range | undefined {
  const [tag = '', ...parameters] = member.split(';').map((part) => part.trim());
  const weight = parameters[0];
  if (tag === '' || parameters.length > 1) return undefined;
  if (weight === undefined) return { tag: tag.toLowerCase(), weight: 1 };
  return WEIGHT.test(weight) ? { tag: tag.toLowerCase(), weight: Number(weight.slice(2)) } : undefined;
}

function weightOf(language: Language, ranges: readonly Range[]): number {
  const named = ranges.filter(({ tag }) => tag === language || tag.startsWith(`${language}-`));
  // A range that names the language outranks `*` even when its weight is lower (RFC 4647 section 3.4).
  const deciding = named.length > 0 ? named : ranges.filter(({ tag }) => tag === '*');
  return Math.max(0, ...deciding.map(({ weight }) => weight));
}

/**
 * Chooses the language of an answer from an `Accept-Language` header (RFC 9110 section 12.5.4).
 *
 * Any `zh-*` is zh and any `en-*` is en; among equals the one listed first wins; whatever else is asked for,
 * or nothing at all, gives zh, the language of record.
 */
export function negotiate(acceptLanguage: string | undefined): Language {
  const ranges = (acceptLanguage ?? '').split(',').flatMap((member) => rangeOf(member) ?? []);
  const zh = weightOf('zh', ranges);
  const en = weightOf('en', ranges);
  if (zh !== en) return zh > en ? 'zh' : 'en';
  const first = ranges.find(({ tag, weight }) => weight === en && /^(?:zh|en)(?:-|$)/.test(tag));
  return en > 0 && first?.tag.startsWith('en') ? 'en' : 'zh';
}

/**
 * Puts parameters into both languages: `{name}` becomes the parameter of that name.
 *
 * A parameter's own braces are never filled again, so a user's text cannot reach another parameter. An unknown
 * name stays as it is written, where a reader sees the mistake.
 */
export function fill(text: Localised, params: Readonly<Record<string, string | number>>): Localised {
  const put = (template: string) =>
    template.replace(/\{(\w+)\}/g, (whole, name: string) =>
      Object.hasOwn(params, name) ? String(params[name]) : whole,
    );
  return { zh: put(text.zh), en: put(text.en) };
}
