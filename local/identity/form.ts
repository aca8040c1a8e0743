import type { IncomingMessage } from 'node:http';

/** A sign-in form is two short fields; anything longer is not one. Bytes. */
const LIMIT = 4096;

export type Form =
  | { readonly ok: true; readonly fields: URLSearchParams }
  | { readonly ok: false; readonly status: 413 | 415 };

/** Reads a posted form; refuses another media type and anything over 4 KB. */
export async function readForm(req: IncomingMessage): Promise<Form> {
  const type = req.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') return { ok: false, status: 415 };
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > LIMIT) return { ok: false, status: 413 };
    chunks.push(bytes);
  }
  return { ok: true, fields: new URLSearchParams(Buffer.concat(chunks).toString('utf8')) };
}
