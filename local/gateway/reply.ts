import { validateHeaderName, validateHeaderValue } from 'node:http';
import * as z from 'zod';
import type { Outcome } from '../lambda/protocol.ts';
import { answer, type Reply } from './answers.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const structured = z.looseObject({
  statusCode: z.coerce.number().int().min(200).max(599),
  headers: z.record(z.string(), scalar).nullish(),
  cookies: z.array(z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/** Headers that belong to the connection, which is the gateway's own affair. */
const connectionHeaders = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
]);

/**
 * What a function's outcome becomes. With a `statusCode` it is taken as a response; without one it is the body of a
 * 200 in JSON; a response that is not well formed, and a failed function, become the gateway's 500.
 */
export function replyOf(outcome: Outcome): Reply {
  if (!outcome.ok) return answer(failures[outcome.errorType] ?? 'failed');
  const value: unknown = JSON.parse(outcome.payload);
  if (typeof value !== 'object' || value === null || !('statusCode' in value)) return inferred(value);
  const parsed = structured.safeParse(value);
  if (!parsed.success) return answer('failed');
  const { statusCode, headers, cookies, body, isBase64Encoded } = parsed.data;
  const sent: Record<string, string | readonly string[]> = {};
  for (const [name, text] of Object.entries(headers ?? {})) {
    if (connectionHeaders.has(name.toLowerCase())) continue;
    if (!isHeader(name, text)) return answer('failed');
    sent[name.toLowerCase()] = text;
  }
  if (cookies?.length) {
    if (!cookies.every((cookie) => isHeader('set-cookie', cookie))) return answer('failed');
    sent['set-cookie'] = cookies;
  }
  if (body != null && sent['content-type'] === undefined) sent['content-type'] = 'text/plain;charset=UTF-8';
  return {
    status: statusCode,
    headers: sent,
    body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'),
  };
}

/** Refusals of the Lambda service rather than of the function. */
const failures: Readonly<Record<string, 'tooLarge' | 'unavailable'>> = {
  RequestTooLargeException: 'tooLarge',
  TooManyRequestsException: 'unavailable',
  'Runtime.Closed': 'unavailable',
};

function inferred(value: unknown): Reply {
  const body = typeof value === 'string' ? value : JSON.stringify(value);
  return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(body) };
}

function isHeader(name: string, value: string): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}
