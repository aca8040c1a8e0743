/** Markup that was made here and is put into a page as it is. */
export type Html = { readonly markup: string };

type Part = Html | string | number | false | undefined | readonly Part[];

/** Makes markup; whatever is put in that is not markup itself is escaped, so that no text can become a tag. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { markup: strings.reduce((made, string, index) => made + markupOf(parts[index - 1]) + string) };
}

/** Text in which `code` stands between backticks. */
export function prose(text: string): Html {
  return html`${text.split('`').map((piece, index) => (index % 2 === 1 ? code(piece) : piece))}`;
}

// A short word of code reads badly in two lines; a long one must break to fit a telephone.
const unbrokenCharsMax = 24;

function code(text: string): Html {
  return text.length > unbrokenCharsMax ? html`<code>${text}</code>` : html`<code class="nb">${text}</code>`;
}

/** Puts markup between the members, as `join` does. */
export function joined(parts: readonly Part[], between: Html): Html {
  return html`${parts.flatMap((part, index) => (index === 0 ? [part] : [between, part]))}`;
}

function markupOf(part: Part): string {
  if (part === undefined || part === false) return '';
  if (typeof part === 'string' || typeof part === 'number') return escapeText(String(part));
  return 'markup' in part ? part.markup : part.map(markupOf).join('');
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (char) => escapes[char] ?? char);
}
