/** One mail before it is written out: header values and both forms of its body. */
export type Message = {
  readonly from: { readonly name: string; readonly address: string };
  readonly to: string;
  readonly subject: string;
  readonly date: Date;
  /** Without the angle brackets. */
  readonly id: string;
  readonly references?: string;
  readonly languages: readonly string[];
  /** Where one click, or one POST of RFC 8058, ends the mails to this address. */
  readonly unsubscribe?: string;
  readonly text: string;
  readonly html: string;
};

/**
 * The message of RFC 5322 with its bodies as `multipart/alternative`, in ASCII and CRLF throughout: words of other
 * scripts are encoded (RFC 2047), bodies are base64.
 */
export function written(message: Message): string {
  const boundary = `part-${message.id.replaceAll(/[^A-Za-z0-9]/g, '-').slice(0, 60)}`;
  const headers: [string, string | undefined][] = [
    ['From', `${encoded(message.from.name)}\r\n <${message.from.address}>`],
    ['To', `<${message.to}>`],
    ['Subject', encoded(message.subject)],
    ['Date', message.date.toUTCString().replace('GMT', '+0000')],
    ['Message-ID', `<${message.id}>`],
    ['References', message.references && `<${message.references}>`],
    // Nobody's absence note, and no list robot, shall answer a machine (RFC 3834).
    ['Auto-Submitted', 'auto-generated'],
    ['X-Auto-Response-Suppress', 'All'],
    ['List-Unsubscribe', message.unsubscribe && `<${message.unsubscribe}>`],
    ['List-Unsubscribe-Post', message.unsubscribe && 'List-Unsubscribe=One-Click'],
    ['Content-Language', message.languages.join(', ')],
    ['MIME-Version', '1.0'],
    ['Content-Type', `multipart/alternative;\r\n boundary="${boundary}"`],
  ];
  const head = headers.flatMap(([name, value]) => (value === undefined ? [] : [header(name, value)]));
  const part = (type: string, body: string) => [
    `--${boundary}`,
    `Content-Type: ${type}; charset=utf-8`,
    'Content-Transfer-Encoding: base64',
    '',
    ...base64Lines(body),
  ];
  const parts = [...part('text/plain', message.text), ...part('text/html', message.html)];
  return [...head, '', ...parts, `--${boundary}--`, ''].join('\r\n');
}

/** A line break in a value would begin a header of somebody else's choice: that it cannot come so far is checked. */
function header(name: string, value: string): string {
  const lines = value.split('\r\n ');
  if (lines.some((line) => /[^\x20-\x7e]/.test(line))) throw new Error(`not a value of the header ${name}`);
  return `${name}: ${value}`;
}

/** With so many bytes of text an encoded word has 60 characters: room for the header's name in a line of 78. */
const wordBytesMax = 36;

/** A text as encoded words, each of whole characters; plain ASCII that says nothing else stays as it is. */
export function encoded(text: string): string {
  if (/^[A-Za-z0-9 .,:-]*$/.test(text)) return text;
  const words: string[] = [];
  let word = '';
  for (const char of text) {
    if (Buffer.byteLength(word + char) > wordBytesMax) {
      words.push(word);
      word = '';
    }
    word += char;
  }
  words.push(word);
  return words.map((one) => `=?UTF-8?B?${Buffer.from(one, 'utf8').toString('base64')}?=`).join('\r\n ');
}

function base64Lines(body: string): string[] {
  const base64 = Buffer.from(body.replaceAll(/\r?\n/g, '\r\n'), 'utf8').toString('base64');
  return base64.match(/.{1,76}/g) ?? [];
}
