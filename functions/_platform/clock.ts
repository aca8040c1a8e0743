import { randomBytes } from 'node:crypto';

/** Time and chance come through ports, so that a test can replay them. */
export type Ports = {
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly random: (bytes: number) => Uint8Array;
  readonly pause: (millis: number) => Promise<void>;
};

export const systemPorts: Ports = {
  now: Date.now,
  random: (bytes) => new Uint8Array(randomBytes(bytes)),
  pause: (millis) => new Promise((resolve) => setTimeout(resolve, millis)),
};
