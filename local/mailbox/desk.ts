import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Faults, faultOrder } from './faults.ts';
import type { KeptMail, Mailbox } from './mailbox.ts';
import { readMessage } from './message.ts';
import { listPage, mailPage, pagePolicy } from './page.ts';

export type Desk = {
  /** Answers requests to the mailbox; false for any other. */
  handle(message: IncomingMessage, response: ServerResponse): boolean;
};

const root = '/mailbox';

/**
 * The mailbox as people and tests read it: `/mailbox` is a page, `/mailbox/mails.json?to=` the same as JSON,
 * `/mailbox/<id>` one mail, and `POST /mailbox/faults` lets the next sendings go wrong.
 */
export function openDesk(mailbox: Mailbox, faults: Faults): Desk {
  return {
    handle: (message, response) => {
      const [path = '', query = ''] = (message.url ?? '').split('?');
      if (path !== root && !path.startsWith(`${root}/`)) return false;
      const found = path.slice(root.length + 1);
      if (message.method === 'POST' && found === 'faults') void order(message, response, faults);
      else if (message.method !== 'GET') answer(response, 405, 'text/plain', 'GET only');
      else show(response, mailbox, found, new URLSearchParams(query));
      return true;
    },
  };
}

function show(response: ServerResponse, mailbox: Mailbox, found: string, query: URLSearchParams): void {
  const mail = mailbox.find(found.replace(/\.eml$/, ''));
  if (found === '') {
    answer(response, 200, 'text/html', listPage(mailbox.list()));
  } else if (found === 'mails.json') {
    const mails = mailbox.list(query.get('to') ?? undefined).map(readMail);
    answer(response, 200, 'application/json', JSON.stringify({ mails }));
  } else if (!mail) {
    answer(response, 404, 'text/plain', 'No such mail 没有这封邮件');
  } else if (found.endsWith('.eml')) {
    answer(response, 200, 'text/plain', mail.raw);
  } else {
    answer(response, 200, 'text/html', mailPage(mail));
  }
}

function readMail(mail: KeptMail) {
  const { raw: _raw, ...facts } = mail;
  return { ...facts, ...readMessage(mail.raw) };
}

/** JSON alone: a page from elsewhere could otherwise order faults with a simple form. */
async function order(message: IncomingMessage, response: ServerResponse, faults: Faults): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  const json = message.headers['content-type'] === 'application/json';
  const parsed = faultOrder.safeParse(json ? parsedJson(Buffer.concat(chunks).toString('utf8')) : undefined);
  if (parsed.success) {
    faults.order(parsed.data.mode, parsed.data.times);
    answer(response, 204, 'text/plain', '');
  } else {
    answer(response, 400, 'text/plain', 'Send {"mode": ..., "times": ...} as JSON');
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function answer(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'cache-control': 'no-store',
    'content-security-policy': pagePolicy,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
  });
  response.end(body);
}
