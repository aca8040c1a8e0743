import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { callerOf } from '../access/signed-call.ts';
import type { Faults } from './faults.ts';
import type { KeptMail, Mailbox } from './mailbox.ts';
import { faultOf, sending } from './sending.ts';

export type MailServiceOptions = {
  readonly mailbox: Mailbox;
  readonly faults: Faults;
  readonly region: string;
  readonly secretOf: (accessKeyId: string) => string | undefined;
  /** Whether the role behind the key may send a whole message from the address, through identity and set. */
  readonly authorise: (accessKeyId: string, from: string, set: string | undefined) => boolean;
  /** Domains that mails may come from, and the names of configuration sets. */
  readonly domains: readonly string[];
  readonly sets: readonly string[];
  /** Hears of each mail that was taken. */
  readonly onTaken?: (mail: KeptMail, set: string | undefined) => void;
  readonly now?: () => number;
};

export type MailService = { readonly url: string; close(): Promise<void> };

const path = '/v2/email/outbound-emails';
/** The service takes 40 MB; a notice has a few thousand bytes. */
const bodyBytesMax = 1024 * 1024;

type Refused = { readonly status: number; readonly code: string; readonly message: string };
type Answered = { readonly status: 200; readonly body: unknown } | Refused | 'hang' | 'cut';

/** The stand-in for the mail service: `SendEmail` of its second API, into a mailbox on this machine and nowhere else. */
export async function startMailService(options: MailServiceOptions): Promise<MailService> {
  const hanging = new Set<ServerResponse>();
  const server = createServer((message, response) => {
    message.on('error', () => {});
    response.on('error', () => {});
    answerTo(message, options).then(
      (answered) => {
        if (answered === 'cut') response.destroy();
        else if (answered === 'hang') hanging.add(response);
        else send(response, answered);
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(0, '127.0.0.1', done);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((done) => {
        for (const response of hanging) response.destroy();
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

async function answerTo(message: IncomingMessage, options: MailServiceOptions): Promise<Answered> {
  const body = await bodyOf(message);
  if (body === undefined) return refused(413, 'RequestTooLargeException', 'The request is too large.');
  if (message.method !== 'POST' || message.url !== path) {
    return refused(404, 'UnknownOperationException', 'Only SendEmail is known here.');
  }
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [name, String(value ?? '')]),
  );
  const { region, secretOf } = options;
  const now = options.now ?? Date.now;
  const caller = await callerOf({ headers, body, path }, { service: 'ses', region, secretOf, now });
  if ('refused' in caller) return refused(403, caller.refused, 'The request is not signed as it should be.');
  return sent(body, caller.accessKeyId, options);
}

function sent(body: Buffer, accessKeyId: string, options: MailServiceOptions): Answered {
  const parsed = sending.safeParse(jsonOf(body));
  if (!parsed.success) {
    return refused(400, 'BadRequestException', 'Only a raw message to named addresses is understood here.');
  }
  const { FromEmailAddress: from, Destination, Content, ConfigurationSetName: set, EmailTags } = parsed.data;
  if (!options.authorise(accessKeyId, from, set)) {
    return refused(403, 'AccessDeniedException', 'The role may not send so.');
  }
  if (set !== undefined && !options.sets.includes(set)) {
    return refused(404, 'NotFoundException', 'There is no such configuration set.');
  }
  if (!options.domains.includes(from.slice(from.lastIndexOf('@') + 1))) {
    return refused(400, 'MessageRejected', 'The domain of the sender is not verified.');
  }
  const raw = Buffer.from(Content.Raw.Data, 'base64').toString('utf8');
  const fault = faultOf(raw);
  if (fault !== undefined) return refused(400, 'MessageRejected', fault);
  const mode = options.faults.take();
  if (mode === 'throttle') return refused(429, 'TooManyRequestsException', 'Too many requests.');
  if (mode === 'refuse') return refused(400, 'MessageRejected', 'The message was rejected.');
  if (mode === 'fail') return refused(500, 'InternalFailure', 'Something broke.');
  if (mode === 'cutBefore') return 'cut';
  const tags = Object.fromEntries(EmailTags.map(({ Name, Value }) => [Name, Value]));
  const mail = options.mailbox.take({ from, to: Destination.ToAddresses, tags, raw });
  options.onTaken?.(mail, set);
  if (mode === 'hangAfterAccept') return 'hang';
  if (mode === 'cutAfterAccept') return 'cut';
  return { status: 200, body: { MessageId: mail.id } };
}

const refused = (status: number, code: string, message: string): Refused => ({ status, code, message });

function send(response: ServerResponse, answered: Exclude<Answered, 'hang' | 'cut'>): void {
  const headers = { 'content-type': 'application/json', 'x-amzn-requestid': randomUUID() };
  if ('code' in answered) {
    response.writeHead(answered.status, { ...headers, 'x-amzn-errortype': answered.code });
    response.end(JSON.stringify({ message: answered.message }));
    return;
  }
  response.writeHead(answered.status, headers).end(JSON.stringify(answered.body));
}

async function bodyOf(message: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message) {
    bytes += chunk.length;
    if (bytes > bodyBytesMax) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
