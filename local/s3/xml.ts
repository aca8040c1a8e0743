/** Characters XML cannot carry as they are; S3 writes controls as numeric references, so do we. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: object keys may hold control characters.
const ESCAPED = /[&<>"'\u0000-\u001f\u007f]/g;
const NAMED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function escapeText(text: string): string {
  return text.replace(ESCAPED, (char) => NAMED[char] ?? `&#x${char.charCodeAt(0).toString(16)};`);
}

/** One element. An array is taken as children already rendered, anything else as text. */
export function element(name: string, content: string | number | boolean | readonly string[]): string {
  const inner = Array.isArray(content) ? content.join('') : escapeText(String(content));
  return `<${name}>${inner}</${name}>`;
}

/** A whole document whose root carries S3's name space, as the SDK's reader expects of lists. */
export function document(root: string, children: readonly string[], namespaced = true): string {
  const xmlns = namespaced ? ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"' : '';
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${xmlns}>${children.join('')}</${root}>`;
}
