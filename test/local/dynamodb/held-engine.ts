import { createServer, type ServerResponse } from 'node:http';

/** A stand-in for the engine that answers a request when the test says so, and not before. */
export interface HeldEngine {
  readonly url: string;
  /** Operations waiting for an answer, oldest first. */
  waiting(): string[];
  /** Bodies received so far, parsed. */
  readonly bodies: unknown[];
  /** Resolves when `count` requests wait. */
  arrived(count: number): Promise<void>;
  /** Answers the oldest waiting request. */
  answer(body?: unknown, status?: number): void;
  /** Breaks the oldest waiting request's connection. */
  breakOff(): void;
  close(): Promise<void>;
}

export async function startHeldEngine(): Promise<HeldEngine> {
  const queue: { operation: string; response: ServerResponse }[] = [];
  const bodies: unknown[] = [];
  let wake = () => {};
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
    });
    request.on('end', () => {
      bodies.push(JSON.parse(text));
      queue.push({ operation: String(request.headers['x-amz-target']).split('.')[1] ?? '', response });
      wake();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const next = () => {
    const first = queue.shift();
    if (!first) throw new Error('Nothing waits for an answer');
    return first.response;
  };
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    waiting: () => queue.map((one) => one.operation),
    bodies,
    async arrived(count) {
      while (queue.length < count)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    },
    answer(body = {}, status = 200) {
      next().writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
    },
    breakOff: () => void next().destroy(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
