import { Agent, request } from 'node:http';
import { engineAuthorization } from './probe.ts';

/** The engine's answer, as bytes to be handed on. */
export interface EngineAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface Forwarder {
  /** Sends one request. Rejects when the engine cannot be reached or breaks off, and once this is closed. */
  send(target: string, body: Buffer): Promise<EngineAnswer>;
  close(): void;
}

const kept = ['content-type', 'x-amz-crc32', 'x-amzn-requestid'] as const;

/** Keeps connections to the engine open, since opening one costs more than most calls. */
export function forwardTo(engineUrl: string): Forwarder {
  const { hostname, port } = new URL(engineUrl);
  // The engine hangs up after 30 s of silence; leaving before that avoids writing into a closing connection.
  const agent = new Agent({ keepAlive: true, maxSockets: 128, timeout: 20_000 });
  let closed = false;
  const send = (target: string, body: Buffer) =>
    new Promise<EngineAnswer>((resolve, reject) => {
      // A call that was held until now must not open a connection anew, which nobody would close.
      if (closed) throw new Error('The proxy is closed');
      const call = request(
        {
          agent,
          hostname,
          port,
          method: 'POST',
          headers: {
            'content-type': 'application/x-amz-json-1.0',
            'content-length': body.length,
            'x-amz-target': target,
            // The caller's key stays here: the engine would refuse one with characters it does not like.
            authorization: engineAuthorization,
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.once('error', reject);
          response.once('end', () => {
            const headers: Record<string, string> = {};
            for (const name of kept) {
              const value = response.headers[name];
              if (typeof value === 'string') headers[name] = value;
            }
            resolve({ status: response.statusCode ?? 500, headers, body: Buffer.concat(chunks) });
          });
        },
      );
      call.once('error', reject);
      call.end(body);
    });
  const close = () => {
    closed = true;
    agent.destroy();
  };
  return { send, close };
}
