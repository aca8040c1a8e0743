import { createServer } from 'node:net';
import { LocalCloudError } from './engine-error.ts';

/** A port of this machine kept from everyone else until `release` is called. */
export interface HeldPort {
  readonly port: number;
  release(): Promise<void>;
}

/**
 * Holds the wanted port, or any free one when `wanted` is absent or 0.
 * The engine binds all interfaces, so all of them are tried. Throws `port-taken`.
 */
export function holdPort(wanted = 0): Promise<HeldPort> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => reject(portError(wanted, error)));
    server.listen({ port: wanted, host: '0.0.0.0', exclusive: true }, () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : wanted;
      resolve({ port, release: () => new Promise((done) => server.close(() => done())) });
    });
  });
}

function portError(port: number, error: NodeJS.ErrnoException): Error {
  if (error.code === 'EADDRINUSE') return portTaken(port);
  if (error.code === 'EACCES')
    return new LocalCloudError(
      'port-taken',
      `Port ${port} may not be used by this account: choose one above 1023.`,
    );
  return error;
}

export function portTaken(port: number): LocalCloudError {
  return new LocalCloudError(
    'port-taken',
    `Port ${port} is taken by another program: stop that program or choose another port.`,
  );
}
