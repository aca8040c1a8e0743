/** A message of RFC 5322, read as a mail program would read it. */
export type ReadMessage = {
  /** By lower-case name; encoded words are decoded, folded lines joined. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly html: string;
};

type Part = { readonly headers: Readonly<Record<string, string>>; readonly body: string };

/** Reads a message with its parts, as far as a register's mails go: nested multiparts, base64 and quoted-printable. */
export function readMessage(raw: string): ReadMessage {
  const whole = readPart(raw.replaceAll('\r\n', '\n'));
  const leaves = leavesOf(whole, 0);
  const of = (type: string) => leaves.find(({ headers }) => typeOf(headers).startsWith(type));
  return { headers: whole.headers, text: contentOf(of('text/plain')), html: contentOf(of('text/html')) };
}

const typeOf = (headers: Readonly<Record<string, string>>) =>
  (headers['content-type'] ?? 'text/plain').toLowerCase();

function readPart(text: string): Part {
  const end = text.indexOf('\n\n');
  const head = end < 0 ? text : text.slice(0, end);
  const lines = head.replaceAll(/\n[ \t]+/g, ' ').split('\n');
  const headers = lines.flatMap((line) => {
    const colon = line.indexOf(':');
    return colon < 0
      ? []
      : [[line.slice(0, colon).trim().toLowerCase(), decoded(line.slice(colon + 1).trim())]];
  });
  return { headers: Object.fromEntries(headers), body: end < 0 ? '' : text.slice(end + 2) };
}

const depthMax = 5;

function leavesOf(part: Part, depth: number): Part[] {
  const boundary = /^multipart\/.*boundary="?([^";]+)"?/is.exec(part.headers['content-type'] ?? '')?.[1];
  if (boundary === undefined || depth === depthMax) return [part];
  const pieces = `\n${part.body}`.split(`\n--${boundary}`).slice(1);
  const parts = pieces.filter((piece) => !piece.startsWith('--')).map((piece) => readPart(piece.slice(1)));
  return parts.flatMap((inner) => leavesOf(inner, depth + 1));
}

function contentOf(part: Part | undefined): string {
  if (!part) return '';
  const encoding = (part.headers['content-transfer-encoding'] ?? '').toLowerCase();
  if (encoding === 'base64') return Buffer.from(part.body, 'base64').toString('utf8');
  if (encoding === 'quoted-printable') {
    const joined = part.body.replaceAll(/=\n/g, '');
    return Buffer.from(unescaped(joined, /=([0-9A-Fa-f]{2})/g), 'latin1').toString('utf8');
  }
  return part.body;
}

const unescaped = (text: string, pattern: RegExp) =>
  text.replaceAll(pattern, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** Encoded words (RFC 2047); the space between two of them belongs to neither. */
function decoded(value: string): string {
  return value
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(text, 'base64').toString('utf8')
        : Buffer.from(unescaped(text.replaceAll('_', ' '), /=([0-9A-Fa-f]{2})/g), 'latin1').toString('utf8'),
    );
}
