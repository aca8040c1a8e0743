import { createServer } from 'node:http';
import type { Authorise } from './authorise.ts';
import type { ProxyTable } from './catalogue.ts';
import type { Faults } from './faults.ts';
import { forwardTo } from './forward.ts';
import { handlerOf } from './handle.ts';
import type { Lagging } from './lagging.ts';
import { portTaken } from './port.ts';
import { countCalls, type ObservedCall, type ProxyStats } from './stats.ts';

export interface ProxyOptions {
  /** Address of the engine, such as `http://127.0.0.1:41000`. */
  readonly target: string;
  /** Absent means any free one. */
  readonly port?: number;
  readonly tables: readonly ProxyTable[];
  readonly authorise: Authorise;
  /** The key with which the local cloud itself calls; it is allowed everything and asked nothing. */
  readonly internalAccessKeyId?: string;
  /** What goes wrong on purpose; absent means nothing. */
  readonly faults?: Faults;
  /** The older state that a fault of lagging reads shows; noted through this proxy, closed by whoever started it. */
  readonly lagging?: Lagging;
  readonly onCall?: (call: ObservedCall) => void;
}

export interface DatabaseProxy {
  readonly url: string;
  readonly port: number;
  stats(): ProxyStats;
  /** Brings the older state up to date, see `Lagging`; nothing where none is kept. */
  catchUp(picked?: (item: string) => boolean): Promise<void>;
  /** Stops listening and drops open connections. */
  close(): Promise<void>;
}

/**
 * Stands before the engine and makes it as strict as the cloud: it checks each call against the caller's role and
 * cancels overlapping transactions. It speaks DynamoDB's JSON 1.0 and hands bodies on unchanged. Signatures are not
 * verified: the access key alone says who calls, on a machine where nobody else should. Throws `port-taken`.
 */
export async function startProxy(options: ProxyOptions): Promise<DatabaseProxy> {
  const forwarder = forwardTo(options.target);
  const stats = countCalls();
  const handle = handlerOf(options, forwarder, (call) => {
    stats.count(call);
    options.onCall?.(call);
  });
  const server = createServer((request, response) => void handle(request, response));
  // SDKs keep connections for long; a server that hangs up first makes them meet resets.
  server.keepAliveTimeout = 120_000;
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? portTaken(options.port ?? 0) : error),
    );
    server.listen(options.port ?? 0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
      forwarder.close();
    });
  const catchUp = async (picked?: (item: string) => boolean) => options.lagging?.catchUp(picked);
  return { url: `http://127.0.0.1:${port}`, port, stats: stats.snapshot, catchUp, close };
}
