import type { ReadObject } from '../../shared/journal/monitor.ts';

const timeMaxMs = 20_000;

/** A server that could not be asked: whether its log is sound is not known. */
export class Unreachable extends Error {}

/**
 * Reads objects of a log below an address. What is longer than it may be is broken off there and counts as not there;
 * the time of each reading is bounded too, however slowly the bytes come.
 */
export function readHttp(address: string): ReadObject {
  const base = address.endsWith('/') ? address : `${address}/`;
  return async (path, bytesMax) => {
    try {
      const signal = AbortSignal.timeout(timeMaxMs);
      const answer = await fetch(new URL(path, base), { signal, redirect: 'error' });
      if (answer.status === 404 || answer.status === 403) {
        await answer.body?.cancel();
        return undefined;
      }
      if (!answer.ok || !answer.body) throw new Unreachable(`${path} is answered with ${answer.status}`);
      return await bounded(answer.body, bytesMax);
    } catch (error) {
      if (error instanceof Unreachable) throw error;
      throw new Unreachable(`${address} does not answer for ${path}: ${String(error)}`);
    }
  };
}

async function bounded(body: ReadableStream<Uint8Array>, bytesMax: number): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop early cancels the stream, and with it the connection.
  for await (const part of body) {
    length += part.length;
    if (length > bytesMax) return undefined;
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}
