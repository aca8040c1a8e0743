/** Markup that is safe to send: only `html` makes it. */
export type Html = { readonly markup: string };

type Part = string | Html | readonly Html[] | undefined;

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? '');

function render(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'string') return escaped(part);
  if ('markup' in part) return part.markup;
  return part.map(({ markup }) => markup).join('');
}

/** Builds markup; every string put into it is escaped, in text and in quoted attributes alike. */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { markup: literals.map((literal, index) => literal + render(parts[index])).join('') };
}

/** Markup that another library made and vouches for. */
export const trusted = (markup: string): Html => ({ markup });
