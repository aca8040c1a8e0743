import type { IncomingMessage } from 'node:http';

/** DynamoDB takes requests of up to 16 MB. */
const bodyBytesMax = 16 * 1024 * 1024;

/** The whole body, or `too-large` beyond the limit; what comes after the limit is thrown away unread. */
export function readBody(request: IncomingMessage): Promise<Buffer | 'too-large'> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > bodyBytesMax) {
        chunks.length = 0;
        resolve('too-large');
      } else chunks.push(chunk);
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', reject);
  });
}
