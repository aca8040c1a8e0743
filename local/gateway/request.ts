import type { IncomingMessage } from 'node:http';

/** A request as the gateway sees it before it looks for a route. */
export type GatewayRequest = {
  readonly method: string;
  readonly protocol: string;
  /** Decoded, as the gateway hands it on. */
  readonly path: string;
  /** As it was sent, without the question mark. */
  readonly query: string;
  /** Lower-case names; several lines of one name are joined by commas. Cookies are apart. */
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly sourceIp: string;
  readonly body: Buffer;
};

/** The gateway's limit on request line and header values together, in bytes. */
export const headBytesMax = 10_240;
/** The gateway's limit on a body: 10 MB. */
export const bodyBytesMax = 10 * 1024 * 1024;

export type Refused = 'badRequest' | 'headersTooLarge' | 'tooLarge';

/** The head of a request, or the answer that its sender gets. */
export function readHead(message: IncomingMessage): Omit<GatewayRequest, 'body'> | Refused {
  const target = message.url ?? '/';
  const values = message.rawHeaders.filter((_, index) => index % 2 === 1);
  const bytes = [message.method ?? '', target, ...values].reduce(
    (sum, text) => sum + Buffer.byteLength(text),
    0,
  );
  if (bytes > headBytesMax) return 'headersTooLarge';
  const path = pathOf(target);
  if (path === undefined) return 'badRequest';
  const question = target.indexOf('?');
  return {
    method: message.method ?? 'GET',
    protocol: `HTTP/${message.httpVersion}`,
    path,
    query: question < 0 ? '' : (target.slice(question + 1).split('#', 1)[0] ?? ''),
    headers: headersOf(message.rawHeaders),
    cookies: cookiesOf(message.rawHeaders),
    sourceIp: (message.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
  };
}

/**
 * The decoded path of a request target. An HTTP API decodes before it routes, and what follows a decoded question
 * mark is lost; text that does not decode to UTF-8 is refused.
 */
function pathOf(target: string): string | undefined {
  if (!target.startsWith('/')) return undefined;
  try {
    const path = decodeURIComponent(target.split(/[?#]/, 1)[0] ?? '/').split('?', 1)[0] ?? '/';
    return path.includes('\0') ? undefined : path;
  } catch {
    return undefined;
  }
}

function headersOf(raw: readonly string[]): Record<string, string> {
  const headers = new Map<string, string>();
  for (let index = 0; index < raw.length; index += 2) {
    const name = (raw[index] ?? '').toLowerCase();
    const value = raw[index + 1] ?? '';
    if (name === 'cookie') continue;
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(headers);
}

function cookiesOf(raw: readonly string[]): string[] {
  const lines = raw.filter((_, index) => index % 2 === 1 && raw[index - 1]?.toLowerCase() === 'cookie');
  return lines
    .flatMap((line) => line.split(';').map((cookie) => cookie.trim()))
    .filter((cookie) => cookie !== '');
}

/**
 * Reads a body up to the gateway's limit. The rest of a larger one is let run into the void, so that its sender can
 * read the answer; the server's own time limit ends a body that never does. Rejects when the sender breaks off.
 */
export async function readBody(message: IncomingMessage): Promise<Buffer | 'tooLarge'> {
  const chunks: Buffer[] = [];
  let bytes = Number(message.headers['content-length'] ?? 0) > bodyBytesMax ? bodyBytesMax : 0;
  for await (const chunk of message.iterator({ destroyOnReturn: false })) {
    const part = Buffer.from(chunk);
    bytes += part.length;
    if (bytes > bodyBytesMax) {
      message.resume();
      return 'tooLarge';
    }
    chunks.push(part);
  }
  return Buffer.concat(chunks);
}
