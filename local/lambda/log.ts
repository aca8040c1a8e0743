import { createWriteStream, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

export type Log = {
  line(text: string): void;
  /** Copies a stream line by line, so that the lines of threads that speak at once stay whole. */
  follow(stream: Readable): void;
  close(): Promise<void>;
};

/** A log that grows past this is set aside once, at the next start. */
const bytesMax = 10 * 1024 * 1024;

/** Opens `<folder>/<name>.log` for appending. */
export function openLog(folder: string, name: string): Log {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name.replaceAll(/[^\w.-]/g, '_')}.log`);
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > bytesMax) renameSync(path, `${path}.1`);
  const file = createWriteStream(path, { flags: 'a' });
  // A full disk must not end the cloud: the log is lost, the register goes on.
  file.on('error', () => {});
  const line = (text: string) => {
    if (file.writable) file.write(`${text}\n`);
  };
  return {
    line,
    follow: (stream) => {
      let rest = '';
      stream.setEncoding('utf8');
      stream.on('data', (chunk: string) => {
        const lines = (rest + chunk).split('\n');
        rest = lines.pop() ?? '';
        for (const whole of lines) line(whole);
      });
      stream.on('end', () => {
        if (rest) line(rest);
      });
    },
    close: () => new Promise((done) => file.end(done)),
  };
}
