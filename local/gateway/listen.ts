import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Refusal } from '../refusal.ts';
import { type AnswerName, answer, answers } from './answers.ts';

export type Listener = {
  readonly port: number;
  /** Whoever serves from now on; before the first, every request is answered 503. */
  serve(handler: (message: IncomingMessage, response: ServerResponse) => void): void;
  /** Lets requests under way finish for a moment, then cuts every connection. */
  close(): Promise<void>;
};

/** Bounds on what one machine's callers may hold open; no honest client comes near them. */
export const limits = { connectionsMax: 512, requestMsMax: 30_000, headersMsMax: 10_000, idleMsMax: 20_000 };

const farewellMs = 2_000;

/** Listens on the loopback address only. Port 0 takes a free one. Refuses a port that is taken or not allowed. */
export async function listen(port: number, bounds: typeof limits = limits): Promise<Listener> {
  let handler: ((message: IncomingMessage, response: ServerResponse) => void) | undefined;
  const server = createServer(
    {
      maxHeaderSize: 16 * 1024,
      requestTimeout: bounds.requestMsMax,
      headersTimeout: bounds.headersMsMax,
      keepAliveTimeout: bounds.idleMsMax,
      connectionsCheckingInterval: Math.min(1_000, bounds.headersMsMax),
    },
    (message, response) => {
      // A connection that breaks is the caller's affair, and must not end the process.
      message.on('error', () => {});
      response.on('error', () => {});
      if (handler) return handler(message, response);
      const { status, headers, body } = answer('unavailable');
      response.writeHead(status, headers as Record<string, string>).end(body);
    },
  );
  server.maxConnections = bounds.connectionsMax;
  server.on('clientError', refuse);
  await bind(server, port);
  let closed: Promise<void> | undefined;
  return {
    port: (server.address() as AddressInfo).port,
    serve: (next) => {
      handler = next;
    },
    close: () => {
      closed ??= close(server);
      return closed;
    },
  };
}

const unparsed: Readonly<Record<string, AnswerName>> = {
  HPE_HEADER_OVERFLOW: 'headersTooLarge',
  ERR_HTTP_REQUEST_TIMEOUT: 'tooSlow',
};

/** What cannot be parsed as HTTP is answered by hand, for there is no request to answer. */
function refuse(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
  const name = unparsed[error.code ?? ''] ?? 'badRequest';
  const [status, message] = answers[name];
  const { body } = answer(name);
  socket.end(
    `HTTP/1.1 ${status} ${message}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n` +
      `Connection: close\r\n\r\n${body}`,
  );
}

function bind(server: Server, port: number): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', (error: Error & { code?: string }) => {
      if (error.code === 'EADDRINUSE')
        fail(
          new Refusal(
            `Port ${port} is taken: stop what uses it, or choose another with PORT=${port + 1} npm start.`,
          ),
        );
      else if (error.code === 'EACCES')
        fail(
          new Refusal(
            `Port ${port} needs more rights than you have: choose one above 1023, as PORT=8080 npm start.`,
          ),
        );
      else fail(error);
    });
    server.listen({ port, host: '127.0.0.1', exclusive: true }, done);
  });
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((done) => server.close(() => done()));
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), farewellMs);
  await closed;
  clearTimeout(cut);
}
